// A part of the page that is kept up to date: asks the endpoint, and draws what came, or why
// nothing did. What was there stays there while the answer is late.

import {Component, tags, together, use} from './markup.js';
import {read} from './api.js';
import {Poll} from './poll.js';
import {moment} from './format.js';

const {button, div, p, strong} = tags;

export function Failure({failure, retry}) {
  return div({class: 'failure', role: 'alert'},
      p(strong(failure.title || 'This cannot be shown')),
      p(failure.message),
      failure.status === 401
        ? p(button({onClick: () => location.reload()}, 'Load the page again'))
        : p(button({onClick: retry}, 'Try again')));
}

// ask: for each name a path and parameters, all of which are drawn together; more: what else is
// to be fetched with them; optional: whether what is asked for may be switched off, which is no failure.
export class Live extends Component {
  constructor() {
    super();
    // of: what the answer is to
    this.state = {data: null, failure: null, at: null, of: null};
    this.again = () => this.poll.again();
  }

  componentDidMount() {
    this.poll = new Poll((signal) => this.asked(signal), (answer) => this.told(answer), this.props.every);
  }

  componentWillUnmount() {
    this.poll.stop();
  }

  componentDidUpdate(previous) {
    if (JSON.stringify(previous.ask) !== JSON.stringify(this.props.ask)) {
      this.poll.again();
    }
  }

  async asked(signal) {
    const of = JSON.stringify(this.props.ask);
    const names = Object.keys(this.props.ask);
    const [more, ...answers] = await Promise.all([this.props.more?.(signal), ...names.map((name) => {
      const [path, parameters] = this.props.ask[name];
      return read(path, parameters, signal);
    })]);
    return {of, more, ...Object.fromEntries(names.map((name, i) => [name, answers[i]]))};
  }

  told({data, failure}) {
    // What was an answer to something else does not stand in for this one
    const stale = failure && this.state.of !== JSON.stringify(this.props.ask);
    this.setState(failure ? {failure, ...(stale ? {data: null} : {})}
      : {data, failure: null, at: new Date(), of: data.of});
  }

  render({children: draw}, {data, failure, at, of}) {
    if (failure?.status === 404 && this.props.optional) {
      return div({class: 'empty'}, failure.message);
    }
    if (!data) {
      return failure ? use(Failure, {failure, retry: this.again}) : div({class: 'loading', role: 'status'}, 'Loading …');
    }
    return together(
        failure && (failure.status === 400 || failure.status === 404 || failure.status === 401
          ? use(Failure, {failure, retry: this.again})
          : div({class: 'stale', role: 'status'}, strong(failure.title), `. ${failure.message} What you see is of `
              + `${moment(at.toISOString())}. `, button({onClick: this.again}, 'Try again'))),
        div({class: 'live', 'aria-busy': String(of !== JSON.stringify(this.props.ask))}, draw(data, this.again)));
  }
}
