// The way to the endpoint. Addresses are relative to this module, so it does not matter
// where the application is or what is in front of it.

import {queryString} from './router.js';

const base = new URL('..', import.meta.url);
// What takes longer will not come.
const TIMEOUT = 30_000;
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

// Nobody is led out of the endpoint by an address that somebody sent.
function url(path, parameters = {}) {
  if (path.some((segment) => /^\.*$/.test(segment))) {
    throw new Problem('There is no such address', 'What is shown here lies below the endpoint.', 404);
  }
  const target = path.length
    ? new URL(path.map(encodeURIComponent).join('/'), base)
    : new URL(base.href.replace(/\/$/, ''));
  target.search = queryString(parameters);
  return target;
}

export async function read(path, parameters, signal) {
  const late = AbortSignal.timeout(TIMEOUT);
  return answer(await reach(url(path, parameters), {signal: AbortSignal.any([signal, late])}));
}

export function end(path, parameters) {
  return change(url(path, parameters), {method: 'DELETE'});
}

export function act(path, body) {
  return change(url(path), {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(body)
  });
}

// Where the token is kept in a cookie some take the cookie's value alone, and not the page's.
async function change(target, options) {
  const send = (token) => reach(target, {...options, headers: {...options.headers, ...token}});
  const cookie = cookieToken();
  const first = await send(page.csrfHeader ? {[page.csrfHeader]: page.csrfToken} : cookie);
  const last = first.response.status === 403 && !isProblem(first) && page.csrfHeader && cookie ? await send(cookie) : first;
  if (last.response.status === 401) {
    throw new Problem('That takes somebody who may', 'Nobody is signed in: do it again, and say who you are.', 401);
  }
  return answer(last);
}

function cookieToken() {
  const cookie = document.cookie.split('; ').find((entry) => entry.startsWith('XSRF-TOKEN='));
  return cookie && {[page.csrfHeader || 'X-XSRF-TOKEN']: decodeURIComponent(cookie.slice('XSRF-TOKEN='.length))};
}

function isProblem({body}) {
  return Boolean(body?.detail);
}

function answer(answered) {
  if (answered.response.ok && answered.body !== undefined) {
    return answered.body;
  }
  throw problem(answered);
}

// The response with its JSON; undefined where it is something else.
async function reach(target, options) {
  try {
    const response = await fetch(target, {
      cache: 'no-store',
      credentials: 'same-origin',
      // To where one signs in, which may be at another server
      redirect: 'manual',
      ...options,
      headers: {Accept: 'application/json, application/problem+json', ...options.headers}
    });
    const isJson = (response.headers.get('Content-Type') || '').includes('json');
    return {response, body: isJson ? await response.json() : undefined};
  }
  catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Problem('The application does not answer', 'It may have been stopped or restarted, it may be stuck, or the '
        + 'network is interrupted. The page goes on trying.', 0);
  }
}

function problem({response, body = {}}) {
  if (response.status === 401 || response.type === 'opaqueredirect' || response.ok) {
    return new Problem('You are not signed in any more', 'Load the page again to sign in.', 401);
  }
  if (response.status === 403 && !body.detail) {
    return new Problem('You may not do that', 'The security of the application refuses it. If you may, the page may be '
        + 'too old: load it again.', 403);
  }
  if (response.status === 405) {
    return new Problem('The endpoint only reads', 'To change something set '
        + 'management.endpoint.dbmonitor.access=unrestricted.', 405);
  }
  return new Problem(body.title || `The answer was ${response.status}`,
      body.detail || 'There may be more about it in the log of the application.', response.status);
}
