// The statements, and all that is known of one.

import {tags, together, use} from './markup.js';
import {address, amend} from './router.js';
import {Live} from './live.js';
import {Among, Empty, Table} from './table.js';
import {Badge, Copy, Facts, Filter, Filters, Heading, Moment, Text, copyJson, origin} from './parts.js';
import {Sql, formatted} from './sql.js';
import {count, decimal, millis, percent, plural, seconds} from './format.js';
import {FindingCard} from './view-findings.js';

const {a, b, button, code, div, h3, li, ol, p, section, span, table, tbody, td, th, thead, tr, ul} = tags;

const SORTS = ['total', 'mean', 'p95', 'p99', 'max', 'calls', 'errors', 'rows'];
const STEPS = [100, 300, 1000];

const ms = (name) => ({
  key: name, label: name.startsWith('p') ? name : name.charAt(0).toUpperCase() + name.slice(1), numeric: true,
  value: ({time}) => time?.[name], cell: ({time}) => millis(time?.[name])
});

const COLUMNS = [
  {
    key: 'statement', label: 'Statement', wide: true, value: ({statement}) => statement,
    cell: ({id, statement}) => a({href: address(['queries', id]), title: statement.slice(0, 500)},
        code(statement.slice(0, 300)))
  },
  {key: 'calls', label: 'Calls', numeric: true, value: ({calls}) => calls, cell: ({calls}) => count(calls)},
  ms('total'), ms('mean'), ms('p95'), ms('p99'), ms('max'),
  {key: 'rows', label: 'Rows', numeric: true, value: ({rows}) => rows, cell: ({rows}) => count(rows)},
  {
    key: 'errors', label: 'Errors', numeric: true, value: ({errors}) => errors,
    cell: ({errors}) => (errors ? use(Badge, {tone: 'bad'}, count(errors)) : '0')
  },
  {key: 'from', label: 'From', cell: ({callers}) => (callers?.length ? caller(callers[0]) : '')},
  {key: 'dataSource', label: 'Data source', several: true, value: ({dataSource}) => dataSource},
  {key: 'lastSeen', label: 'Last', cell: ({lastSeen}) => use(Moment, {at: lastSeen})}
];

function caller({method, line}) {
  return method + (line ? ':' + line : '');
}

export function Queries({parameters}) {
  const sort = parameters.sort || 'total';
  const limit = Number(parameters.limit) || STEPS[0];
  // By what the endpoint cannot sort by, what came is sorted here
  const asked = SORTS.includes(sort) ? sort : SORTS[0];
  const isAsked = sort === asked && parameters.order !== 'reverse';
  const ask = {queries: [['queries'], {sort: asked, limit, contains: parameters.contains}]};
  const next = STEPS.find((step) => step > limit);
  return together(
      use(Heading, {title: 'Queries'}),
      use(Filters, {}, use(Filter, {name: 'contains', title: 'Statement contains', value: parameters.contains})),
      use(Live, {ask}, ({queries: {queries}}) => together(
          !isAsked && use(Among, {rows: queries, limit, which: `with the highest ${asked}`}),
          use(Table, {
            columns: COLUMNS, rows: queries, id: ({id}) => id, label: 'Statements', sort, order: parameters.order,
            empty: parameters.contains ? 'No statement contains that.' : 'No statement has been executed yet.'
          }),
          div({class: 'actions'},
              queries.length >= limit && next && button({onClick: () => amend({limit: next})}, `Show up to ${count(next)}`),
              queries.length > 0 && copyJson(queries)))));
}

export function Query({id, sections}) {
  const ask = {query: [['queries', id]]};
  if (sections.includes('findings')) {
    ask.findings = [['findings'], {limit: 1000}];
  }
  // Its plan is asked of the database
  return use(Live, {ask, every: 30}, ({query, findings}) => together(
      use(Heading, {title: `${query.operation} ${(query.tables || []).join(', ')}`},
          use(Copy, {as: 'SQL', text: () => formatted(query.statement)}), copyJson(query)),
      query.truncated && p({class: 'note'}, 'The statement is longer than what is kept of it.'),
      use(Sql, {statement: query.statement}),
      use(Facts, {of: facts(query)}),
      part('Findings', findings?.findings.filter((finding) => finding.id === id), (found) => found.map((finding, i) =>
        use(FindingCard, {finding, key: finding.kind + i, own: true}))),
      part('Where it comes from', query.callers, (callers) => use(Callers, {callers})),
      query.plan && section(h3('Plan'), use(Plan, {plan: query.plan})),
      part('The slowest of late', query.slowest, (slowest) => use(Slowest, {slowest})),
      part('How long it takes', query.histogram, (histogram) => use(Histogram, {histogram}))));
}

function part(title, list, draw) {
  return list?.length ? section({}, h3(title), draw(list)) : null;
}

function facts({calls, errors, errorsByState, rows, time, fetch, batches, recent, server, firstSeen, lastSeen, dataSource}) {
  return [
    ['Data source', dataSource],
    ['Calls', count(calls)],
    ['Errors', errors ? `${count(errors)} (${Object.entries(errorsByState || {}).map(([state, times]) =>
      `${state}: ${count(times)}`).join(', ')})` : '0'],
    ['Rows', count(rows)],
    ['Time', `${millis(time.total)} in sum, ${millis(time.mean)} on average`],
    ['Half, 95 %, 99 % within', `${millis(time.p50)}, ${millis(time.p95)}, ${millis(time.p99)}`],
    ['Longest', millis(time.max)],
    ['Reading results', fetch && fetch.total > 0 && `${millis(fetch.total)} in sum, ${millis(fetch.mean)} on average`],
    ['Batches', batches?.count > 0
        && `${count(batches.count)} of ${decimal(batches.meanSize)}, the largest of ${count(batches.maxSize)}`],
    ['Of late', recent && `${count(recent.calls)} calls in ${seconds(recent.seconds)}`
        + (recent.time ? `, 95 % within ${millis(recent.time.p95)}` : '')],
    ['The server says', server && `${count(server.calls)} calls, ${millis(server.meanMillis)} on average`
        + (server.blocksRead !== undefined ? `, ${count(server.blocksRead)} blocks read, ${count(server.blocksHit)} hit` : '')],
    ['First', use(Moment, {at: firstSeen})],
    ['Last', use(Moment, {at: lastSeen})]
  ];
}

function Histogram({histogram}) {
  const most = Math.max(...histogram.map(({calls}) => calls));
  return div({class: 'table', tabindex: 0, role: 'region', 'aria-label': 'Distribution of durations'},
      table({class: 'bars'},
          thead(tr(th({scope: 'col'}, 'Took'), th({scope: 'col', class: 'numeric'}, 'Calls'), th({scope: 'col'}, 'Share'))),
          tbody(histogram.map(({fromMillis, toMillis, calls}) => tr({key: fromMillis},
              th({scope: 'row'}, toMillis ? `${millis(fromMillis)} to ${millis(toMillis)}` : `${millis(fromMillis)} and more`),
              td({class: 'numeric'}, count(calls)),
              td(div({class: 'bar', style: {width: `${100 * calls / most}%`}, 'aria-hidden': 'true'})))))));
}

function Callers({callers}) {
  return use(Table, {
    columns: [
      {key: 'method', label: 'Line of code', cell: (each) => code(caller(each))},
      {key: 'route', label: 'Route or job', cell: ({route}) => route || ''},
      {key: 'transaction', label: 'Transaction', cell: ({transaction}) => transaction || ''},
      {key: 'calls', label: 'Calls', numeric: true, cell: ({calls}) => count(calls)}
    ],
    rows: callers, id: (each) => JSON.stringify(each), label: 'Callers'
  });
}

function Slowest({slowest}) {
  return use(Table, {
    columns: [
      {key: 'at', label: 'At', cell: ({at}) => use(Moment, {at})},
      {key: 'millis', label: 'Took', numeric: true, cell: (each) => millis(each.millis)},
      {key: 'fetch', label: 'Reading', numeric: true, cell: ({fetchMillis}) => millis(fetchMillis)},
      {key: 'rows', label: 'Rows', numeric: true, cell: ({rows}) => count(rows)},
      {key: 'from', label: 'From', cell: ({route, transaction, caller: line}) => origin({route, transaction, caller: line})},
      {key: 'trace', label: 'Trace', cell: ({traceId}) => (traceId ? code(traceId) : '')},
      {key: 'error', label: 'Error', cell: ({error}) => (error ? use(Badge, {tone: 'bad'}, error) : '')}
    ],
    rows: slowest, id: ({at, millis: took}) => at + took, label: 'Slowest executions'
  });
}

// What can be read again without being executed again.
const KEPT = ['Materialize', 'Memoize', 'Hash'];

// The share that each node has in the cost, beyond its children. The inner side of a nested loop
// is executed for each row of the outer one; what a limit cuts off is not paid for.
function shares(root) {
  const own = new Map();
  const visit = (node, times) => {
    const children = node.children || [];
    const loops = children.map(({type}, i) => (node.type === 'Nested Loop' && i === 1 && !KEPT.includes(type)
      ? Math.max(1, children[0].rows || 1) : 1));
    const spent = children.reduce((sum, {cost = 0}, i) => sum + loops[i] * cost, 0);
    const {cost = 0} = node;
    own.set(node, times * Math.max(0, cost - spent));
    children.forEach((child, i) => visit(child, times * loops[i] * Math.min(1, spent ? cost / spent : 1)));
  };
  visit(root, 1);
  const whole = [...own.values()].reduce((sum, each) => sum + each, 0) || 1;
  return new Map([...own].map(([node, each]) => [node, each / whole]));
}

function share(part) {
  return part < 0.01 ? 'less than 1 %' : percent(Math.round(100 * part) / 100);
}

function Plan({plan}) {
  if (!plan.root) {
    return use(Empty, {}, plan.note || 'There is no plan.');
  }
  const parts = shares(plan.root);
  // MariaDB before 11 tells no costs
  const priced = [...parts.keys()].some(({cost}) => cost !== undefined);
  const costly = priced && [...parts].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
  const draw = (node) => li({key: node.type + node.alias + node.relation},
      div({class: `plan ${node === costly ? 'costly' : ''}`},
          b(node.type), node.join && ` ${node.join}`,
          node.relation && together(' on ', code(node.relation), node.alias && node.alias !== node.relation
            && ` as ${node.alias}`),
          node.index && together(' by ', code(node.index)),
          span({class: 'cost'}, [priced && ` ${share(parts.get(node))} of the cost`,
            node.rows !== undefined && ` ${plural(node.rows, 'row')}`].filter(Boolean).join(', ')),
          node === costly && together(' ', use(Badge, {tone: 'warn'}, 'costs the most')),
          node.condition && div({class: 'condition'}, use(Text, {value: node.condition}))),
      node.children?.length > 0 && ol(node.children.map(draw)));
  return together(
      plan.note && p({class: 'note'}, plan.note),
      plan.hints?.length > 0 && ul({class: 'troubles'}, plan.hints.map((hint, i) => li({key: i, class: 'warn'},
          typeof hint === 'string' ? hint : JSON.stringify(hint)))),
      ol({class: 'tree'}, draw(plan.root)),
      p({class: 'note'}, 'What the server expects, as of ', use(Moment, {at: plan.at}), '; nothing was executed for it.'));
}
