// Lines over time, as SVG. Drawn here since the libraries that would do it are larger than
// this page may be, and draw on a canvas that a screen reader does not see.

import {Component, tags} from './markup.js';
import {moment} from './format.js';

const {div, figure, figcaption, span, svg, path, line, ul, li, time} = tags;

const HEIGHT = 100;
// How many figures a key goes further by.
const STEPS = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12, Home: -Infinity,
  End: Infinity};

// The next of 1, 2, 5 times a power of ten, so that the scale rests.
function ceiling(value) {
  if (!(value > 0)) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((limit) => limit >= value * 0.999);
}

// Beyond so many usual steps nobody looked, so nothing is drawn.
const GAP = 3;

function outline(times, values, span, top) {
  const steps = times.slice(1).map((at, i) => at - times[i]).sort((a, b) => a - b);
  const usual = steps[Math.floor(steps.length / 2)];
  let drawn = '';
  let gap = true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    gap ||= i > 0 && times[i] - times[i - 1] > GAP * usual;
    if (value === null || value === undefined) {
      gap = true;
      continue;
    }
    const x = (1000 * (times[i] - span.from) / (span.until - span.from || 1)).toFixed(1);
    const y = (HEIGHT - HEIGHT * value / top).toFixed(1);
    // A single point between two gaps is a line of no length, which round ends make visible
    drawn += gap ? `M${x} ${y}L${x} ${y}` : `L${x} ${y}`;
    gap = false;
  }
  return drawn;
}

function nearest(times, at) {
  return times.reduce((found, each, i) => (Math.abs(each - at) < Math.abs(times[found] - at) ? i : found), 0);
}

// What is pointed at stands below the lines; by keyboard it is a slider over the moments.
export class Chart extends Component {
  constructor() {
    super();
    // The moment that is pointed at; none is now
    this.state = {at: null};
    this.move = (event) => {
      const box = event.currentTarget.getBoundingClientRect();
      const {times, span} = this.props;
      const at = span.from + (span.until - span.from) * (event.clientX - box.left) / box.width;
      this.setState({at: times[nearest(times, at)]});
    };
    this.leave = () => this.setState({at: null});
    this.press = (event) => {
      const step = STEPS[event.key];
      if (step) {
        event.preventDefault();
        const {times} = this.props;
        const index = Math.max(0, Math.min(times.length - 1, this.index() + step));
        this.setState({at: index < times.length - 1 ? times[index] : null});
      }
    };
  }

  shouldComponentUpdate(props, state) {
    return props.version !== this.props.version || state.at !== this.state.at;
  }

  index() {
    const {times} = this.props;
    return this.state.at === null ? times.length - 1 : nearest(times, this.state.at);
  }

  render({title, times, span: range, series, format, max}, {at}) {
    const largest = series.reduce((most, {values}) => values.reduce((a, b) => (b > a ? b : a), most), 0);
    const top = ceiling(Math.max(largest, max || 0));
    const shown = this.index();
    const x = 1000 * (times[shown] - range.from) / (range.until - range.from || 1);
    const figures = series.map(({name, values}) => `${name} ${format(values[shown])}`).join(', ');
    return figure({class: 'chart'},
        figcaption(span(title), span({class: 'scale'}, 'up to ', format(top))),
        svg({
          viewBox: `0 0 1000 ${HEIGHT}`, preserveAspectRatio: 'none', role: 'slider', tabindex: 0, 'aria-label': title,
          'aria-readonly': 'true', 'aria-valuemin': 0, 'aria-valuemax': times.length - 1, 'aria-valuenow': shown,
          'aria-valuetext': `${at === null ? 'now' : moment(times[shown])}: ${figures}`,
          onPointerMove: this.move, onPointerLeave: this.leave, onKeyDown: this.press, onBlur: this.leave
        },
            [0.25, 0.5, 0.75].map((part) => line({class: 'grid', x1: 0, x2: 1000, y1: HEIGHT * part, y2: HEIGHT * part})),
            series.map(({values}, i) => path({class: `line tone${i}`, d: outline(times, values, range, top)})),
            at !== null && line({class: 'cursor', x1: x, x2: x, y1: 0, y2: HEIGHT})),
        div({class: 'axis'}, range.label, span({}, at !== null
          ? time({datetime: new Date(times[shown]).toISOString()}, moment(times[shown]))
          : 'now')),
        ul({class: 'legend'}, series.map(({name, values}, i) => li(span({class: `key tone${i}`}), name, ' ',
            tags.b({class: 'figure'}, format(values[shown]))))));
  }
}
