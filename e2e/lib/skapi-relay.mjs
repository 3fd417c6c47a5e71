// What stands in front of a server that is replaced: connections wait at it until there is one again. skapi-js tries once, after three
// seconds, and a test must not depend on how fast a busy machine starts a process.
import { connect, createServer } from 'node:net';

export class Relay {
  #open;
  #target;

  /** Leads to nobody yet. */
  static async start() {
    const relay = new Relay();
    relay.away();
    relay.tcp = createServer(async client => {
      client.on('error', () => {});
      const port = await relay.#target;
      if (client.destroyed) return;
      const server = connect(port, '127.0.0.1');
      for (const [from, to] of [[client, server], [server, client]]) {
        from.on('error', () => {}).on('close', () => to.destroy());
        from.pipe(to);
      }
    });
    await new Promise(done => relay.tcp.listen(0, '127.0.0.1', done));
    return relay;
  }

  get url() {
    return `http://127.0.0.1:${this.tcp.address().port}`;
  }

  /** From now on connections wait. */
  away() {
    this.#target = new Promise(resolve => (this.#open = resolve));
  }

  /** Those that wait, and all to come, are this server's. */
  to({ port }) {
    this.#open(port);
  }

  stop() {
    this.tcp.close();
  }
}
