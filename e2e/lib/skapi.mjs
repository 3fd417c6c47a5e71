// Unmodified skapi-js as people use it: everybody in a page of his own, though all are in this process. It keeps a page's state in
// its module, so every page imports it anew, and it wants to be in a browser, so it finds what it looks for there.
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { Arrivals, PATIENCE, within } from './within.mjs';

/** Two services; the region, the first four characters, tells their endpoint files apart. */
export const CHAT = {
  id: 'chat',
  key: 'sk-chat',
  service: 'us31parleytest00',
  owner: '11111111-2222-4333-8444-555555555555',
  admin: 'aaaaaaaa-0000-4000-8000-00000000000a',
};
export const TWIN = { ...CHAT, id: 'twin', key: 'sk-twin', service: 'eu71parleytest00', owner: '99999999-2222-4333-8444-555555555555' };

const app = ({ id, key, service, owner, admin }, more) => ({
  id,
  serverKey: key,
  clientKeys: [{ key: `ck-${id}` }],
  skapi: { service, owner, admins: [admin], passwordLogin: true },
  ...more,
});

/** Accounts that cost the tests no time. */
export const SETTINGS = {
  identity: { hashMemory: '64KiB', attemptsPerIp: 1_000_000, attemptsPerAccount: 1_000_000 },
  apps: [app(CHAT), app(TWIN)],
};

const here = new AsyncLocalStorage();

/** What browsers keep per origin; here per page. */
class Storage {
  #items = new Map();
  getItem(name) {
    return this.#items.get(name) ?? null;
  }
  setItem(name, value) {
    this.#items.set(name, String(value));
  }
  removeItem(name) {
    this.#items.delete(name);
  }
  clear() {
    this.#items.clear();
  }
}

/** The page's socket, and what went over it. */
class Socket extends WebSocket {
  sent = new Arrivals();
  received = new Arrivals();

  constructor(url) {
    super(url);
    this.page = here.getStore();
    this.page.sockets.push(this);
    this.gone = new Promise(resolve => this.once('close', resolve));
    this.on('message', (data, isBinary) => this.received.push(isBinary ? data : data.toString()));
  }

  send(text) {
    super.send(text);
    this.sent.push(text);
  }

  /** Whatever the client does when something arrives, it does in this page. */
  emit(...event) {
    return here.run(this.page, () => super.emit(...event));
  }
}

const PING_MS = 15_000;

/** Does what the client's script for its worker does: says something now, and then again and again. */
class Worker {
  onmessage = null;
  #ping = () => this.onmessage?.({ data: { type: 'ping' } });
  #first = setTimeout(this.#ping, 0);
  #more = setInterval(this.#ping, PING_MS);

  terminate() {
    clearTimeout(this.#first);
    clearInterval(this.#more);
  }
}

/** The names that the client's code has fixed lead to the page's server. */
function redirected(url) {
  const { server } = here.getStore() ?? {};
  const file = /^https:\/\/[^/]+\.cloudfront\.net\/(.*)$/.exec(url);
  if (file) return `${server.url}/cdn/${file[1]}`;
  return /^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com\/?$/.test(url) ? `${server.url}/cognito/` : url;
}

// Its first import brings what it misses of a browser; that it could do in Node what it needs that for is what it would not believe.
await import('skapi-js');
window._runningInNodeJS = false;
const { fetch, setTimeout } = globalThis;
globalThis.fetch = (url, options) => fetch(redirected(String(url)), options);
globalThis.setTimeout = (...args) => {
  const timer = setTimeout(...args);
  here.getStore()?.timers.push(timer);
  return timer;
};
globalThis.WebSocket = Socket;
globalThis.Worker = Worker;
globalThis.document = { hidden: false };
Object.defineProperty(window, 'localStorage', { get: () => here.getStore()?.storage ?? new Storage() });
window.alert = text => here.getStore()?.alerts.push(text);

/** A call of the API with the app's key; what it answers, parsed. */
export async function api(server, { id, key }, method, path, body) {
  const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) };
  const response = await fetch(`${server.url}/v1/apps/${id}${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text && JSON.parse(text);
}

/** What loginWithToken() takes, made by the app's back end. */
export const tokens = (server, of = CHAT, userId = randomUUID(), more = {}) =>
  api(server, of, 'POST', '/tokens', { userId, for: 'skapi', ...more });

/** What a JWT says. */
export const claims = jwt => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'));

let pages = 0;
const open = new Set();

/** Ends what the pages of a test have left. */
export const closePages = () => [...open].forEach(page => page.close());

/** A page with skapi-js in it. Its client is {@code skapi}: calls of it are the page's. */
export class Page {
  events = new Arrivals();
  sockets = [];
  timers = [];
  alerts = [];
  storage = new Storage();

  /** One that has asked where everything is. */
  static async open(server, of = CHAT, { options = { autoLogin: false }, storage } = {}) {
    const page = new Page();
    page.server = server;
    if (storage) page.storage = storage;
    const { Skapi } = await import(`${import.meta.resolve('skapi-js')}?page=${++pages}`);
    const client = here.run(page, () => new Skapi(of.service, of.owner, options));
    page.skapi = new Proxy(client, {
      get: (_, name) => {
        const value = client[name];
        return typeof value === 'function' ? (...args) => here.run(page, () => value.apply(client, args)) : value;
      },
    });
    open.add(page);
    page.connection = await within(PATIENCE, page.skapi.getConnectionInfo(), 'the service to be found');
    return page;
  }

  /** Somebody whose back end has given him tokens. */
  static async signedIn(server, of = CHAT, userId = undefined) {
    const page = await Page.open(server, of);
    const { idToken, accessToken, refreshToken } = await tokens(server, of, userId);
    page.id = (await page.skapi.loginWithToken({ idToken, accessToken, refreshToken })).user_id;
    return page;
  }

  /** Somebody who is connected, and in the group if there is one. */
  static async connected(server, { of = CHAT, userId, group } = {}) {
    const page = await Page.signedIn(server, of, userId);
    await page.connect();
    if (group) await page.join(group);
    return page;
  }

  static async all(server, group, count) {
    const made = [];
    while (made.length < count) made.push(await Page.connected(server, { group }));
    // Each hears those after it.
    for (const [n, page] of made.entries()) await page.notices(made.length - n, 'USER_JOINED');
    made.forEach(page => page.events.take());
    return made;
  }

  /** The client says nothing of when it is open, but answers a second call then. */
  async connect() {
    assert.equal(await this.skapi.connectRealtime(event => this.events.push(event)), undefined);
    await within(PATIENCE, this.skapi.connectRealtime(() => {}), 'the connection to open');
    return this;
  }

  /** Joins, and waits until everybody knows. */
  async join(group) {
    const known = this.events.next(({ code, sender, sender_rid }) =>
      code === 'USER_JOINED' && sender === this.id && sender_rid === group, `having joined ${group}`);
    await this.skapi.joinRealtime({ group });
    this.cid = (await known).sender_cid;
    return this;
  }

  /** The socket in use. */
  get socket() {
    return this.sockets.at(-1);
  }

  /** The next event that has this in it. */
  heard(fields) {
    return this.events.next(event => Object.entries(fields).every(([name, value]) => same(event[name], value)), JSON.stringify(fields));
  }

  notices(count, code) {
    return this.events.count(count, event => event.code === code);
  }

  /** As a tab that is closed: whatever the client would have done later, it does not. */
  close() {
    open.delete(this);
    this.skapi.closeRealtime();
    this.sockets.forEach(socket => socket.terminate());
    this.timers.forEach(clearTimeout);
  }
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const MARKER = 'marker';
let markers = 0;

/** Somebody of the group says something; when all have heard it, they have heard everything before it. What each heard until then. */
export async function until(speaker, group, ...listeners) {
  const marker = `${MARKER} ${++markers}`;
  const all = listeners.map(page => page.heard({ message: marker }));
  await speaker.skapi.postRealtime(marker, group);
  await Promise.all(all);
  return listeners.map(page => page.events.take().filter(({ message }) => !String(message).startsWith(MARKER)));
}
