// Views have addresses: #/queries?sort=p95 is a path and parameters, as the endpoint has them.

export function parse(hash) {
  const [path, query] = hash.replace(/^#\/?/, '').split('?', 2);
  return {
    path: path.split('/').filter(Boolean).map(decode),
    parameters: Object.fromEntries(new URLSearchParams(query || ''))
  };
}

function decode(segment) {
  try {
    return decodeURIComponent(segment);
  }
  catch {
    return segment;
  }
}

export function address(path, parameters = {}) {
  return '#/' + path.map(encodeURIComponent).join('/') + queryString(parameters);
}

export function queryString(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length ? '?' + new URLSearchParams(given) : '';
}

export function go(path, parameters) {
  location.hash = address(path, parameters);
}

// A filter that is being typed is one step back, not one for each letter.
export function amend(changes) {
  const {path, parameters} = parse(location.hash);
  history.replaceState(null, '', address(path, {...parameters, ...changes}));
  dispatchEvent(new HashChangeEvent('hashchange'));
}
