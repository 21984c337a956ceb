// Tables: sorted by their heads, and drawn only as far as they are seen, so that ten thousand
// rows cost no more than thirty.

import {Component, tags, use} from './markup.js';
import {amend} from './router.js';
import {count} from './format.js';

const {div, p, table, caption, thead, tbody, tr, th, td, button, span} = tags;

const WINDOWED_FROM = 100;
const BEYOND = 10;
const ROW = 37;

function compare(a, b, direction) {
  if (a === b) {
    return 0;
  }
  const unknown = (value) => value === undefined || value === null;
  // Unknown is last in any order
  if (unknown(a) || unknown(b)) {
    return unknown(a) ? (unknown(b) ? 0 : 1) : -1;
  }
  return direction * ((typeof a === 'number' && typeof b === 'number') ? b - a : String(a).localeCompare(String(b), 'en'));
}

function sorted(rows, columns, sort, order) {
  const column = columns.find(({key, value}) => key === sort && value);
  if (!column) {
    return rows;
  }
  const direction = (order === 'reverse') ? -1 : 1;
  return rows.map((row) => [column.value(row), row]).sort(([a], [b]) => compare(a, b, direction)).map(([, row]) => row);
}

// The rows in the order that they had, and what is new behind them.
function inOrderOf(ids, rows, id) {
  const places = new Map(ids.map((each, i) => [each, i]));
  const place = (row) => places.get(id(row)) ?? ids.length;
  return [...rows].sort((a, b) => place(a) - place(b));
}

// columns: {key, label, value(row), cell(row), numeric, wide, several, title}
// A column with a value can be sorted by: figures with the largest first, words by the alphabet.
// One of several is left out where all rows have the same.
export class Table extends Component {
  constructor() {
    super();
    this.state = {top: 0, height: 800};
    this.scroll = (event) => {
      const {scrollTop, clientHeight} = event.currentTarget;
      if (Math.abs(scrollTop - this.state.top) > ROW * BEYOND / 2) {
        this.setState({top: scrollTop, height: clientHeight});
      }
    };
  }

  componentDidMount() {
    this.measure();
  }

  componentDidUpdate() {
    this.measure();
  }

  // A list that became shorter was scrolled by the browser itself.
  measure() {
    const {scrollTop, clientHeight} = this.base;
    if (clientHeight !== this.state.height || Math.abs(scrollTop - this.state.top) > ROW * BEYOND / 2) {
      this.setState({top: scrollTop, height: clientHeight});
    }
  }

  // No row moves away under a pointer or from the focus; what it says is refreshed.
  isHeld() {
    const {sort, order} = this.props;
    return this.by === sort + order && Boolean(this.base?.querySelector('tbody:is(:hover, :focus-within)'));
  }

  head(column) {
    const {sort, order} = this.props;
    const isSorted = sort === column.key;
    const reverse = isSorted && order === 'reverse';
    return th({
      scope: 'col', key: column.key, class: `${column.numeric ? 'numeric' : ''} ${column.wide ? 'wide' : ''}`,
      'aria-sort': isSorted ? (column.numeric ? (reverse ? 'ascending' : 'descending')
        : (reverse ? 'descending' : 'ascending')) : undefined
    }, column.value
      ? button({
        class: 'sort', title: column.title,
        onClick: () => amend({sort: column.key, order: isSorted && !reverse ? 'reverse' : undefined})
      }, column.label, span({class: 'arrow', 'aria-hidden': 'true'},
          isSorted ? (Boolean(column.numeric) === reverse ? '▲' : '▼') : ''))
      : column.label);
  }

  render({columns: all, rows, id, label, sort, order, empty}, {top: scrolled, height}) {
    if (!rows.length) {
      return use(Empty, {}, empty || 'Nothing here.');
    }
    const columns = all.filter(({several, value}) => !several || rows.some((row) => value(row) !== value(rows[0])));
    const ordered = this.isHeld() ? inOrderOf(this.ids, rows, id) : sorted(rows, all, sort, order);
    this.ids = ordered.map(id);
    this.by = sort + order;
    const windowed = ordered.length > WINDOWED_FROM;
    const top = Math.min(scrolled, Math.max(0, ordered.length * ROW - height));
    const first = windowed ? Math.max(0, Math.floor(top / ROW) - BEYOND) : 0;
    const last = windowed ? Math.min(ordered.length, Math.ceil((top + height) / ROW) + BEYOND) : ordered.length;
    return div({
      class: `table ${windowed ? 'windowed' : ''}`, tabindex: 0, role: 'region', 'aria-label': label,
      onScroll: windowed ? this.scroll : undefined
    },
        table({'aria-rowcount': ordered.length + 1},
            caption({class: 'hidden'}, `${label}: ${count(ordered.length)}`),
            thead(tr({'aria-rowindex': 1}, columns.map((column) => this.head(column)))),
            tbody(
                first > 0 && tr({key: 'before', 'aria-hidden': 'true'}, td({
                  colspan: columns.length, class: 'spacer', style: {height: `${first * ROW}px`}
                })),
                ordered.slice(first, last).map((row, i) => tr({key: id(row), 'aria-rowindex': first + i + 2},
                    columns.map((column) => td({
                      key: column.key, class: `${column.numeric ? 'numeric' : ''} ${column.wide ? 'wide' : ''}`,
                      'data-label': column.label
                    }, column.cell ? column.cell(row) : column.value(row))))),
                last < ordered.length && tr({key: 'behind', 'aria-hidden': 'true'}, td({
                  colspan: columns.length, class: 'spacer', style: {height: `${(ordered.length - last) * ROW}px`}
                })))));
  }
}

// Where as many came as were asked for there may be more, and what is sorted or filtered here is not all.
export function Among({rows, limit, which}) {
  return rows.length >= limit ? p({class: 'note'}, `Only the ${count(limit)} ${which} are sorted here: there may be more.`)
    : null;
}

export function Empty({children}) {
  return div({class: 'empty'}, children);
}
