// Tables and indexes, by size and by trouble.

import {tags, together, use} from './markup.js';
import {Live} from './live.js';
import {Empty, Table} from './table.js';
import {Badge, Filter, Filters, Heading, Moment, copyJson} from './parts.js';
import {bytes, count} from './format.js';

const {code, h3, p, section} = tags;

const figure = (key, label, format = count) => ({
  key, label, numeric: true, value: (row) => row[key], cell: (row) => format(row[key])
});

const moment = (key, label) => ({key, label, cell: (row) => use(Moment, {at: row[key]})});

const problems = {
  key: 'problems', label: 'Problems',
  cell: ({problems: found, duplicateOf}) => (found || []).map((problem) => use(Badge, {key: problem, tone: 'warn'},
      problem === 'duplicate' && duplicateOf ? `duplicate of ${duplicateOf}` : problem))
};

const TABLES = [
  {key: 'name', label: 'Table', wide: true, value: ({schema, name}) => `${schema}.${name}`,
    cell: ({schema, name}) => code(`${schema}.${name}`)},
  problems, figure('bytes', 'Size', bytes), figure('indexBytes', 'Indexes', bytes), figure('rows', 'Rows'),
  figure('deadRows', 'Dead rows'), figure('sequentialScans', 'Sequential scans'), figure('sequentialRows', 'Rows they read'),
  figure('indexScans', 'Index scans'), figure('inserted', 'Inserted'), figure('updated', 'Updated'),
  figure('deleted', 'Deleted'), moment('lastVacuum', 'Vacuumed'), moment('lastAnalyze', 'Analyzed')
];

const INDEXES = [
  {key: 'name', label: 'Index', wide: true, value: ({schema, name}) => `${schema}.${name}`,
    cell: ({schema, name}) => code(`${schema}.${name}`)},
  {key: 'table', label: 'Table', value: ({table}) => table, cell: ({table}) => code(table)},
  problems, figure('bytes', 'Size', bytes), figure('scans', 'Scans'),
  {key: 'unique', label: 'Unique', value: ({unique}) => String(unique), cell: ({unique}) => (unique ? 'yes' : 'no')}
];

// The endpoint knows the worst by these; by the others what came is sorted.
const SORTS = {bytes: 'size', deadRows: 'dead', sequentialRows: 'scans'};

function Storage({title, path, parameters, ask, columns, rowsOf, filters, empty}) {
  return together(
      use(Heading, {title}),
      use(Filters, {}, use(Filter, {name: 'contains', title: 'Name contains', value: parameters.contains}), filters),
      use(Live, {ask: {storage: [[path], {...ask, contains: parameters.contains, limit: 1000}]}, every: 30},
          ({storage: {dataSources}}) => (dataSources.length ? dataSources.map((dataSource) => section({key: dataSource.name},
              h3(dataSource.name),
              p({class: 'note'}, 'As of ', use(Moment, {at: dataSource.sampledAt}), dataSource.statisticsSince
                && together(', counted since ', use(Moment, {at: dataSource.statisticsSince}))),
              use(Table, {columns, rows: rowsOf(dataSource), id: (row) => row.schema + '.' + row.name, label: title,
                sort: parameters.sort || 'bytes', order: parameters.order, empty}),
              copyJson(rowsOf(dataSource))))
            : use(Empty, {}, 'No look at the storage yet: it takes up to a minute, and a database that answers.'))));
}

export function Tables({parameters}) {
  return use(Storage, {title: 'Tables', path: 'tables', parameters, columns: TABLES, rowsOf: ({tables}) => tables,
    ask: {sort: SORTS[parameters.sort]}, empty: 'No table is called like that.'});
}

export function Indexes({parameters}) {
  return use(Storage, {title: 'Indexes', path: 'indexes', parameters, columns: INDEXES, rowsOf: ({indexes}) => indexes,
    ask: {kind: parameters.kind}, empty: 'No index is like that.',
    filters: use(Filter, {name: 'kind', title: 'Problem', value: parameters.kind, options: ['unused', 'duplicate', 'invalid']})});
}
