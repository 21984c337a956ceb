// Connections by who holds them, sessions by what the server says, and how to end one.

import {tags, together, use} from './markup.js';
import {amend} from './router.js';
import {end, writable} from './api.js';
import {Live} from './live.js';
import {Among, Empty, Table} from './table.js';
import {attempt, Badge, Confirmation, Facts, Filter, Filters, Heading, Moment, Stack, Text, copyJson, duration, origin,
  words} from './parts.js';
import {count, percent, plural, seconds} from './format.js';

const {article, b, button, code, div, h3, h4, p, section, span} = tags;

const LIMIT = 1000;
const TONES = {active: 'good', 'idle in transaction': 'warn', 'idle in transaction (aborted)': 'bad'};

export function Connections({parameters}) {
  return together(
      use(Heading, {title: 'Connections'}),
      use(Live, {ask: {connections: [['connections'], {limit: LIMIT}]}, every: 2}, ({connections: {leases, use: pools}}) =>
        together(
            leases.length
              ? leases.slice(0, 100).map((lease) => use(LeaseCard, {key: lease.dataSource + (lease.pid ?? lease.thread), lease}))
              : use(Empty, {}, 'No connection is in use.'),
            leases.length > 100 && p({class: 'note'}, `${plural(leases.length - 100, 'more connection')} held for shorter`),
            (pools || []).map((pool) => use(PoolUse, {key: pool.dataSource, pool})),
            copyJson(leases))));
}

function LeaseCard({lease}) {
  return article({class: 'card lease'},
      div({class: 'heading'}, h4(origin(lease) || lease.thread),
          span(lease.suspectedLeak && use(Badge, {tone: 'bad'}, 'never given back?'),
              lease.idleInTransaction && use(Badge, {tone: 'warn'}, 'idle in transaction'), ' ',
              'held for ', b(seconds(lease.heldSeconds)))),
      use(LeaseFacts, {lease}));
}

function LeaseFacts({lease}) {
  return together(
      use(Facts, {of: [
        ['Data source', lease.dataSource], ['Route', lease.route], ['Transaction', lease.transaction],
        ['Line of code now', lease.at && code(lease.at)],
        ['Line of code first', lease.firstSeenAt && lease.firstSeenAt !== lease.at && code(lease.firstSeenAt)],
        ['Doing', lease.activity], ['Thread', lease.thread], ['Session', lease.pid && `${lease.pid}`],
        ['Idle for', lease.idleSeconds !== undefined && seconds(lease.idleSeconds)],
        ['Trace', lease.traceId && code(lease.traceId)],
        [`Statement${lease.statementSeconds !== undefined ? ' for ' + seconds(lease.statementSeconds) : ''}`,
          lease.statement && use(Text, {value: lease.statement, max: 500})],
        ['Last statement', lease.lastStatement && use(Text, {value: lease.lastStatement, max: 500})]
      ]}),
      use(Stack, {frames: lease.stack}));
}

function PoolUse({pool: {dataSource, held, shares}}) {
  return section({}, h3(`Who uses ${dataSource} the most`),
      held?.count > 0 && p(`Of ${count(held.count)} connections that were held, half were given back within `
          + `${seconds(held.p50)}, 95 % within ${seconds(held.p95)}, the longest after ${seconds(held.max)}.`),
      use(Table, {
        columns: [
          {key: 'route', label: 'Route or job', cell: ({route}) => route || 'outside of these'},
          {key: 'share', label: 'Share', numeric: true, cell: ({share}) => percent(share)},
          {key: 'held', label: 'Held in sum', numeric: true, cell: ({connectionSeconds}) => seconds(connectionSeconds)}
        ],
        rows: shares || [], id: ({route}) => route || '', label: `Shares of ${dataSource}`
      }));
}

const isIdle = ({state}) => state?.startsWith('idle');

// Since when the number is this session's
const since = ({backendStart, serverStartedAt}) => backendStart ?? serverStartedAt;

// What is idle waits for its client to say something, which goes without saying.
function waitsFor(session) {
  return isIdle(session) ? '' : [session.waitEventType, session.waitEvent].filter(Boolean).join(': ');
}

// One session with what our own code does on it.
export function SessionCard({session}) {
  const {pid, user, application, client, backendType, state, query, owner, lease} = session;
  return together(
      div({class: 'heading'}, h4(lease ? origin(lease) || lease.thread : backendType || application || user || 'A session'),
          span(use(Badge, {tone: TONES[state]}, state), ' ', use(Badge, {}, owner))),
      use(Facts, {of: [
        ['Data source', session.dataSource], ['Database', session.database], ['Session', pid > 0 && `${pid}`],
        ['User', user && use(Text, {value: user})],
        ['Application', application && use(Text, {value: application})], ['Client', client],
        ['In transaction for', session.transactionSeconds !== undefined && seconds(session.transactionSeconds)],
        ['Statement for', session.querySeconds !== undefined && seconds(session.querySeconds)],
        ['Waits for', waitsFor(session) || undefined],
        ['Statement', query && use(Text, {value: query, max: 500})]
      ]}),
      // The server has said already which session it is, and what it executes
      lease && use(LeaseFacts, {lease: {...lease, dataSource: undefined, pid: undefined,
        statement: query ? undefined : lease.statement}}));
}

export function SessionActions({session, actions, again, brief}) {
  if (!writable || !actions?.length || !since(session) || session.backendType) {
    return null;
  }
  // Of what is idle there is no statement to cancel
  const possible = isIdle(session) ? actions.filter((mode) => mode !== 'cancel') : actions;
  return div({class: 'actions'}, possible.map((mode) => button({
    key: mode, class: `${mode === 'terminate' ? 'danger' : ''} ${brief ? 'small' : ''}`,
    onClick: () => finish(session, mode, again),
    'aria-label': `${mode === 'cancel' ? 'Cancel the statement' : 'Terminate'} of session ${session.pid}`
  }, brief ? words(mode) : mode === 'cancel' ? 'Cancel the statement' : 'Terminate the session')));
}

async function finish(session, mode, again) {
  const whose = session.lease ? origin(session.lease) || session.lease.thread
    : [session.application, session.user, session.client].filter(Boolean).join(', ');
  const confirmed = await Confirmation.ask({
    title: mode === 'cancel' ? `Cancel what session ${session.pid} executes?` : `Terminate session ${session.pid}?`,
    detail: together(
        p(b(whose || 'Nobody knows whose it is'), session.owner && ` (${session.owner})`,
            ` on ${session.dataSource}`, session.database && `, database ${session.database}`),
        session.query && p(use(Text, {value: session.query, max: 300})),
        p(mode === 'cancel' ? 'Its statement fails, and most likely its transaction.'
          : 'Its connection is cut, its transaction rolled back.')),
    action: mode === 'cancel' ? 'Cancel the statement' : 'Terminate the session'
  });
  if (confirmed) {
    await attempt(() => end(['sessions', String(session.pid)], {mode, backendStart: since(session)}),
        ({action, session: hit}) => `${action} of session ${hit.pid} is done`);
    again();
  }
}

const COLUMNS = (actions, again) => [
  {key: 'pid', label: 'Session', numeric: true, value: ({pid}) => pid, cell: ({pid}) => String(pid)},
  {key: 'dataSource', label: 'Data source', several: true, value: ({dataSource}) => dataSource},
  {key: 'state', label: 'State', value: ({state}) => state, cell: ({state}) => use(Badge, {tone: TONES[state]}, state)},
  {key: 'owner', label: 'Owner', value: ({owner}) => owner},
  {key: 'who', label: 'Who', value: who, cell: (session) => use(Text, {value: who(session), max: 100})},
  {
    key: 'transaction', label: 'In transaction', numeric: true, value: ({transactionSeconds}) => transactionSeconds,
    cell: ({transactionSeconds}) => duration(transactionSeconds)
  },
  {
    key: 'query', label: 'Statement for', numeric: true, value: ({querySeconds}) => querySeconds,
    cell: ({querySeconds}) => duration(querySeconds)
  },
  {key: 'wait', label: 'Waits for', value: ({waitEventType}) => waitEventType,
    cell: (session) => (session.blockedBy?.length
      ? use(Badge, {tone: 'bad'}, `blocked by ${session.blockedBy.join(', ')}`) : waitsFor(session))},
  ...(writable && actions?.length ? [{key: 'actions', label: 'End it',
    cell: (session) => use(SessionActions, {session, actions, again, brief: true})}] : []),
  {key: 'statement', label: 'Statement', wide: true,
    cell: ({query}) => (query ? code({title: query.slice(0, 500)}, query.slice(0, 200)) : '')}
];

function who({lease, application, user, client, backendType}) {
  return (lease && origin(lease)) || backendType || [...new Set([application, user, client])].filter(Boolean).join(', ');
}

// What of a session can be looked for, without the names of its fields.
function texts(value) {
  return value !== null && typeof value === 'object' ? Object.values(value).map(texts) : value;
}

export function Sessions({parameters}) {
  return together(
      use(Heading, {title: 'Sessions'}),
      use(Filters, {},
          use(Filter, {name: 'contains', title: 'Contains', value: parameters.contains}),
          use(Filter, {name: 'state', title: 'State', value: parameters.state,
            options: ['active', 'idle', 'idle in transaction', 'idle in transaction (aborted)', 'unknown']}),
          use(Filter, {name: 'owner', title: 'Owner', value: parameters.owner,
            options: ['own', 'peer', 'external', 'unmapped']})),
      use(Live, {ask: {sessions: [['sessions'], {limit: LIMIT}]}, every: 2}, ({sessions: {sessions, actions}}, again) => {
        const {contains, state, owner, sort, order} = parameters;
        const rows = sessions.filter((session) => (!state || session.state === state) && (!owner || session.owner === owner)
            && (!contains || JSON.stringify(texts(session)).toLowerCase().includes(contains.toLowerCase())));
        return together(
            rows.length > 0 && p({class: 'note'}, 'As of ', use(Moment, {at: rows[0].sampledAt}),
                rows.length < sessions.length && ` · ${count(rows.length)} of ${plural(sessions.length, 'session')}`),
            use(Among, {rows: sessions, limit: LIMIT, which: 'busiest'}),
            use(Table, {columns: COLUMNS(actions, again), rows, id: ({dataSource, pid}) => dataSource + pid, label: 'Sessions',
              sort, order, empty: sessions.length ? together('No session is like that. ',
                button({onClick: () => amend({contains: undefined, state: undefined, owner: undefined})}, 'Show all'))
                : 'No fresh look at the database: it does not answer, or its state is not supported. The overview says more.'}),
            rows.length > 0 && copyJson(rows));
      }));
}
