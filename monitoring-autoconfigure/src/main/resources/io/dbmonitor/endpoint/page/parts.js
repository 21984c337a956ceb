// What several views draw in the same way.

import {Component, tags, together, use} from './markup.js';
import {amend} from './router.js';
import {bytes, instant, localTime, millis, moment, percent, plural, seconds, UNKNOWN} from './format.js';

const {bdi, button, code, dd, details, dialog, div, dl, dt, form, h2, input, label, li, ol, option, p, pre, select, span,
  summary, time, ul} = tags;

const MAX_TEXT = 2000;

export function Moment({at}) {
  return at ? time({datetime: at, title: `${at} (UTC)`}, moment(at)) : UNKNOWN;
}

// Text from outside: isolated, so that it cannot turn what is around it, and cut where it is long.
export class Text extends Component {
  constructor() {
    super();
    this.state = {whole: false};
  }

  render({value, max = MAX_TEXT}, {whole}) {
    const text = (typeof value === 'string') ? value : JSON.stringify(value);
    if (text === undefined || text === null) {
      return UNKNOWN;
    }
    if (text.length <= max || whole) {
      return bdi({class: 'text'}, text);
    }
    return together(bdi({class: 'text'}, text.slice(0, max), '…'), ' ',
        button({class: 'small', onClick: () => this.setState({whole: true})},
            `Show all ${text.length.toLocaleString('en')} characters`));
  }
}

// The first of many, and the others on request.
export class Some extends Component {
  constructor() {
    super();
    this.state = {more: 0};
  }

  render({list, first, of, children: draw}, {more}) {
    const left = list.length - first - more;
    return together(list.slice(0, first + more).map(draw), left > 0 && button({
      class: 'small', onClick: () => this.setState({more: more + 100})
    }, `Show ${plural(Math.min(left, 100), 'more ' + of)}${left > 100 ? ` of ${left}` : ''}`));
  }
}

export function Badge({tone, children}) {
  return span({class: `badge ${tone || ''}`}, children);
}

export const SEVERITY = {critical: 'bad', warning: 'warn', info: 'note'};

// What a lease, a session or a slow execution was made by, as short as it can be said.
export function origin({route, transaction, at, caller, firstSeenAt}) {
  return [route || transaction, at || caller || firstSeenAt].filter(Boolean).join(', ');
}

export function Stack({frames}) {
  return frames?.length
    ? details({class: 'stack'}, summary(`Stack (${plural(frames.length, 'frame')})`), pre({tabindex: 0}, code(frames.join('\n'))))
    : null;
}

export function Facts({of}) {
  return dl({class: 'facts'}, of.filter(([, value]) => value !== undefined && value !== null && value !== false)
    .map(([name, value], i) => div({key: i}, dt(name), dd(value))));
}

// The units that the names of figures end with; what only tells one from another is not counted.
const UNITS = [[/seconds$/i, seconds], [/Millis$/, millis], [/bytes$/i, bytes], [/^(saturation|share)$/, percent],
  [/^(pid|blockedBy|port|line|id|position|version)$/, String]];

function figure(name, value) {
  const [, format] = UNITS.find(([pattern]) => pattern.test(name)) || [];
  return format ? format(value) : value.toLocaleString('en', {maximumFractionDigits: 3});
}

// Anything from the endpoint, where no view knows it better; name is that of the field.
export function Value({value, name = ''}) {
  if (value === null || value === undefined) {
    return UNKNOWN;
  }
  if (name === 'stack' && value.length) {
    return use(Stack, {frames: value});
  }
  if (Array.isArray(value)) {
    return value.length ? ul({class: 'values'}, value.map((each, i) => li({key: i}, use(Value, {value: each, name}))))
      : 'none';
  }
  if (typeof value === 'object') {
    return use(Facts, {of: Object.entries(value).map(([key, each]) =>
      [words(key.replace(/(Seconds|Millis)$/, 'Time')), use(Value, {value: each, name: key})])});
  }
  if (typeof value === 'number') {
    return figure(name, value);
  }
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? use(Moment, {at: value}) : use(Text, {value: String(value)});
}

export function words(name) {
  const split = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return split.charAt(0).toUpperCase() + split.slice(1);
}

export class Copy extends Component {
  constructor() {
    super();
    this.state = {done: null};
    this.copy = async () => {
      const text = (typeof this.props.text === 'function') ? this.props.text() : this.props.text;
      const done = await toClipboard(text);
      this.setState({done});
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.setState({done: null}), 2000);
    };
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
  }

  render({as}, {done}) {
    return button({class: 'small', onClick: this.copy, 'aria-live': 'polite'},
        done === null ? `Copy as ${as}` : done ? 'Copied' : 'The browser does not allow it');
  }
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  }
  catch {
    // Without https there is no clipboard but this
    const focused = document.activeElement;
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'hidden';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    focused?.focus();
    return done;
  }
}

export function copyJson(data) {
  return use(Copy, {as: 'JSON', text: () => JSON.stringify(data, null, 2)});
}

const MOMENT = 'datetime-local';

// A filter whose value is part of the address. A moment is one in UTC there, and here the viewer's time.
export class Filter extends Component {
  constructor() {
    super();
    this.typed = ({target}) => {
      const value = this.props.type === MOMENT ? instant(target.value) : target.value;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => amend({[this.props.name]: value || undefined, offset: undefined}), 300);
    };
    this.chosen = (event) => amend({[this.props.name]: event.target.value || undefined, offset: undefined});
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
  }

  shouldComponentUpdate(props) {
    return props.value !== this.props.value || props.options?.length !== this.props.options?.length;
  }

  render({name, title, value, options, type = 'search', placeholder}) {
    return label({class: 'filter'}, span(title), options
      ? select({value: value || '', onChange: this.chosen},
          option({value: ''}, 'all'), options.map((each) => {
            const [key, text] = Array.isArray(each) ? each : [each, each];
            return option({value: key, key}, text);
          }))
      : input({
        type, name, placeholder, value: type === MOMENT ? localTime(value) : value || '', onInput: this.typed,
        title: type === MOMENT ? `Your time, ${Intl.DateTimeFormat().resolvedOptions().timeZone}` : undefined,
        autocomplete: 'off', spellcheck: false
      }));
  }
}

export function Filters({children}) {
  return form({class: 'filters', role: 'search', onSubmit: (event) => event.preventDefault()}, children);
}

export function Heading({title, children}) {
  return div({class: 'heading'}, h2({tabindex: -1}, title), div({class: 'actions'}, children));
}

export function Tree({nodes, children: draw}) {
  return ol({class: 'tree'}, nodes.map((node, i) => li({key: node.pid ?? i}, draw(node))));
}

export function duration(value) {
  return value === undefined || value === null ? UNKNOWN : seconds(value);
}

// Asks before something is done that cannot be undone.
export class Confirmation extends Component {
  constructor() {
    super();
    this.state = {question: null};
    Confirmation.ask = (question) => new Promise((answer) => this.setState({question, answer}));
    this.close = (event) => {
      const {answer} = this.state;
      this.setState({question: null, answer: null});
      answer?.(event.target.returnValue === 'yes');
    };
  }

  componentDidUpdate() {
    if (this.state.question && !this.base.open) {
      this.base.returnValue = '';
      this.base.showModal();
    }
  }

  render(props, {question}) {
    const end = (value) => () => this.base.close(value);
    return dialog({onClose: this.close, 'aria-labelledby': 'question', 'aria-describedby': 'what'}, question && together(
        h2({id: 'question'}, question.title),
        div({id: 'what'}, question.detail),
        div({class: 'actions'},
            button({onClick: end('no'), autofocus: true}, 'Do nothing'),
            button({class: 'danger', onClick: end('yes')}, question.action))));
  }
}

// What came of something, said to everybody.
export class Notice extends Component {
  constructor() {
    super();
    this.state = {text: '', tone: ''};
    Notice.say = (text, tone = '') => {
      this.setState({text, tone});
      clearTimeout(this.timer);
      if (tone !== 'bad') {
        this.timer = setTimeout(() => this.setState({text: ''}), 10_000);
      }
    };
  }

  render(props, {text, tone}) {
    return div({class: `notice ${tone} ${text ? '' : 'hidden'}`, role: 'status'}, text && p(text,
        button({class: 'small', onClick: () => this.setState({text: ''})}, 'Close')));
  }
}

export async function attempt(what, done) {
  try {
    const answer = await what();
    Notice.say(done(answer), 'good');
    return true;
  }
  catch (failure) {
    Notice.say(`${failure.title}: ${failure.message}`, 'bad');
    return false;
  }
}

