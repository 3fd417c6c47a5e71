// The unmodified Altogic client, with what it says and hears on the wire.
import dns from 'node:dns';
import { createClient } from 'altogic';
import { tapped } from './tap.mjs';
import { Arrivals } from './within.mjs';
import { AUTH, Wire } from './wire.mjs';

const { lookup } = dns;
/** Every name below .test is this machine, as a wildcard entry in DNS would make it. */
dns.lookup = (host, ...rest) => lookup(host.endsWith('.test') ? '127.0.0.1' : host, ...rest);

const MARKER = 'marker';

export class Altogic {
  sent = new Arrivals();
  frames = new Arrivals();
  events = new Arrivals();
  disconnects = new Arrivals();
  errors = new Arrivals();
  connects = new Arrivals();

  constructor(server, { url, app = 'env1', key = 'ck-1', realtime } = {}) {
    // A user name makes the host look as if it had the three labels that the client insists on.
    this.url = url ?? `http://a.b.c@localhost:${server.port}/e:${app}`;
    this.client = createClient(this.url, key, { realtime });
    this.tap = {
      sent: text => this.sent.push(text),
      received: text => this.frames.push(text),
    };
    tapped(this.tap, () => (this.rt = this.client.realtime));
    this.rt.onAny((event, ...args) => this.events.push([event, ...args]));
    this.rt.onConnect(() => this.connects.push(this.rt.getSocketId()));
    this.rt.onDisconnect(reason => {
      this.disconnectedAt = performance.now();
      this.disconnects.push(reason);
    });
    const client = this;
    this.rt.onError(function (error) {
      client.#socket = this;
      client.errors.push(error);
    });
  }

  static async connected(server, options) {
    const client = new Altogic(server, options);
    await client.connected(1);
    return client;
  }

  /** Until it has connected for the n-th time. */
  connected(times) {
    return this.connects.count(times);
  }

  get id() {
    return this.rt.getSocketId();
  }

  open() {
    tapped(this.tap, () => this.rt.open());
  }

  close() {
    this.rt.close();
    // The client cannot be told to stop trying while it is not connected; the library below it can.
    this.#socket?.disconnect();
  }

  #socket;

  /** The Socket.IO frames it received since the last call; ids of members read as the names given. */
  heard(names = {}) {
    return words(this.frames.take(), names).filter(text => !text.includes(`["${MARKER}",`));
  }

  /** The Socket.IO frames it sent since the last call. */
  said() {
    return words(this.sent.take(), {}).filter(text => !text.includes(`{"channel":"${MARKER}"`));
  }
}

const ENGINE = /^[0-356]/;
const BINARY = /^</;

function words(frames, names) {
  return frames
    .filter(text => BINARY.test(text) || !ENGINE.test(text))
    .map(text => Object.entries(names).reduce((shown, [name, id]) => shown.replaceAll(id, name), text));
}

/**
 * Shows that nothing more comes: everything that {@code actor} has sent was dealt with, and everybody of its app has received
 * something that was published later.
 */
export class Marker {
  #count = 0;

  static async in(server, auth = AUTH) {
    const marker = new Marker();
    marker.wire = await Wire.connected(server, auth);
    await marker.wire.call(1, 'join', { channel: MARKER, echo: false });
    return marker;
  }

  async after(actor, ...watchers) {
    // With a binary profile the event is a binary one.
    const trace = text => /^4[25][^[]*\["channel:leave"/.test(text) && text.includes(`"${actor.id}"`);
    const passed = this.wire.next(trace, 'the marker of the actor');
    // Joins and leaves are never volatile, whatever the client's options, and nobody else sees these.
    actor.rt.join(MARKER, false);
    actor.rt.leave(MARKER, false);
    await passed;
    this.#count += 1;
    const sign = `42["${MARKER}",{"channel":null,"message":${this.#count}}]`;
    const all = [actor, ...watchers].map(watcher => watcher.frames.find(text => text === sign, sign));
    this.wire.emit('message', { eventName: MARKER, message: this.#count, echo: false });
    await Promise.all(all);
    // Frames are seen as they arrive; the client hands their events on a tick later.
    await new Promise(resolve => setImmediate(resolve));
  }

  close() {
    this.wire.close();
  }
}
