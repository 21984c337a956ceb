// The frame: which view is shown, the way to the others, and what holds for all of them.

import {Component, render, tags, together, use} from './markup.js';
import {address, parse} from './router.js';
import {Failure, Live} from './live.js';
import {isPaused, onPause, pause} from './poll.js';
import {Confirmation, Notice} from './parts.js';
import {Overview} from './view-overview.js';
import {Queries, Query} from './view-queries.js';
import {Findings} from './view-findings.js';
import {Connections, Sessions} from './view-sessions.js';
import {Locks} from './view-locks.js';
import {Audit} from './view-audit.js';
import {Indexes, Tables} from './view-storage.js';
import {Alerts} from './view-alerts.js';
import {Work} from './view-work.js';
import {Json} from './view-json.js';
import {Empty} from './table.js';
import {words} from './parts.js';

const {a, button, div, h1, header, li, main, nav, span, ul} = tags;

const VIEWS = {queries: Queries, findings: Findings, connections: Connections, sessions: Sessions, locks: Locks,
  audit: Audit, tables: Tables, indexes: Indexes, alerts: Alerts, work: Work};

const HIDDEN = ['history'];
const THEMES = ['system', 'light', 'dark'];

function View({overview, path, parameters}) {
  const {sections} = overview;
  const [name, id] = path;
  if (!name) {
    return use(Overview, {overview});
  }
  if (!sections.includes(name)) {
    return use(Empty, {}, `There is no section '${name}' here: it is switched off, or its address is wrong.`);
  }
  if (name === 'queries' && id) {
    return use(Query, {key: id, id, sections});
  }
  return use((path.length === 1 || name === 'audit') ? VIEWS[name] || Json : Json,
      {key: path.join('/'), path, parameters, sections});
}

// A view that cannot be drawn leaves the others.
class Boundary extends Component {
  constructor() {
    super();
    this.state = {failure: null};
  }

  componentDidCatch(failure) {
    console.error(failure);
    this.setState({failure});
  }

  render({children}, {failure}) {
    return failure ? use(Failure, {failure, retry: () => this.setState({failure: null})}) : children;
  }
}

class App extends Component {
  constructor() {
    super();
    this.state = {...parse(location.hash), theme: stored('dbmonitor.theme') || 'system', paused: false};
    this.moved = () => {
      const before = this.state.path.join('/');
      this.setState(parse(location.hash), () => {
        // A new view begins at its top, for eyes and for screen readers
        if (before !== this.state.path.join('/')) {
          scrollTo(0, 0);
          document.querySelector('main')?.focus();
        }
      });
    };
  }

  componentDidMount() {
    addEventListener('hashchange', this.moved);
    onPause(() => this.setState({paused: isPaused()}));
    this.dress();
  }

  componentDidUpdate() {
    this.dress();
  }

  dress() {
    document.documentElement.dataset.theme = this.state.theme;
    document.title = [words(this.state.path[0] || 'overview'), 'dbmonitor'].join(' · ');
  }

  theme() {
    const theme = THEMES[(THEMES.indexOf(this.state.theme) + 1) % THEMES.length];
    store('dbmonitor.theme', theme);
    this.setState({theme});
  }

  render(props, {path, parameters, theme, paused}) {
    return use(Live, {ask: {overview: [[]]}, every: 10}, ({overview}) => together(
        a({class: 'skip', href: '#main', onClick: (event) => {
          event.preventDefault();
          document.querySelector('main').focus();
        }}, 'Skip to the content'),
        header({},
            h1(a({href: '#/'}, 'dbmonitor')),
            nav({'aria-label': 'Views'}, ul(['', ...overview.sections.filter((name) => !HIDDEN.includes(name))].map((name) =>
              li({key: name}, a({
                href: address(name ? [name] : []), 'aria-current': (path[0] || '') === name ? 'page' : undefined
              }, words(name || 'overview'), mark(name, overview)))))),
            div({class: 'actions'},
                button({'aria-pressed': String(paused), title: 'Ask for nothing new', onClick: () => pause(!paused)}, 'Pause'),
                button({onClick: () => this.theme(), 'aria-label': `Colours: ${theme}`, title: `Colours: ${theme}`},
                    {system: '◐', light: '☀', dark: '☾'}[theme]))),
        main({id: 'main', tabindex: -1}, use(Boundary, {key: path.join('/')}, use(View, {overview, path, parameters}))),
        use(Notice), use(Confirmation)));
  }
}

// What is wrong is seen from every view.
function mark(name, {alerts, dataSources}) {
  const number = name === 'alerts' ? alerts?.firing
    : name === 'locks' ? dataSources.reduce((sum, {blocked}) => sum + (blocked || 0), 0) : 0;
  return number > 0 && span({class: 'badge bad', role: 'img',
    'aria-label': `${number} ${name === 'alerts' ? 'firing' : 'blocked'}`}, number);
}

function stored(key) {
  try {
    return localStorage.getItem(key);
  }
  catch {
    return null;
  }
}

function store(key, value) {
  try {
    localStorage.setItem(key, value);
  }
  catch {
    // Where nothing may be stored, the choice holds as long as the page
  }
}

const root = document.getElementById('app');
root.replaceChildren();
render(use(App), root);
