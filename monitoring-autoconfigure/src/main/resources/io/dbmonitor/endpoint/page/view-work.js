// Which routes and jobs hold connections for how long, and what they do with them.

import {together, use} from './markup.js';
import {Live} from './live.js';
import {Among, Table} from './table.js';
import {Filter, Filters, Heading, Text, copyJson} from './parts.js';
import {count, seconds} from './format.js';

const figure = (key, label, format = seconds) => ({
  key, label, numeric: true, value: (row) => row[key], cell: (row) => format(row[key])
});

const LIMIT = 1000;

// What no request, job or message and no transaction was begun for has no name.
const called = ({name}) => name || 'outside of these';

const COLUMNS = [
  {key: 'name', label: 'Route, job or transaction', wide: true, value: called,
    cell: (work) => use(Text, {value: called(work), max: 200})},
  {key: 'kind', label: 'Kind', value: ({kind}) => kind},
  figure('units', 'Units', count), figure('statements', 'Statements', count), figure('holdingSeconds', 'Holding'),
  figure('executingSeconds', 'Executing'), figure('fetchingSeconds', 'Reading'), figure('idleSeconds', 'Idle'),
  figure('waitingSeconds', 'Waiting for the pool')
];

export function Work({parameters}) {
  return together(
      use(Heading, {title: 'Work'}),
      use(Filters, {}, use(Filter, {name: 'contains', title: 'Name contains', value: parameters.contains})),
      use(Live, {ask: {work: [['work'], {limit: LIMIT}]}}, ({work: {work}}) => {
        const rows = work.filter((each) => !parameters.contains
            || called(each).toLowerCase().includes(parameters.contains.toLowerCase()));
        return together(
            use(Among, {rows: work, limit: LIMIT, which: 'that held connections for longest'}),
            use(Table, {columns: COLUMNS, rows, id: (each) => each.kind + called(each), label: 'Work',
              sort: parameters.sort || 'holdingSeconds', order: parameters.order,
              empty: work.length ? 'Nothing is called like that.' : 'No request, job or message has used a connection yet.'}),
            rows.length > 0 && copyJson(rows));
      }));
}
