// Tables and indexes, by size and by trouble.

import {tags, together, use} from './markup.js';
import {Live} from './live.js';
import {Among, Empty, Table} from './table.js';
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

const LIMIT = 1000;

// The endpoint knows the worst by these; by the others what came is sorted.
const SORTS = {bytes: 'size', deadRows: 'dead', sequentialRows: 'scans'};
const WORST = {deadRows: 'with the most dead rows', sequentialRows: 'of which the most was read by scans'};

function Storage({title, path, parameters, ask, columns, rowsOf, filters, empty, isAsked, which = 'largest'}) {
  return together(
      use(Heading, {title}),
      use(Filters, {}, use(Filter, {name: 'contains', title: 'Name contains', value: parameters.contains}), filters),
      use(Live, {ask: {storage: [[path], {...ask, contains: parameters.contains, limit: LIMIT}]}, every: 30},
          ({storage: {dataSources}}) => (dataSources.length ? dataSources.map((dataSource) => section({key: dataSource.name},
              h3(dataSource.name),
              p({class: 'note'}, 'As of ', use(Moment, {at: dataSource.sampledAt}), dataSource.statisticsSince
                && together(', counted since ', use(Moment, {at: dataSource.statisticsSince}))),
              !isAsked && use(Among, {rows: rowsOf(dataSource), limit: LIMIT, which}),
              use(Table, {columns, rows: rowsOf(dataSource), id: (row) => row.schema + '.' + row.name, label: title,
                sort: parameters.sort || 'bytes', order: parameters.order, empty}),
              copyJson(rowsOf(dataSource))))
            : use(Empty, {}, `Nothing is known of ${title.toLowerCase()} yet. They are looked at about once a minute, where `
              + 'the state of the database can be read; the overview says whether it can.'))));
}

export function Tables({parameters}) {
  const {sort = 'bytes', order, contains} = parameters;
  return use(Storage, {title: 'Tables', path: 'tables', parameters, columns: TABLES, rowsOf: ({tables}) => tables,
    ask: {sort: SORTS[sort]}, isAsked: sort in SORTS && order !== 'reverse', which: WORST[sort],
    empty: contains ? 'No table has that in its name.' : 'The database has no tables.'});
}

export function Indexes({parameters}) {
  const {sort = 'bytes', order, contains, kind} = parameters;
  return use(Storage, {title: 'Indexes', path: 'indexes', parameters, columns: INDEXES, rowsOf: ({indexes}) => indexes,
    ask: {kind}, isAsked: sort === 'bytes' && order !== 'reverse',
    empty: contains ? `No ${kind ? kind + ' ' : ''}index has that in its name.`
      : kind ? `No index is ${kind}.` : 'The database has no indexes.',
    filters: use(Filter, {name: 'kind', title: 'Problem', value: parameters.kind, options: ['unused', 'duplicate', 'invalid']})});
}
