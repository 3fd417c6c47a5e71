// skapi-js's WebSocket without skapi-js: for what the client would not send, and to see exactly what the server says.
import WebSocket from 'ws';
import { CHAT, claims, tokens } from './skapi.mjs';
import { Arrivals, PATIENCE, within } from './within.mjs';

const open = new Set();

/** Ends the connections that a test has left. */
export const closeWires = () => [...open].forEach(wire => wire.socket.terminate());

/** Where the endpoint file sends the client. */
export async function address(server, { service } = CHAT) {
  const file = await fetch(`${server.url}/cdn/${service.slice(0, 4)}/record-v1.json`);
  return (await file.json()).websocket_private;
}

/** How a handshake that is not let in is answered: {status, body}. */
export async function refusal(url, options) {
  const socket = new WebSocket(url, options);
  socket.on('error', () => {});
  const answered = new Promise((resolve, reject) => {
    socket.once('open', () => reject(new Error(`${url} was let in`)));
    socket.once('unexpected-response', async (request, response) => {
      const body = Buffer.concat(await response.toArray()).toString();
      resolve({ status: response.statusCode, body });
    });
  });
  try {
    return await within(PATIENCE, answered, 'the handshake to be answered');
  } finally {
    socket.terminate();
  }
}

/** One connection; what arrives are texts. */
export class SkapiWire extends Arrivals {
  constructor(url, options) {
    super();
    this.socket = new WebSocket(url, options);
    this.opened = new Promise((resolve, reject) => {
      this.socket.once('open', resolve);
      this.socket.once('error', reject);
    });
    this.socket.on('error', () => {});
    this.closed = new Promise(resolve => this.socket.once('close', resolve));
    this.closed.then(() => open.delete(this));
    this.socket.on('message', (data, isBinary) => this.push(isBinary ? data : data.toString()));
    open.add(this);
  }

  /** Somebody new, in the group if there is one. */
  static async connected(server, { of = CHAT, userId, group, options } = {}) {
    return SkapiWire.with(server, await tokens(server, of, userId), { of, group, options });
  }

  static async with(server, made, { of = CHAT, group, options } = {}) {
    const wire = new SkapiWire(`${await address(server, of)}?token=${made.accessToken}`, options);
    await within(PATIENCE, wire.opened, 'a WebSocket to open');
    wire.of = of;
    wire.tokens = made;
    wire.id = claims(made.idToken).sub;
    if (group) await wire.join(group);
    return wire;
  }

  /** So many in one group, each of whom knows of all the others. */
  static async inGroup(server, group, count) {
    const wires = [];
    while (wires.length < count) wires.push(await SkapiWire.connected(server, { group }));
    await wires[0].settled(group, ...wires.slice(1));
    wires.forEach(wire => wire.take());
    return wires;
  }

  /** The token of broadcasts and private messages, as the client writes it. */
  get signed() {
    return `IdT:${this.of.service}:${this.of.owner}:${this.tokens.idToken}`;
  }

  send(frame) {
    this.socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  joins(rid, more) {
    this.send({ action: 'joinRoom', rid, token: this.tokens.accessToken, ...more });
  }

  /** Joins and waits for the notice, which tells the connection's id. */
  async join(group) {
    const notice = this.json(frame => frame['#code'] === 'USER_JOINED' && frame['#user_id'] === this.id, 'the notice of the join');
    this.joins(group);
    this.cid = (await notice)['#scid'];
  }

  broadcasts(rid, content, more) {
    this.send({ action: 'broadcast', rid, content, notification: '', notificationConfig: {}, token: this.signed, ...more });
  }

  whispers(uid, content, more) {
    this.send({ action: 'sendMessage', uid, content, notification: '', notificationConfig: {}, token: this.signed, ...more });
  }

  signals(cid, content, more) {
    this.send({ action: 'rtc', uid: `cid:${cid}`, content, token: this.tokens.accessToken, ...more });
  }

  /** The next frame that matches, read as the client reads it. */
  async json(matches, what) {
    return read(await this.next(text => matches(read(text)), what));
  }

  /** Sends it and waits for the error that answers it. */
  async refused(frame) {
    const error = this.json(answer => '#error' in answer, `an error for ${JSON.stringify(frame).slice(0, 200)}`);
    this.send(frame);
    return error;
  }

  /** Until everything sent before was dealt with, and everybody given has received what came of it. Both are in the group. */
  async settled(group, ...others) {
    const mark = `mark ${++marks}`;
    const all = [this, ...others].map(wire => wire.json(frame => frame['#message'] === mark, mark));
    this.broadcasts(group, mark);
    await Promise.all(all);
  }

  /** What has arrived since this was last called, without marks. */
  heard() {
    return this.take().filter(text => !text.startsWith('{"#message":"mark '));
  }

  gone() {
    return within(PATIENCE, this.closed, () => `the connection to be closed; last frames: ${this.all.slice(-3)}`);
  }

  get isOpen() {
    return this.socket.readyState === WebSocket.OPEN;
  }
}

let marks = 0;

/** As the client reads a frame. */
export const read = text => JSON.parse(decodeURI(text));
