// A section that an application added: nobody knows it better than what it answers.

import {tags, together, use} from './markup.js';
import {Live} from './live.js';
import {Heading, Value, copyJson, words} from './parts.js';

const {div} = tags;

export function Json({path}) {
  return together(
      use(Heading, {title: words(path.join(' '))}),
      use(Live, {ask: {answer: [path]}}, ({answer}) => together(
          div({class: 'card'}, use(Value, {value: answer})), copyJson(answer))));
}
