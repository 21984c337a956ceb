// Asks again and again, and knows when not to: in a hidden tab, while paused, and less often
// where the answer takes long or does not come.

const SECONDS = 1000;
const MAX_PAUSE = 60 * SECONDS;
// Of the time of a server that is slow this page takes a tenth at most.
const PATIENCE = 10;

const listeners = new Set();
let paused = false;

export function isPaused() {
  return paused;
}

export function pause(value) {
  paused = value;
  listeners.forEach((listener) => listener());
}

export function onPause(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

document.addEventListener('visibilitychange', () => listeners.forEach((listener) => listener()));

export class Poll {
  constructor(ask, told, seconds = 5) {
    this.ask = ask;
    this.told = told;
    this.interval = seconds * SECONDS;
    this.failures = 0;
    this.due = 0;
    this.forget = onPause(() => this.schedule());
    this.next();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    this.forget();
    this.controller?.abort();
  }

  // Asks at once, whatever is due when.
  again() {
    this.controller?.abort();
    this.due = 0;
    this.next();
  }

  // Whoever comes back to the tab asks no sooner than was due.
  schedule() {
    clearTimeout(this.timer);
    if (!this.stopped && !this.controller && !paused && !document.hidden) {
      this.timer = setTimeout(() => this.next(), Math.max(0, this.due - performance.now()));
    }
  }

  async next() {
    clearTimeout(this.timer);
    if (this.stopped) {
      return;
    }
    const controller = new AbortController();
    this.controller = controller;
    const began = performance.now();
    let answer;
    try {
      answer = {data: await this.ask(controller.signal)};
    }
    catch (failure) {
      answer = {failure};
    }
    if (this.stopped || this.controller !== controller) {
      return;
    }
    this.controller = null;
    this.failures = answer.failure ? this.failures + 1 : 0;
    const now = performance.now();
    const pause = Math.min(MAX_PAUSE, this.interval * 2 ** Math.min(this.failures, 5));
    this.due = now + Math.max(pause, PATIENCE * (now - began));
    this.schedule();
    this.told(answer);
  }
}
