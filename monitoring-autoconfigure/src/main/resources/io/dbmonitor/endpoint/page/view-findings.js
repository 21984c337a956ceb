// What is wrong with statements, grouped by the routes that send them.

import {tags, together, use} from './markup.js';
import {address} from './router.js';
import {Live} from './live.js';
import {Empty} from './table.js';
import {Badge, Facts, Filter, Filters, Heading, Moment, Some, Text, copyJson} from './parts.js';
import {count, millis, plural} from './format.js';

const {a, article, code, div, h3, h4, p, section} = tags;

const KINDS = {
  'n-plus-one': 'N+1', slow: 'Slow', 'slower-than-usual': 'Slower than usual', 'unbounded-read': 'Unbounded read',
  'single-row-inserts': 'Inserts one by one', 'reads-without-transaction': 'Reads without a transaction',
  'in-memory-pagination': 'Pages in memory', 'plan-changed': 'Another plan'
};

export function FindingCard({finding, own}) {
  const {kind, statement, id, association, caller, occurrences, maxRepetitions, maxMillis, usualMillis, maxRows, evidence,
    lastSeen, advice, transaction, traceId, dataSource} = finding;
  return article({class: 'card finding'},
      div({class: 'heading'}, h4(use(Badge, {tone: 'warn'}, KINDS[kind] || kind), ' ', association || caller || ''),
          use(Moment, {at: lastSeen})),
      p({class: 'advice'}, advice),
      !own && p(a({href: address(['queries', id])}, code(statement.length > 300 ? statement.slice(0, 300) + '…' : statement))),
      use(Facts, {of: [
        ['Line of code', caller && code(caller)], ['Transaction', transaction], ['Occurrences', count(occurrences)],
        ['Most repetitions', maxRepetitions && count(maxRepetitions)], ['Longest', maxMillis && millis(maxMillis)],
        ['Usually within', usualMillis && millis(usualMillis)], ['Most rows', maxRows && count(maxRows)],
        ['Trace', traceId && code(traceId)], ['Data source', dataSource],
        ['Evidence', evidence && use(Text, {value: evidence})]
      ]}));
}

function byRoute(findings) {
  const groups = new Map();
  findings.forEach((finding) => {
    const route = finding.route || finding.transaction || 'Outside of requests and jobs';
    groups.set(route, [...(groups.get(route) || []), finding]);
  });
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

export function Findings({parameters}) {
  return together(
      use(Heading, {title: 'Findings'}),
      use(Filters, {}, use(Filter, {name: 'kind', title: 'Kind', value: parameters.kind, options: Object.entries(KINDS)})),
      use(Live, {ask: {findings: [['findings'], {kind: parameters.kind, limit: 1000}]}}, ({findings: {findings}}) =>
        (findings.length ? together(
            use(Some, {list: byRoute(findings), first: 30, of: 'route'}, ([route, found]) => section({key: route},
                h3(route, ' ', use(Badge, {}, plural(found.length, 'finding'))),
                use(Some, {list: found, first: 10, of: 'finding'}, (finding) =>
                  use(FindingCard, {key: finding.kind + finding.id, finding})))),
            copyJson(findings))
          : use(Empty, {}, parameters.kind ? 'There is no finding of that kind.'
            : 'Nothing was found so far: no N+1, nothing slow. Use the application for a while.'))));
}
