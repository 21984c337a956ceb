// What every module draws with: Preact, and a function for each element, such as div(...).

import {h, render, Component, Fragment} from './preact.module.js';

// Elements of Preact have no constructor, so what has Object's is attributes.
const isAttributes = (value) => value?.constructor === Object;

const make = (type) => (first, ...children) => isAttributes(first)
    ? h(type, first, ...children)
    : h(type, null, first, ...children);

export const tags = new Proxy({}, {get: (target, name) => make(name)});

// A component as an element: use(Table, {rows}).
export const use = h;

export const together = (...children) => h(Fragment, null, ...children);

export {render, Component};
