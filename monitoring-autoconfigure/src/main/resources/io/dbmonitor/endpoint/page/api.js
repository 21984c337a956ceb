// The way to the endpoint. Addresses are relative to this module, so it does not matter
// where the application is or what is in front of it.

import {queryString} from './router.js';

const base = new URL('..', import.meta.url);
const page = document.querySelector('meta[name="dbmonitor"]').dataset;

// Whether the endpoint's access lets anybody change something.
export const writable = page.writable === 'true';

export class Problem extends Error {
  constructor(title, detail, status) {
    super(detail);
    this.title = title;
    this.status = status;
  }
}

function url(path, parameters = {}) {
  const target = path.length
    ? new URL(path.map(encodeURIComponent).join('/'), base)
    : new URL(base.href.replace(/\/$/, ''));
  target.search = queryString(parameters);
  return target;
}

export function read(path, parameters, signal) {
  return call(url(path, parameters), {signal});
}

export function end(path, parameters) {
  return call(url(path, parameters), {method: 'DELETE', headers: csrf()});
}

export function act(path, body) {
  return call(url(path), {
    method: 'POST',
    headers: {'Content-Type': 'application/json', ...csrf()},
    body: JSON.stringify(body)
  });
}

function csrf() {
  if (page.csrfHeader) {
    return {[page.csrfHeader]: page.csrfToken};
  }
  const cookie = document.cookie.split('; ').find((entry) => entry.startsWith('XSRF-TOKEN='));
  return cookie ? {'X-XSRF-TOKEN': decodeURIComponent(cookie.slice('XSRF-TOKEN='.length))} : {};
}

async function call(target, options) {
  const response = await reach(target, options);
  const type = response.headers.get('Content-Type') || '';
  if (response.ok && !response.redirected && type.includes('json')) {
    return response.json();
  }
  throw await problem(response, type);
}

async function reach(target, options) {
  try {
    return await fetch(target, {
      cache: 'no-store',
      credentials: 'same-origin',
      ...options,
      headers: {Accept: 'application/json, application/problem+json', ...options.headers}
    });
  }
  catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Problem('The application does not answer', 'It may have been stopped or restarted, or the network is '
        + 'interrupted. The page goes on trying.', 0);
  }
}

async function problem(response, type) {
  if (response.status === 401 || response.redirected || (response.ok && !type.includes('json'))) {
    return new Problem('You are not signed in any more', 'Load the page again to sign in.', 401);
  }
  const answer = type.includes('json') ? await response.json().catch(() => ({})) : {};
  if (response.status === 403 && !answer.detail) {
    return new Problem('You may not do that', 'The security of the application refuses it. If you may, the page may be '
        + 'too old: load it again.', 403);
  }
  if (response.status === 405) {
    return new Problem('The endpoint only reads', 'To change something set '
        + 'management.endpoint.dbmonitor.access=unrestricted.', 405);
  }
  return new Problem(answer.title || `The answer was ${response.status}`,
      answer.detail || 'There may be more about it in the log of the application.', response.status);
}
