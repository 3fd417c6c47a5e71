// What a server in development says instead of sending it: mails and text messages, with their links and codes.
import { PATIENCE, within } from './within.mjs';

/** Links and codes in the order they were written, each handed out once. */
export class Messages {
  #server;
  #seen = 0;

  constructor(server) {
    this.#server = server;
  }

  /** The value of the next message to somebody about something. */
  async #next(kind, to, what) {
    const line = new RegExp(`not sent: (?:mail|text) to ${escaped(to)} about ${kind}: .*?${what}=(\\S+)`, 'g');
    let listener;
    const found = new Promise(resolve => {
      listener = () => {
        line.lastIndex = this.#seen;
        const match = line.exec(this.#server.log);
        if (!match) return;
        this.#seen = line.lastIndex;
        resolve(match[1]);
      };
      this.#server.child.stdout.on('data', listener);
      this.#server.child.stderr.on('data', listener);
      listener();
    });
    try {
      return await within(PATIENCE, found, () => `${kind} to ${to}; the log is:\n${this.#server.log}`);
    } finally {
      this.#server.child.stdout.off('data', listener);
      this.#server.child.stderr.off('data', listener);
    }
  }

  code(kind, phone) {
    return this.#next(kind, phone, 'code');
  }

  link(kind, email) {
    return this.#next(kind, email, 'link');
  }

  /** Follows the link as a browser does, as far as the app's page, and tells with what that is called. */
  async followed(kind, email) {
    const local = new URL(await this.link(kind, email));
    const response = await fetch(`${this.#server.url}${local.pathname}${local.search}`, { redirect: 'manual' });
    if (response.status !== 302) throw new Error(`the link was answered with ${response.status}`);
    return new URL(response.headers.get('location'));
  }
}

const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
