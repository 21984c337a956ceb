// Who changed what, when, from where.

import {tags, together, use} from './markup.js';
import {address, amend} from './router.js';
import {act, writable} from './api.js';
import {Live} from './live.js';
import {Empty, Table} from './table.js';
import {attempt, Badge, Facts, Filter, Filters, Heading, Moment, Some, Text, Value, copyJson} from './parts.js';
import {count, plural} from './format.js';

const {a, article, b, bdi, button, code, div, h3, h4, li, nav, p, pre, section, span, table, tbody, td, th, thead, tr, ul}
  = tags;

const PAGE = 50;
const OPERATIONS = ['create', 'read', 'update', 'delete', 'baseline'];
// Where nobody knows which rows of an entity a statement changed.
const ALL = '*';
const TONES = {CREATE: 'good', UPDATE: 'note', DELETE: 'bad'};

function Views({chosen}) {
  const views = [['Changes', ['audit']], ['Past the application', ['audit', 'bypassed']],
    ['Verification', ['audit', 'verification']], ['Triggers', ['audit', 'triggers']]];
  return nav({class: 'tabs', 'aria-label': 'Audit'}, views.map(([name, path]) => a({
    key: name, href: address(path), 'aria-current': name === chosen ? 'page' : undefined
  }, name)));
}

export function Audit({path, parameters}) {
  const [, first, second] = path;
  if (first === 'verification' && !second) {
    return use(Verification, {});
  }
  if (first === 'triggers' && !second) {
    return use(Triggers, {});
  }
  if (first === 'bypassed' && !second) {
    return use(Changes, {chosen: 'Past the application', path: ['audit', 'bypassed'], parameters, filters: false,
      empty: 'No row was written past the application.'});
  }
  if (first && second) {
    return use(Entity, {entity: first, id: second, parameters});
  }
  return use(Changes, {chosen: 'Changes', path: ['audit'], parameters, filters: true,
    empty: 'No change is kept that is like that.'});
}

function Changes({chosen, path, parameters, filters, empty}) {
  const {entity, id, actor, operation, since, until, offset = 0} = parameters;
  const ask = {...(filters ? {entity, id, actor, operation} : {}), since, until, limit: PAGE, offset};
  return together(
      use(Heading, {title: 'Audit'}),
      use(Views, {chosen}),
      use(Filters, {},
          filters && together(
              use(Filter, {name: 'entity', title: 'Entity', value: entity}),
              use(Filter, {name: 'id', title: 'Id', value: id}),
              use(Filter, {name: 'actor', title: 'Actor', value: actor}),
              use(Filter, {name: 'operation', title: 'Operation', value: operation, options: OPERATIONS})),
          use(Filter, {name: 'since', title: 'From', value: since, type: 'datetime-local'}),
          use(Filter, {name: 'until', title: 'Until', value: until, type: 'datetime-local'})),
      filters && entity && id && p(a({href: address(['audit', entity, id])}, `The life of ${entity} ${id}`)),
      use(Live, {ask: {audit: [path, ask]}, every: 10, optional: true}, ({audit: {changeSets}}) => together(
          changeSets.length ? changeSets.map((changeSet) => use(ChangeSet, {key: changeSet.id, changeSet}))
            : use(Empty, {}, Number(offset) ? 'There are no older ones.' : empty),
          use(Pages, {offset: Number(offset), more: changeSets.length >= PAGE}),
          changeSets.length > 0 && copyJson(changeSets))));
}

function Pages({offset, more}) {
  return (offset > 0 || more) && nav({class: 'actions', 'aria-label': 'Pages'},
      button({disabled: !offset, onClick: () => amend({offset: Math.max(0, offset - PAGE) || undefined})}, 'Newer'),
      button({disabled: !more, onClick: () => amend({offset: offset + PAGE})}, 'Older'));
}

function ChangeSet({changeSet}) {
  const {at, actor, route, transaction, traceId, instance, session, changes, omitted, id} = changeSet;
  const stranger = session && [session.user, session.application, session.client].filter(Boolean).join(', ');
  return article({class: `card changes ${session ? 'stranger' : ''}`},
      div({class: 'heading'},
          h4(use(Moment, {at}), ' ', bdi(actor || stranger || 'nobody known'), ' ',
              session && use(Badge, {tone: 'bad'}, 'past the application')),
          span({class: 'quiet'}, use(Text, {value: route || transaction || '', max: 200}))),
      use(Some, {list: changes, first: 20, of: 'change'}, (change, i) => use(Change, {key: i, change})),
      omitted > 0 && p({class: 'note'}, `${plural(omitted, 'more change')} in the same transaction`),
      use(Facts, {of: [['Transaction', route && transaction], ['Trace', traceId && code(traceId)], ['Instance', instance],
        ['Change set', id && code({class: 'quiet'}, id)]]}));
}

function Change({change}) {
  const {entity, id, operation, source, values, statement} = change;
  return div({class: 'change'},
      p(use(Badge, {tone: TONES[operation]}, operation.toLowerCase()), ' ',
          id !== undefined && id !== ALL ? a({href: address(['audit', entity, String(id)])}, b(bdi(entity)), ' ',
              use(Text, {value: String(id), max: 100}))
            : b(bdi(entity || statement?.table || '')),
          source !== 'ORM' && together(' ', use(Badge, {tone: 'warn'}, source.toLowerCase()))),
      statement && use(Facts, {of: [['Table', statement.table], ['Rows', statement.rows !== undefined && count(statement.rows)],
        ['Line of code', statement.caller && code(statement.caller)],
        ['Atomic', statement.atomic === false && 'no: it was in no transaction'],
        ['Statement', statement.statement && a({href: address(['queries', statement.statement])}, 'Show it')]]}),
      values && Object.keys(values).length > 0 && use(Differences, {operation, values}));
}

const shown = (value) => (value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value));

function Side({value, list}) {
  if (list) {
    return ul({class: 'values'}, list.map((each, i) => li({key: i}, use(Text, {value: shown(each), max: 300}))));
  }
  return value === undefined || value === null ? span({class: 'quiet'}, 'nothing') : use(Text, {value: shown(value), max: 300});
}

const collection = (value) => value?.added || value?.removed || value?.cleared;

// Side by side; of what was created or deleted there is one side only, which needs no table.
function Differences({operation, values}) {
  const entries = Object.entries(values);
  if (operation !== 'UPDATE') {
    return div({class: `card ${operation === 'DELETE' ? 'old' : operation === 'CREATE' ? 'new' : ''}`},
        use(Facts, {of: entries.map(([field, value]) => [bdi(field), collection(value)
          ? use(Side, {list: value.added || value.removed || []})
          : use(Side, {value: value?.new ?? value?.old ?? (typeof value === 'object' ? null : value)})])}));
  }
  return div({class: 'table', tabindex: 0, role: 'region', 'aria-label': 'Fields'}, table({class: 'differences'},
      thead(tr(th({scope: 'col'}, 'Field'), th({scope: 'col'}, 'Before'), th({scope: 'col'}, 'After'))),
      tbody(entries.map(([field, value]) => {
        const both = collection(value);
        return tr({key: field}, th({scope: 'row'}, bdi(field)),
            td({class: 'old'}, both ? together(value.cleared && 'all', use(Side, {list: value.removed || []}))
              : use(Side, {value: value?.old})),
            td({class: 'new'}, both ? use(Side, {list: value.added || []}) : use(Side, {value: value?.new})));
      }))));
}

function Entity({entity, id, parameters}) {
  const {at, offset = 0} = parameters;
  return together(
      use(Heading, {title: together(bdi(entity), ' ', bdi(id))}),
      use(Views, {}),
      use(Filters, {}, use(Filter, {name: 'at', title: 'As it was at', value: at, type: 'datetime-local'})),
      at && use(Live, {key: 'state', every: 60, ask: {state: [['audit'], {entity, id, at}]}}, ({state}) =>
        section({class: 'card', 'aria-label': 'State'}, h3('As it was at ', use(Moment, {at: state.at})),
            state.complete === false && p({class: 'note'}, 'As far as the kept changes tell: the first is not among them.'),
            use(Facts, {of: Object.entries(state.values || {}).map(([field, value]) => [field, use(Side, {value})])}),
            copyJson(state))),
      use(Live, {key: 'life', ask: {audit: [['audit'], {entity, id, limit: PAGE, offset}]}, every: 10}, ({audit: {changeSets}}) =>
        together(
            changeSets.length ? changeSets.map((changeSet) => use(ChangeSet, {key: changeSet.id, changeSet}))
              : use(Empty, {}, 'No change of it is kept.'),
            use(Pages, {offset: Number(offset), more: changeSets.length >= PAGE}),
            changeSets.length > 0 && copyJson(changeSets))));
}

function Triggers() {
  return together(
      use(Heading, {title: 'Audit'}),
      use(Views, {chosen: 'Triggers'}),
      use(Live, {ask: {triggers: [['audit', 'triggers']]}, every: 30, optional: true}, ({triggers}) => together(
          use(Table, {
            columns: [
              {key: 'name', label: 'Entity or table', cell: ({name}) => name},
              {key: 'relation', label: 'Relation', cell: ({relation}) => code(relation || '')},
              {key: 'active', label: 'Active',
                cell: ({active}) => use(Badge, {tone: active ? 'good' : 'bad'}, active ? 'yes' : 'no')},
              {key: 'problem', label: 'Problem', cell: ({problem}) => problem || ''},
              {key: 'limits', label: 'Limits', cell: ({limits}) => (limits || []).join('; ')},
              {key: 'dataSource', label: 'Data source', cell: ({dataSource}) => dataSource}
            ],
            rows: triggers.tables || [], id: ({dataSource, name, relation}) => dataSource + name + relation, label: 'Triggers',
            empty: 'There are no triggers. dbmonitor.audit.triggers.enabled=true has them recorded: docs of the audit say how.'
          }),
          (triggers.scripts || []).map(({dataSource, install, remove}) => section({key: dataSource},
              h3(`Scripts of ${dataSource}`),
              [['Install', install], ['Remove', remove]].map(([name, script]) => script && tags.details({key: name},
                  tags.summary(name), pre({tabindex: 0}, code(script)))))))));
}

function Verification() {
  const verify = async (again) => {
    await attempt(() => act(['audit', 'verification'], {}), ({verifications}) => {
      const bad = verifications.filter(({finding}) => finding);
      return bad.length ? `Verified: ${bad.map(({finding}) => finding.detail).join('; ')}` : 'Verified: nothing was altered.';
    });
    again();
  };
  return together(
      use(Heading, {title: 'Audit'}),
      use(Views, {chosen: 'Verification'}),
      use(Live, {ask: {seals: [['audit', 'verification']]}, every: 10, optional: true}, ({seals: {seals}}, again) => together(
          seals?.length ? seals.map((seal) => section({class: 'card', key: seal.dataSource}, h3(seal.dataSource),
              seal.problem && p({class: 'failure'}, seal.problem),
              use(Value, {value: {...seal, dataSource: undefined, problem: undefined}})))
            : use(Empty, {}, 'Change sets are not sealed. dbmonitor.audit.jdbc.seal.enabled=true has them sealed in a chain of '
              + 'hashes, where the store is PostgreSQL.'),
          seals?.length > 0 && writable && button({onClick: () => verify(again)}, 'Verify now'))));
}
