// The sockets of v_chat's clients: by frames, as the SDK's Dart library sends them, and by socket.io-client 2.4 and 4.8 as the web
// documentation says, or as browsers must. All of them behave alike to tests.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { io as io4 } from 'socket.io-client';
import WebSocket from 'ws';
import { dartJson, defects, event, roomPage } from './vchat-types.mjs';
import { Arrivals, PATIENCE, within } from './within.mjs';

const io2 = createRequire(import.meta.url)('socket.io-client-2');
const DELIMITER = { '/': '', '/message': '/message,' };

const open = new Set();
/** Ends all sockets that tests have opened. */
export const closeAll = () => open.forEach(socket => socket.close());

/** What all clients do: note events, {event, data}, read as Dart does. */
class Client extends Arrivals {
  constructor(namespace) {
    super();
    this.namespace = namespace;
    open.add(this);
  }

  took(args) {
    this.push(event(this.namespace, args));
  }

  /** The first event of this name, of all that have arrived or will, that matches. */
  heard(name, matches = () => true) {
    return this.find(one => one.event === name && matches(one.data), `${name} at ${this.constructor.name}: ${matches}`).then(of);
  }

  /** The next one, of what arrives from now on. */
  hears(name, matches = () => true) {
    return this.next(one => one.event === name && matches(one.data), `${name} at ${this.constructor.name}: ${matches}`).then(of);
  }

  /** What events of this name brought, in order. */
  of(name) {
    return this.all.filter(one => one.event === name).map(of);
  }

  /** What the namespace / answers to a client that has come: its rooms. */
  async join() {
    const answer = await this.ask('join', 'join');
    assert.deepEqual(Object.keys(answer).sort(), ['data', 'success']);
    assert.equal(answer.success, true, JSON.stringify(answer));
    return roomPage(answer.data);
  }

  /** Looks at a room, in /message: its messages, newest first. */
  async look(room) {
    const first = this.hears('all_messages');
    this.emit('join', room._id ?? room);
    return first;
  }
}

const of = ({ data }) => data;

/** Frame by frame, on a connection of its own (vchat 4.2, 4.3), with everything the Dart library would fail at. */
export class Dart extends Client {
  #ids = 0;
  #acks = new Map();

  constructor(server, namespace, headers) {
    super(namespace);
    /** Events of the other namespace, which every connection of this protocol is in too. */
    this.beside = new Arrivals();
    this.socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket.io/?EIO=3&transport=websocket`, { headers });
    this.ready = new Promise(resolve => (this.entered = resolve));
    this.closed = new Promise(resolve => this.socket.once('close', resolve));
    this.closed.then(() => clearInterval(this.beats));
    this.socket.on('error', error => this.entered(error));
    this.socket.on('message', (data, isBinary) => {
      try {
        assert.ok(!isBinary, 'a binary frame');
        this.#frame(data.toString());
      } catch (error) {
        defects.push(error.message);
      }
    });
  }

  static async connected(person, namespace = '/') {
    const client = new Dart(person.server, namespace, { authorization: person.token });
    const failure = await within(PATIENCE, client.ready, `${namespace} to let a Dart client in`);
    if (failure) throw failure instanceof Error ? failure : new Error(`refused: ${failure}`);
    return client;
  }

  #frame(text) {
    if (text[0] === '0') this.#opened(dartJson(text.slice(1)));
    else if (text === '3') this.push({ event: 'pong' });
    else if (text[0] === '4') this.#packet(text.slice(1));
    else throw new Error(`a frame that Dart does not know: ${text}`);
  }

  #opened({ sid, upgrades, pingInterval, pingTimeout }) {
    assert.ok(typeof sid === 'string' && Array.isArray(upgrades) && Number.isInteger(pingTimeout), 'the handshake');
    assert.ok(Number.isInteger(pingInterval));
    // The client pings, not the server.
    this.beats = setInterval(() => this.socket.send('2'), pingInterval).unref();
  }

  /** Its user's phone has lost the network: no packet any more, and no end. */
  vanish() {
    clearInterval(this.beats);
    this.socket.pause();
  }

  #packet(packet) {
    const [, type, namespace = '/', rest] = /^(\d)(?:(\/[^,]*),)?(.*)$/s.exec(packet);
    if (type === '0') {
      assert.equal(rest, '', `CONNECT with ${rest}`);
      if (namespace === '/' && this.namespace !== '/') this.socket.send(`40${this.namespace},`);
      if (namespace === this.namespace) this.entered(null);
    } else if (type === '4') {
      const why = dartJson(rest);
      if (namespace === '/' && this.namespace !== '/') this.socket.send(`40${this.namespace},`);
      if (namespace === this.namespace) this.entered(typeof why === 'string' ? why : why.message);
    } else if (type === '3') this.#answered(rest);
    else if (type === '2') this.#heard(namespace, rest);
    else if (type === '1') this.push({ event: 'disconnect' });
    else throw new Error(`a packet that Dart does not know: ${packet}`);
  }

  #heard(namespace, rest) {
    assert.equal(rest[0], '[', `an event with an id of an acknowledgement: ${rest}`);
    const args = dartJson(rest);
    if (namespace === this.namespace) this.took(args);
    else this.beside.push(event(namespace, args));
  }

  #answered(rest) {
    const [, id, json] = /^(\d+)(.*)$/s.exec(rest);
    const args = dartJson(json);
    assert.equal(args.length, 1, `an acknowledgement with ${args.length} arguments`);
    this.#acks.get(id)(args[0]);
    this.#acks.delete(id);
  }

  emit(...event) {
    this.socket.send(`42${DELIMITER[this.namespace]}${JSON.stringify(event)}`);
  }

  ask(...event) {
    const id = `${this.#ids++}`;
    const answer = new Promise(resolve => this.#acks.set(id, resolve));
    this.socket.send(`42${DELIMITER[this.namespace]}${id}${JSON.stringify(event)}`);
    return within(PATIENCE, answer, `an answer to ${event[0]}`);
  }

  gone() {
    return within(PATIENCE, this.closed, 'a Dart client to be put out');
  }

  close() {
    open.delete(this);
    clearInterval(this.beats);
    this.socket.terminate();
  }
}

/** One of socket.io-client's sockets. */
class Js extends Client {
  constructor(namespace, socket) {
    super(namespace);
    this.socket = socket;
    if (socket.onAny) {
      socket.onAny((...args) => this.took(args));
    } else {
      const { onevent } = socket; // 2.4 has no onAny
      socket.onevent = packet => {
        assert.equal(packet.id, undefined, 'an event with an id of an acknowledgement');
        if (packet.nsp === this.namespace) this.took(packet.data);
        return onevent.call(socket, packet);
      };
    }
    this.closed = new Promise(resolve => socket.once('disconnect', resolve));
  }

  emit(...event) {
    this.socket.emit(...event);
  }

  ask(...event) {
    return within(PATIENCE, new Promise(resolve => this.socket.emit(...event, resolve)), `an answer to ${event[0]}`);
  }

  gone() {
    return within(PATIENCE, this.closed, 'a client to be put out');
  }

  /** As {@link Dart#vanish}. */
  vanish() {
    this.socket.io.reconnection(false);
    this.socket.io.engine.transport.ws._socket.pause();
  }

  close() {
    open.delete(this);
    this.socket.io.reconnection(false);
    this.socket.close();
    this.socket.io.engine?.close();
  }
}

/** What vchat 4.2 documents for both namespaces. */
const documented = token => ({
  transports: ['websocket'],
  pingTimeout: 5000,
  connectTimeout: 5000,
  pingInterval: 5000,
  extraHeaders: { Authorization: token, 'accept-language': 'en' },
  forceNew: true,
});

const js = (io, options) => ({
  async connected(person, namespace = '/') {
    const path = namespace === '/' ? '' : namespace;
    const socket = io(person.server.url + path, options(person.token));
    const client = new Js(namespace, socket);
    const refused = new Promise((_, reject) =>
      ['connect_error', 'error'].forEach(name => socket.once(name, why => reject(new Error(`refused: ${why.message ?? why}`)))),
    );
    refused.catch(() => {});
    const connected = new Promise(resolve => socket.once('connect', resolve));
    try {
      await within(PATIENCE, Promise.race([connected, refused]), `${namespace} to let a client in`);
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  },
});

/** One of socket.io-client's versions with both namespaces on one connection: {main, page}. */
export async function shared(version, person) {
  const io = { 2: io2, 4: io4 }[version];
  const options = { ...documented(person.token), forceNew: false };
  const sockets = ['/', '/message'].map(namespace => new Js(namespace, io(person.server.url + namespace, options)));
  await Promise.all(
    sockets.map(({ socket }) => within(PATIENCE, new Promise(resolve => socket.once('connect', resolve)), 'a shared connection')),
  );
  const [main, page] = sockets;
  assert.equal(main.socket.io, page.socket.io, 'they share it');
  return { main, page };
}

/** Every way in, by what it is. */
export const KINDS = {
  'the Dart library': Dart,
  'socket.io-client 2.4': js(io2, documented),
  'socket.io-client 4.8': js(io4, documented),
  'a browser with socket.io-client 2.4': js(io2, token => ({ query: { token }, forceNew: true })),
  'a browser with socket.io-client 4.8': js(io4, token => ({ auth: { token }, forceNew: true })),
  'long-polling': js(io4, token => ({ auth: { token }, forceNew: true, transports: ['polling'] })),
};
