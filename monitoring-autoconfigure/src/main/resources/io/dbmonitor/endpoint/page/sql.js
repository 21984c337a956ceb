// Statements as people would write them: a clause a line, keywords marked.

import {tags} from './markup.js';

const {code, span, pre} = tags;

const TOKEN = /\s+|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|[\w$.*]+|\?|<>|[<>!]=|::|\|\||[^\s\w]/gu;

const KEYWORDS = new Set(('add all alter and any as asc between by call cascade case cast column commit conflict create cross '
    + 'current_date current_timestamp default delete desc distinct do drop else end except exists explain false fetch first '
    + 'for from full group having if ilike in index inner insert intersect into is join key last lateral left like limit '
    + 'locked materialized merge natural next no not nothing null nulls of offset on only or order outer over partition '
    + 'primary recursive references returning right rollback row rows select set share skip table then to true truncate union '
    + 'unique update using values view when where window with within').split(' '));

// What begins a line of its own, and what begins one that is set in.
const CLAUSES = new Set(['from', 'where', 'group', 'having', 'order', 'limit', 'offset', 'fetch', 'union', 'intersect',
  'except', 'returning', 'values', 'set', 'select', 'window']);
const JOINS = new Set(['join', 'left', 'right', 'full', 'inner', 'cross', 'natural']);
const CONNECTIVES = new Set(['and', 'or']);
const MAX_FORMATTED = 20_000;

function tokens(statement) {
  return statement.match(TOKEN) || [];
}

// The statement in lines, each with how far it is set in and its tokens.
export function lines(statement) {
  const result = [{depth: 0, tokens: []}];
  const parentheses = [];
  let between = false;
  const line = (depth) => result.at(-1).tokens.length
    ? result.push({depth, tokens: []})
    : (result.at(-1).depth = depth);
  for (const token of tokens(statement)) {
    const word = token.toLowerCase();
    const flat = parentheses.length > 0 && !parentheses.at(-1);
    const depth = parentheses.filter(Boolean).length;
    if (/^\s/.test(token)) {
      if (result.at(-1).tokens.length) {
        result.at(-1).tokens.push(' ');
      }
      continue;
    }
    if (!flat) {
      const joined = ['left', 'right', 'full', 'inner', 'cross', 'natural', 'outer'].includes(lastWord(result));
      if (CLAUSES.has(word) && !['distinct', 'within'].includes(lastWord(result))) {
        line(depth);
      }
      else if (JOINS.has(word) && !joined) {
        line(depth);
      }
      else if (CONNECTIVES.has(word) && !between) {
        line(depth + 1);
      }
    }
    between = (word === 'between') || (between && word !== 'and');
    if (token === '(') {
      parentheses.push(false);
    }
    else if (token === ')') {
      if (parentheses.pop()) {
        line(parentheses.filter(Boolean).length);
      }
    }
    if (word === 'select' && parentheses.length && !parentheses.at(-1) && lastWord(result, true) === '(') {
      parentheses[parentheses.length - 1] = true;
      line(parentheses.filter(Boolean).length);
    }
    result.at(-1).tokens.push(token);
  }
  return result.filter((each) => each.tokens.length);
}

function lastWord(result, any) {
  for (let i = result.length - 1; i >= 0; i--) {
    const found = result[i].tokens.findLast((token) => token.trim() && (any || /\w/.test(token)));
    if (found) {
      return found.toLowerCase();
    }
  }
  return '';
}

function mark(token) {
  if (KEYWORDS.has(token.toLowerCase())) {
    return span({class: 'keyword'}, token);
  }
  return (token === '?' || token.startsWith("'")) ? span({class: 'value'}, token) : token;
}

export function formatted(statement) {
  if (statement.length > MAX_FORMATTED) {
    return statement;
  }
  return lines(statement).map(({depth, tokens}) => '  '.repeat(depth) + tokens.join('').trim()).join('\n');
}

export function Sql({statement}) {
  if (statement.length > MAX_FORMATTED) {
    return pre({class: 'sql', tabindex: 0}, code(statement.slice(0, MAX_FORMATTED), ' … (cut)'));
  }
  const drawn = lines(statement).map(({depth, tokens}) => ['  '.repeat(depth), ...tokens.map(mark), '\n']);
  return pre({class: 'sql', tabindex: 0, 'aria-label': 'Statement'}, code(...drawn.flat()));
}
