// A WebSocket that speaks frames: for what no client library would send, and to see exactly what the server says.
import WebSocket from 'ws';
import { frame } from './tap.mjs';
import { Arrivals, PATIENCE, within } from './within.mjs';

export const AUTH = { echoMessages: true, envId: 'env1', clientKey: 'ck-1' };

export class Wire extends Arrivals {
  constructor(server, { path = '/socket.io/', eio = 4, query = '', headers } = {}) {
    super();
    const url = `ws://127.0.0.1:${server.port}${path}?EIO=${eio}&transport=websocket${query}`;
    this.socket = new WebSocket(url, { headers });
    this.opened = new Promise(resolve => this.socket.once('open', resolve));
    this.closed = new Promise(resolve => this.socket.once('close', code => resolve(code)));
    this.socket.on('error', error => this.push(`error ${error.message}`));
    this.socket.on('message', (data, isBinary) => {
      const text = frame(isBinary ? data : data.toString());
      if (text === '2' && eio === 4) this.send('3');
      else this.push(text);
    });
  }

  /** Enters the namespace; its {@code sid} is then what others see as member id. */
  static async connected(server, auth = AUTH, options = {}) {
    const wire = new Wire(server, options);
    await within(PATIENCE, wire.opened, 'a WebSocket to open');
    wire.send('40' + JSON.stringify(auth));
    await wire.enter();
    return wire;
  }

  /** Shows itself and is turned away: the answer's object. */
  static async refused(server, auth, options = {}) {
    const wire = new Wire(server, options);
    await within(PATIENCE, wire.opened, 'a WebSocket to open');
    wire.send('40' + JSON.stringify(auth));
    const answer = await wire.find(text => /^4[04]/.test(text), 'an answer to CONNECT');
    wire.close();
    if (!answer.startsWith('44')) throw new Error(`was let in: ${answer}`);
    return JSON.parse(answer.slice(2));
  }

  async enter() {
    this.welcome = JSON.parse((await this.find(text => text.startsWith('40'), 'the answer to CONNECT')).slice(2));
    this.sid = this.welcome.sid;
    this.take();
  }

  send(data) {
    this.socket.send(data);
  }

  emit(event, ...args) {
    this.send('42' + JSON.stringify([event, ...args]));
  }

  /** Sends an event with an ack id and waits for its answer. */
  async call(id, event, ...args) {
    this.send(`42${id}` + JSON.stringify([event, ...args]));
    const prefix = `43${id}[`;
    const answer = await this.find(text => text.startsWith(prefix), `an acknowledgement of ${event}`);
    return JSON.parse(answer.slice(prefix.length - 1))[0];
  }

  /** Waits until everything sent before was dealt with: events of one connection are answered in order. */
  async settled() {
    this.#settled += 1;
    await this.call(9_000_000 + this.#settled, 'members', { channel: 'nobody-is-here' });
  }

  #settled = 0;

  /** Waits for the server to end the connection. */
  async gone() {
    return within(PATIENCE, this.closed, () => `the connection to be closed; last frames: ${this.all.slice(-3)}`);
  }

  get isOpen() {
    return this.socket.readyState === WebSocket.OPEN;
  }

  close() {
    this.socket.close();
  }
}
