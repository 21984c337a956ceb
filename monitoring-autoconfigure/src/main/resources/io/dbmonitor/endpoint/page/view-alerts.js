// What fires, with its evidence, and what nobody is told of.

import {Component, tags, together, use} from './markup.js';
import {address} from './router.js';
import {act, end, writable} from './api.js';
import {Live} from './live.js';
import {Empty, Table} from './table.js';
import {attempt, Badge, Facts, Heading, Moment, SEVERITY, Value, copyJson} from './parts.js';
import {moment, plural} from './format.js';

const {a, article, button, details, div, form, h3, h4, input, label, option, p, section, select, span, summary} = tags;

const HOURS = [1, 4, 24, 168];

export function AlertCard({alert, brief, again}) {
  const {rule, labels, state, severity, since, resolvedAt, summary: text, threshold, evidence, silencedUntil} = alert;
  const names = Object.values(labels || {}).join(', ');
  const has = evidence && Object.keys(evidence).length > 0;
  return article({class: `card alert ${SEVERITY[severity] || ''}`},
      div({class: 'heading'},
          h4(brief ? a({href: address(['alerts'])}, rule) : rule, ' ', span({class: 'quiet'}, names)),
          span(use(Badge, {tone: state === 'FIRING' ? SEVERITY[severity] : ''}, state.toLowerCase()), ' ',
              use(Badge, {}, severity), ' since ', use(Moment, {at: since}))),
      p(text),
      silencedUntil && p({class: 'note'}, 'Nobody is told until ', use(Moment, {at: silencedUntil})),
      !brief && together(
          use(Facts, {of: [['Threshold', threshold], ['Resolved', resolvedAt && use(Moment, {at: resolvedAt})]]}),
          has && details({open: state === 'FIRING'}, summary('Evidence'), use(Value, {value: evidence})),
          writable && state !== 'RESOLVED' && use(Silence, {rule, again})));
}

class Silence extends Component {
  constructor() {
    super();
    this.state = {hours: HOURS[0], reason: ''};
    this.submit = async (event) => {
      event.preventDefault();
      const {hours, reason} = this.state;
      const {rule, again} = this.props;
      const until = new Date(Date.now() + hours * 3_600_000).toISOString();
      if (await attempt(() => act(['alerts'], {silence: rule, until, reason: reason || null}),
          ({replaced}) => `Nobody is told of ${rule === 'all' ? 'any alert' : rule} for ${plural(hours, 'hour')}`
              + (replaced ? `, in place of until ${moment(replaced.until)}${replaced.actor ? ` by ${replaced.actor}` : ''}`
                : ''))) {
        this.setState({reason: ''});
        again();
      }
    };
  }

  render({rule}, {hours, reason}) {
    return form({class: 'filters', onSubmit: this.submit, 'aria-label': `Silence ${rule}`},
        label({class: 'filter'}, span('For'), select({value: hours, onChange: (event) =>
          this.setState({hours: Number(event.target.value)})}, HOURS.map((each) => option({key: each, value: each},
            each < 24 ? plural(each, 'hour') : plural(each / 24, 'day'))))),
        label({class: 'filter'}, span('Reason'), input({value: reason, maxlength: 200, onInput: (event) =>
          this.setState({reason: event.target.value})})),
        button({type: 'submit'}, rule === 'all' ? 'Silence all rules' : 'Silence this rule'));
  }
}

const RECENT = [
  {key: 'rule', label: 'Rule', cell: ({rule}) => rule},
  {key: 'labels', label: 'Of', cell: ({labels}) => Object.values(labels || {}).join(', ')},
  {key: 'severity', label: 'Severity', cell: ({severity}) => use(Badge, {tone: SEVERITY[severity]}, severity)},
  {key: 'since', label: 'From', cell: ({since}) => use(Moment, {at: since})},
  {key: 'resolvedAt', label: 'Until', cell: ({resolvedAt}) => use(Moment, {at: resolvedAt})},
  {key: 'summary', label: 'How it was', wide: true, cell: ({summary: text}) => text}
];

function silences(list, again) {
  return use(Table, {
    columns: [
      {key: 'rule', label: 'Rule', cell: ({rule}) => rule},
      {key: 'from', label: 'From', cell: ({from}) => use(Moment, {at: from})},
      {key: 'until', label: 'Until', cell: ({until}) => use(Moment, {at: until})},
      {key: 'reason', label: 'Reason', wide: true, cell: ({reason}) => reason || ''},
      {key: 'actor', label: 'By', cell: ({actor, configured}) => (configured ? 'the properties' : actor || '')},
      ...(writable ? [{key: 'end', label: 'End it', cell: ({rule, configured}) => !configured && button({
        class: 'small', 'aria-label': `End the silence of ${rule}`, onClick: async () => {
          await attempt(() => end(['alerts', rule]), () => `The silence of ${rule} is over`);
          again();
        }
      }, 'End')}] : [])
    ],
    rows: list, id: ({rule, until}) => rule + until, label: 'Silences', empty: 'Nothing is silenced.'
  });
}

export function Alerts() {
  return together(
      use(Heading, {title: 'Alerts'}),
      use(Live, {ask: {alerts: [['alerts']]}}, ({alerts: {alerts, recent, silences: quiet}}, again) => together(
          alerts.length ? alerts.map((alert) => use(AlertCard, {key: alert.rule + JSON.stringify(alert.labels), alert, again}))
            : use(Empty, {}, 'Nothing fires, and nothing is about to.'),
          section({}, h3('Silences'), silences(quiet, again), writable && use(Silence, {rule: 'all', again}),
              !writable && p({class: 'note'}, 'To silence a rule set management.endpoint.dbmonitor.access=unrestricted.')),
          section({}, h3('Resolved of late'), use(Table, {columns: RECENT, rows: recent, label: 'Resolved alerts',
            id: (alert) => alert.rule + alert.since + JSON.stringify(alert.labels), empty: 'Nothing has fired lately.'})),
          copyJson({alerts, recent, silences: quiet}))));
}
