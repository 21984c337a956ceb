// Well or not, and why, of each data source; and the last half hour.

import {Component, tags, together, use} from './markup.js';
import {address} from './router.js';
import {read} from './api.js';
import {Live} from './live.js';
import {Chart} from './chart.js';
import {AlertCard} from './view-alerts.js';
import {Badge, Facts, Heading, Moment, copyJson} from './parts.js';
import {Empty} from './table.js';
import {count, decimal, millis, percent, plural, seconds} from './format.js';

const {a, div, h3, li, p, section, ul, code} = tags;

const MINUTES = 30;
const LONG_TRANSACTION = 120;

// Everything that is not as it should be, in words, the worst first.
export function troubles(dataSource, alerts) {
  const {database, pool, blocked, longestTransactionSeconds, unread} = dataSource;
  const found = [];
  const tell = (tone, text, path) => found.push({tone, text, path});
  if (database?.reachable === false) {
    tell('bad', `The database does not answer${database.note ? ': ' + database.note : ''}`);
  }
  if (pool?.state === 'exhausted') {
    tell('bad', `The pool is exhausted. ${pool.note}`, ['connections']);
  }
  if (database?.sampledAt && blocked === undefined && database.reachable !== false) {
    tell('warn', together('Nothing is known of now: the last look at the database that succeeded was at ',
        use(Moment, {at: database.sampledAt})));
  }
  if (blocked > 0) {
    tell('bad', `${plural(blocked, 'session waits', 'sessions wait')} for a lock of another`, ['locks']);
  }
  const firing = alerts.filter(({state, labels}) => state === 'FIRING' && labels?.datasource === dataSource.name);
  if (firing.length) {
    tell('warn', `${plural(firing.length, 'alert fires', 'alerts fire')}: ${firing.map(({rule}) => rule).join(', ')}`,
        ['alerts']);
  }
  if (longestTransactionSeconds > LONG_TRANSACTION) {
    tell('warn', `A transaction is open for ${seconds(longestTransactionSeconds)}`, ['sessions']);
  }
  (unread || []).forEach(({subject, reason}) => tell('warn', `Could not read ${subject}: ${reason}`));
  (database?.missingPrivileges || []).forEach(({privilege, effect, remedy}) =>
    tell('note', together(`The monitor's role lacks ${privilege}: ${effect}. `, code(remedy))));
  (database?.missingExtensions || []).forEach(({extension, effect, remedy}) =>
    tell('note', together(`${extension} is not installed: ${effect}. `, code(remedy))));
  if (database && database.reachable !== false && database.note) {
    tell('note', database.note);
  }
  return found;
}

// What is well as far as it is known; nobody says well of what was not looked at.
function comforts({blocked, pool}, alerts) {
  return [blocked === 0 && 'nobody waits for a lock', alerts && 'no alert fires',
    pool?.max && pool.active < pool.max && 'there is room in the pool'].filter(Boolean);
}

function sentence(words) {
  const text = words.join(', ').replace(/, ([^,]*)$/, ' and $1');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function Verdict({found, known}) {
  const worst = ['bad', 'warn'].find((tone) => found.some((each) => each.tone === tone));
  if (!worst && !known) {
    return use(Badge, {}, 'Database not seen');
  }
  return use(Badge, {tone: worst || 'good'}, worst === 'bad' ? 'Not well' : worst ? 'Look at it' : 'Well');
}

function DataSource({dataSource, alerts, history}) {
  const found = troubles(dataSource, alerts || []);
  const good = comforts(dataSource, alerts);
  const {name, database, pool, queries} = dataSource;
  return section({class: 'card', 'aria-label': `Data source ${name}`},
      div({class: 'heading'}, h3(name), use(Verdict, {found, known: dataSource.blocked !== undefined})),
      found.length
        ? ul({class: 'troubles'}, found.map(({tone, text, path}, i) => li({key: i, class: tone},
            path ? a({href: address(path)}, text) : text)))
        : good.length > 0 && p(sentence(good)),
      use(Facts, {of: [
        ['Database', database && `${database.product} ${database.version || ''}`],
        ['Pool', pool && `${pool.active} of ${pool.max ?? 'any number of'} in use`
            + (pool.saturation !== undefined ? ` (${percent(pool.saturation)})` : '')],
        ['Statements', queries && together(a({href: address(['queries'])}, count(queries.statements)), ' different, ',
            `${count(queries.executions)} executions`)],
        ['Errors', queries && count(queries.errors)],
        ['Slow', queries && a({href: address(['findings'], {kind: 'slow'})}, count(queries.slow))],
        ['N+1', queries && a({href: address(['findings'], {kind: 'n-plus-one'})}, count(queries.nPlusOne))],
        ['Longest transaction', dataSource.longestTransactionSeconds !== undefined
            && seconds(dataSource.longestTransactionSeconds)]
      ]}),
      history && use(Charts, {history, name}));
}

const STATES = ['active', 'idle in transaction', 'idle in transaction (aborted)', 'idle', 'unknown'];

function Charts({history, name}) {
  const {times, span, version} = history;
  const series = history.series[name];
  if (!series || times.length < 2) {
    return use(Empty, {}, 'Charts begin with the second figure, in some seconds.');
  }
  const line = (key, label) => series[key] && {name: label, values: series[key]};
  const chart = (title, format, lines, max) => {
    const shown = lines.filter(Boolean);
    return shown.length ? use(Chart, {key: title, title, format, series: shown, times, span, version, max}) : null;
  };
  const whole = (value) => (value === null || value === undefined ? '–' : count(value));
  return div({class: 'charts'},
      chart('Statements per second', decimal, [line('queries.perSecond', 'all'), line('queries.errorsPerSecond', 'failed')]),
      chart('95 % of statements within', millis, [line('queries.p95Millis', 'p95')]),
      chart('Connections of the pool', whole, [line('pool.active', 'in use'), line('pool.idle', 'idle'),
        line('pool.pending', 'threads waiting')], series['pool.max']?.at(-1)),
      chart('Sessions on the server', whole, STATES.map((state) => line(`sessions.${state}`, state))
          .filter((each) => each && (['active', 'idle'].includes(each.name) || each.values.some((value) => value > 0)))),
      chart('Blocked sessions', whole, [line('blocked', 'blocked')]),
      chart('Transactions per second', decimal, [line('transactions.commitsPerSecond', 'committed'),
        line('transactions.rollbacksPerSecond', 'rolled back')]),
      chart('Longest transaction', seconds, [line('longestTransactionSeconds', 'open')]));
}

// Holds what the charts draw: all of it with the first load, then what was added.
class Memory {
  constructor() {
    this.times = [];
    this.series = {};
    this.last = undefined;
    this.version = 0;
  }

  add({times, dataSources}) {
    if (!times.length) {
      return this;
    }
    const before = this.times.length;
    this.last = times.at(-1);
    this.times.push(...times.map((at) => Date.parse(at)));
    dataSources.forEach(({name, series}) => {
      const kept = this.series[name] ??= {};
      for (const [key, values] of Object.entries(series)) {
        (kept[key] ??= Array(before).fill(null)).push(...values);
      }
    });
    const earliest = this.times.at(-1) - MINUTES * 60_000;
    const old = this.times.findIndex((at) => at >= earliest);
    Object.values(this.series).forEach((kept) => Object.entries(kept).forEach(([key, values]) => {
      values.push(...Array(this.times.length - values.length).fill(null));
      values.splice(0, old);
    }));
    this.times.splice(0, old);
    this.version++;
    const minutes = Math.round((this.times.at(-1) - this.times[0]) / 60_000);
    this.span = {from: this.times[0], until: this.times.at(-1), label: minutes ? `${minutes} min ago` : 'a moment ago'};
    return this;
  }
}

export class Overview extends Component {
  constructor() {
    super();
    this.memory = new Memory();
  }

  async history(sections, signal) {
    if (!sections.includes('history')) {
      return null;
    }
    return this.memory.add(await read(['history'], {minutes: MINUTES, since: this.memory.last}, signal));
  }

  render({overview}) {
    const {sections} = overview;
    const ask = {overview: [[]]};
    if (sections.includes('alerts')) {
      ask.alerts = [['alerts']];
    }
    return together(
        use(Heading, {title: 'Overview'}, copyJson(overview)),
        use(Live, {ask, more: (signal) => this.history(sections, signal)}, ({overview: now, alerts, more}) => together(
            alerts && use(Firing, {alerts: alerts.alerts}),
            !now.dataSources.length && use(Empty, {}, 'No data source is watched. Is there a DataSource bean, and is it '
                + 'left out by dbmonitor.datasource.exclude?'),
            now.dataSources.map((dataSource) => use(DataSource,
                {key: dataSource.name, dataSource, alerts: alerts?.alerts, history: more})),
            now.audit && use(Audit, {audit: now.audit}))));
  }
}

function Firing({alerts}) {
  const firing = alerts.filter(({state}) => state === 'FIRING');
  return firing.length ? section({class: 'firing', 'aria-label': 'Firing alerts'},
      h3(plural(firing.length, 'alert fires', 'alerts fire')),
      firing.map((alert) => use(AlertCard, {key: alert.rule + JSON.stringify(alert.labels), alert, brief: true}))) : null;
}

function Audit({audit}) {
  return section({class: 'card', 'aria-label': 'Audit'},
      div({class: 'heading'}, h3('Changes of entities'), a({href: address(['audit'])}, 'Show them')),
      use(Facts, {of: [
        ['Created', count(audit.created)], ['Updated', count(audit.updated)], ['Deleted', count(audit.deleted)],
        ['By statements past the mapper', count(audit.statements)],
        ['Past the application', audit.bypassed !== undefined
            && a({href: address(['audit', 'bypassed'])}, count(audit.bypassed))],
        ['Not seen', audit.unseen]
      ]}));
}
