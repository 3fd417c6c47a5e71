/** What is awaited, or an error that says what did not come in time. Nothing waits longer than it has to. */
export async function within(milliseconds, promise, what) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => {
      const text = typeof what === 'function' ? what() : what;
      reject(new Error(`waited ${milliseconds} ms for ${text}`));
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const PATIENCE = 8_000;

/** Things that arrive, in order, and the wait for one of them. */
export class Arrivals {
  all = [];
  #from = 0;
  #waiting = [];

  push(item) {
    this.all.push(item);
    this.#waiting = this.#waiting.filter(({ matches, resolve }) => {
      if (!matches(item)) return true;
      resolve(item);
      return false;
    });
  }

  /** The first thing that matches, of all that has arrived or will. */
  find(matches, what = matches) {
    const there = this.all.find(matches);
    if (there !== undefined) return Promise.resolve(there);
    return this.next(matches, what);
  }

  /** The next thing that matches, of what arrives from now on. */
  next(matches = () => true, what = matches) {
    const coming = new Promise(resolve => this.#waiting.push({ matches, resolve }));
    return within(PATIENCE, coming, () => `${what}; arrived so far:\n${this.all.slice(-20).map(show).join('\n')}`);
  }

  /** Until so many have arrived. */
  async count(wanted, matches = () => true) {
    while (this.all.filter(matches).length < wanted) await this.next(matches, `${wanted} of ${matches}`);
  }

  /** What has arrived since this was last called. */
  take() {
    const taken = this.all.slice(this.#from);
    this.#from = this.all.length;
    return taken;
  }
}

const show = item => (typeof item === 'string' ? item : JSON.stringify(item));
