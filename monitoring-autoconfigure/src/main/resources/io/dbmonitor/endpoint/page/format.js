// Figures with their units, and times in the viewer's zone.

const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});

function significant(value, digits = 3) {
  return new Intl.NumberFormat('en', {maximumSignificantDigits: digits}).format(value);
}

const known = (value) => value !== undefined && value !== null && !Number.isNaN(value);

export const UNKNOWN = '–';

export function count(value) {
  return known(value) ? whole.format(value) : UNKNOWN;
}

export function decimal(value) {
  return known(value) ? significant(value) : UNKNOWN;
}

export function percent(value) {
  return known(value) ? significant(100 * value) + ' %' : UNKNOWN;
}

export function millis(value) {
  if (!known(value)) {
    return UNKNOWN;
  }
  if (value < 0.001) {
    return value === 0 ? '0 ms' : '<1 µs';
  }
  if (value < 1) {
    return significant(1000 * value) + ' µs';
  }
  return (value < 1000) ? significant(value) + ' ms' : seconds(value / 1000);
}

export function seconds(value) {
  if (!known(value)) {
    return UNKNOWN;
  }
  if (value < 1 && value > 0) {
    return millis(1000 * value);
  }
  if (value < 60) {
    return significant(value) + ' s';
  }
  const units = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
  const first = units.findIndex(([size]) => value >= size);
  const [size, name] = units[first];
  const [nextSize, nextName] = units[first + 1];
  const rest = Math.floor((value % size) / nextSize);
  return `${whole.format(Math.floor(value / size))} ${name}` + (rest ? ` ${rest} ${nextName}` : '');
}

export function bytes(value) {
  if (!known(value)) {
    return UNKNOWN;
  }
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = value < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${significant(value / 1024 ** power)} ${units[power]}`;
}

const two = (value) => String(value).padStart(2, '0');

// In the viewer's zone; the day only where it is not today.
export function moment(iso) {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) {
    return String(iso);
  }
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  const today = time.toDateString() === new Date().toDateString();
  return today ? clock : `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${clock}`;
}

// What a field for a day and a time holds: the viewer's zone, as exactly as need be.
export function localTime(iso) {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) {
    return '';
  }
  const date = `${String(time.getFullYear()).padStart(4, '0')}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const [seconds, rest] = [time.getSeconds(), time.getMilliseconds()];
  return `${date}T${two(time.getHours())}:${two(time.getMinutes())}`
      + (seconds || rest ? `:${two(seconds)}` : '') + (rest ? `.${String(rest).padStart(3, '0')}` : '');
}

// The moment that is meant by such a field, in UTC.
export function instant(local) {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? local : time.toISOString().replace('.000Z', 'Z');
}

export function plural(number, one, many = one + 's') {
  return `${count(number)} ${number === 1 ? one : many}`;
}
