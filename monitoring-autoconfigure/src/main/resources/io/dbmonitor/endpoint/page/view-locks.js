// Who waits for whom, as a tree, with the code on both sides.

import {tags, together, use} from './markup.js';
import {Live} from './live.js';
import {Empty} from './table.js';
import {Badge, Heading, Tree, copyJson} from './parts.js';
import {plural, seconds} from './format.js';
import {SessionActions, SessionCard} from './view-sessions.js';

const {div, p, section} = tags;

function Node({node, actions, again}) {
  return together(
      div({class: `card session ${node.waiting?.length ? 'blocker' : ''}`},
          node.waitSeconds !== undefined && p(use(Badge, {tone: 'bad'}, `waits ${seconds(node.waitSeconds)}`), ' for ',
              node.mode, node.relation && ` on ${node.relation}`),
          node.waiting?.length > 0 && p(use(Badge, {tone: 'warn'}, 'in the way of '
              + plural(node.waiting.length, 'session'))),
          node.deadlock && use(Badge, {tone: 'bad'}, 'deadlock'),
          node.preparedTransaction && use(Badge, {tone: 'warn'}, 'prepared transaction, held by no session'),
          use(SessionCard, {session: node}),
          use(SessionActions, {session: node, actions, again})),
      node.omitted > 0 && p({class: 'note'}, `${plural(node.omitted, 'more session')} behind it, drawn elsewhere or not at all`),
      node.waiting?.length > 0 && use(Tree, {nodes: node.waiting}, (next) => use(Node, {node: next, actions, again})));
}

function none({dataSources}) {
  const unseen = dataSources.filter(({blocked}) => blocked === undefined).map(({name}) => name);
  return unseen.length ? `Nothing is known of now of ${unseen.join(', ')}: the overview says why.`
    : dataSources.some(({blocked}) => blocked > 0) ? 'Somebody waits; who for is about to be seen.' : 'Nobody waits for a lock.';
}

export function Locks() {
  return together(
      use(Heading, {title: 'Locks'}),
      use(Live, {ask: {locks: [['locks']], sessions: [['sessions'], {limit: 1}], overview: [[]]}, every: 2},
          ({locks, sessions, overview}, again) => (locks.trees.length ? section({'aria-label': 'Who waits for whom'},
            use(Tree, {nodes: locks.trees}, (node) => use(Node, {node, actions: sessions.actions, again})),
            locks.omitted > 0 && p({class: 'note'}, `${plural(locks.omitted, 'more session')} not shown`),
            copyJson(locks))
          : use(Empty, {}, none(overview)))));
}
