// v_chat's clients without their screens: the calls of v_chat_sdk 1.x and of its web documentation, every answer read as strictly as
// Dart does.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { dartForm, dioForm } from './vchat-forms.mjs';
import * as types from './vchat-types.mjs';

export const HASH_KEY = 'V_CHAT_SDK_MUST_BE_STRONG';
/** The SDK's words for an app without Firebase. */
export const NO_FIREBASE = "you don't use firebase on flutter app ";

/** The app that serves v_chat and one of another family, and accounts that cost the tests no time. */
export const SETTINGS = {
  identity: { hashMemory: '64KiB', attemptsPerIp: 1_000_000, attemptsPerAccount: 1_000_000 },
  media: { keepFree: '0' },
  apps: [
    { id: 'chat', vchat: true, serverKey: 'sk-chat', clientKeys: [{ key: 'ck-chat' }] },
    { id: 'env1', serverKey: 'sk-1', clientKeys: [{ key: 'ck-1' }] },
  ],
};

/** The SDK's password, made of nothing that the user types. */
export const sdkPassword = email => createHash('sha512').update(`${HASH_KEY}_${email}`).digest('hex');

/**
 * One call: {status, data, headers}. Whatever the server says must be what the SDK can show.
 *
 * @param body a form, {type, bytes}; what a browser takes as a body; or anything that goes as JSON
 */
export async function call(server, token, method, path, body, headers = {}) {
  const sent = { authorization: `Bearer ${token ?? 'xxx'}`, 'accept-language': 'en_US', ...headers };
  let content = body;
  if (body?.bytes) {
    sent['content-type'] = body.type;
    content = body.bytes;
  } else if (body !== undefined && !(body instanceof FormData)) {
    sent['content-type'] ??= 'application/json; charset=utf-8';
    content = typeof body === 'string' ? body : JSON.stringify(body);
  }
  const response = await fetch(`${server.url}/api/v1/${path}`, { method, headers: sent, body: content, redirect: 'manual' });
  return { ...envelope(response.status, await response.text()), headers: response.headers };
}

/** The rules of vchat 1, "Envelope". */
export function envelope(status, text) {
  const answer = types.dartJson(text);
  assert.deepEqual(Object.keys(answer).sort(), ['data', 'success'], text);
  assert.equal(status === 200, answer.success === true, `${status} ${text}`);
  if (status !== 200) {
    assert.ok(status >= 400, `${status}`);
    assert.ok(typeof answer.data === 'string' && answer.data !== '', text);
  }
  return { status, data: answer.data };
}

let people = 0;

/** Somebody who is signed in on one device. */
export class Person {
  constructor(server, user) {
    this.server = server;
    this.user = user;
    this.id = user._id;
    this.email = user.email;
    this.token = user.accessToken;
  }

  static async register(server, name = 'Somebody', email = `${name.toLowerCase()}-${++people}@chat.test`) {
    const fields = { email, name, password: sdkPassword(email), fcmToken: NO_FIREBASE, platform: 'Android' };
    const { status, data } = await call(server, null, 'POST', 'user/register', fields);
    assert.equal(status, 200, JSON.stringify(data));
    return new Person(server, types.signedIn(data));
  }

  static all(server, ...names) {
    return Promise.all(names.map(name => Person.register(server, name)));
  }

  static async login(server, email, password = sdkPassword(email)) {
    const { status, data } = await call(server, null, 'POST', 'user/login', { email, password, fcmToken: NO_FIREBASE, platform: 'ios' });
    assert.equal(status, 200, JSON.stringify(data));
    return new Person(server, types.signedIn(data));
  }

  /** The same account at the same device, after the server was started anew. */
  at(server) {
    return new Person(server, this.user);
  }

  call(method, path, body, headers) {
    return call(this.server, this.token, method, path, body, headers);
  }

  /** The data of a call that must go well. */
  async ok(method, path, body) {
    const { status, data } = await this.call(method, path, body);
    assert.equal(status, 200, `${method} ${path}: ${JSON.stringify(data)}`);
    return data;
  }

  /** The status of a call that must fail. */
  async refused(method, path, body) {
    const { status, data } = await this.call(method, path, body);
    assert.notEqual(status, 200, `${method} ${path} was answered with ${JSON.stringify(data)}`);
    return status;
  }

  post(path, body) {
    return this.ok('POST', path, body);
  }

  /** Opens the room with somebody, or goes on in it. */
  async single(peer, message = 'hello') {
    return types.room(await this.post('room/single', { peerEmail: peer.email, message }));
  }

  async group(title, ...others) {
    // The SDK's form: the emails are the JSON text of a list.
    const fields = { title, peerEmails: JSON.stringify(others.map(one => one.email)) };
    return types.room(await this.post('room/group', dioForm(fields)));
  }

  async rooms(page = 0) {
    return types.roomPage(await this.ok('GET', `room?page=${page}`));
  }

  /** A room as this one sees it in the list. */
  async room(id) {
    return (await this.rooms()).find(room => room._id === id);
  }

  async members(id, page = 1) {
    return types.members(await this.ok('GET', `room/group-members?lastIndex=${page}&roomId=${id}`));
  }

  async messages(id, lastId = 'first') {
    return types.messages(await this.ok('GET', `message?lastId=${lastId}&roomId=${id}`));
  }

  /** All of a room's messages, the oldest first, as a client gets them page by page. */
  async history(id, first) {
    const all = [];
    for (let page = first ?? (await this.messages(id)); page.length > 0; page = await this.messages(id, page.at(-1)._id)) {
      all.push(...page);
    }
    return types.messages(all).reverse();
  }

  /** Sends a text, as the SDK does. */
  async send(room, content) {
    const kind = room.roomType === 'single' ? 'single' : 'group';
    assert.equal(await this.post(`message/${kind}`, { type: 'text', roomId: room._id, content }), `success to send to ${kind} chat`);
  }

  /** Sends files, as the SDK does: what the attachment does not have is the text "null". */
  sendFiles(room, type, attachment, ...files) {
    const all = { imageUrl: 'null', playUrl: 'null', lat: 'null', lang: 'null', ...attachment };
    const fields = { type, roomId: room._id, content: CONTENTS[type], attachment: JSON.stringify(all) };
    return this.call('POST', `message/${room.roomType === 'single' ? 'single' : 'group'}`, dartForm(fields, files));
  }
}

/** The texts that the SDK gives to messages with files. */
export const CONTENTS = {
  image: 'This content image 📷',
  voice: 'This content voice 🎤',
  video: 'This content video 📽',
  file: 'This content file 📁',
};
