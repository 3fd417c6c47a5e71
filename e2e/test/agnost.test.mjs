// Agnost's dialect: its client's package is gone from npm, so socket.io-client speaks as that client does (altogic-agnost 1 and 6).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { io } from 'socket.io-client';
import { APPS, startServer } from '../lib/server.mjs';
import { tapped } from '../lib/tap.mjs';
import { Arrivals } from '../lib/within.mjs';
import { Wire } from '../lib/wire.mjs';

describe('the dialect of Agnost', () => {
  let server;
  const open = [];
  before(async () => (server = await startServer({ apps: APPS })));
  after(async () => {
    open.forEach(one => one.close());
    await server?.stop();
  });

  /** As @agnost/client 1.2.7 connects. */
  async function agnost(auth = { echoMessages: true, envId: 'env1', apiKey: 'ck-1' }, path = '/realtime/realtime/') {
    const events = new Arrivals();
    const frames = new Arrivals();
    const connected = new Arrivals();
    const tap = { sent: () => {}, received: text => frames.push(text) };
    const socket = tapped(tap, () =>
      io(server.url, { path, transports: ['websocket', 'polling'], reconnection: true, auth, forceNew: true }),
    );
    open.push(socket);
    socket.onAny((event, ...args) => events.push([event, ...args]));
    socket.on('connect', () => connected.push('connect'));
    socket.on('connect_error', error => connected.push(error));
    const answer = await connected.find(() => true, 'an answer to CONNECT');
    return Object.assign(socket, { events, frames, answer });
  }

  for (const path of ['/realtime/realtime/', '/realtime/', '/socket.io/']) {
    test(`joinsSendsAndIsHeardAt: ${path}`, async () => {
      const a = await agnost(undefined, path);
      const b = await agnost({ echoMessages: false, envId: 'env1', apiKey: 'ck-1' });
      const channel = `at ${path}`;
      a.emit('join', { channel });
      await a.events.find(([event]) => event === 'channel:join');
      b.emit('join', { channel });
      await a.events.find(([, { message }]) => message.id === b.id);
      b.emit('update', { data: { level: 1 } });
      b.emit('message', { channel, eventName: 'hi', message: { n: 1 } });
      b.emit('message', { eventName: 'all', message: 2 });
      b.emit('leave', { channel });
      await a.events.find(([event]) => event === 'channel:leave');
      assert.deepEqual(a.events.all, [
        ['channel:join', { channel, message: { id: a.id } }],
        ['channel:join', { channel, message: { id: b.id } }],
        ['channel:update', { channel, message: { id: b.id, data: { level: 1 } } }],
        ['hi', { channel, message: { n: 1 } }],
        ['all', { channel: null, message: 2 }],
        ['channel:leave', { channel, message: { id: b.id, data: { level: 1 } } }],
      ]);
    });
  }

  test('altogicAndAgnostClientsMeetInOneApp', async () => {
    const a = await agnost();
    a.emit('join', { channel: 'mixed' });
    await a.events.find(([event]) => event === 'channel:join');
    const wire = await Wire.connected(server);
    wire.emit('message', { channel: 'mixed', eventName: 'from', message: 'altogic' });
    assert.deepEqual(await a.events.find(([event]) => event === 'from'), ['from', { channel: 'mixed', message: 'altogic' }]);
    wire.close();
  });

  test('withoutEchoMessagesNothingIsEchoed', async () => {
    const a = await agnost({ envId: 'env1', apiKey: 'ck-1' });
    a.emit('join', { channel: 'no echo' });
    a.emit('join', { channel: 'echo', echo: true });
    await a.events.find(([, { channel }]) => channel === 'echo');
    assert.equal(a.events.all.length, 1);
  });

  test('restCallsFindTheEnvironmentInThePath', async () => {
    const a = await agnost();
    a.emit('update', { data: { level: 2 } });
    a.emit('join', { channel: 'rest' });
    await a.events.find(([event]) => event === 'channel:join');
    for (const prefix of ['/env1/agnost', '/env1', '//env1/agnost']) {
      const response = await fetch(`${server.url}${prefix}/realtime/get-members`, {
        method: 'POST',
        headers: { authorization: 'ck-1', 'x-client': 'agnost-js', 'content-type': 'application/json' },
        body: '{"channel":"rest"}',
      });
      assert.deepEqual(await response.json(), [{ id: a.id, data: { level: 2 } }], prefix);
    }
  });

  test('restErrorsAreJsonWithTheCodesOfAgnost', async () => {
    const ask = async (path, headers = {}, method = 'POST', body = '{"channel":"rest"}') => {
      const response = await fetch(server.url + path, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: method === 'GET' ? undefined : body,
      });
      const { errors } = await response.json();
      assert.ok(errors[0].origin && errors[0].message && response.statusText);
      return [response.status, errors[0].code];
    };
    const path = '/env1/agnost/realtime/get-members';
    const authorization = 'ck-1';
    assert.deepEqual(await ask(path), [401, 'missing_api_key']);
    assert.deepEqual(await ask(path, { authorization: 'nope' }), [401, 'invalid_api_key']);
    assert.deepEqual(await ask('/nowhere/agnost/realtime/get-members', { authorization }), [404, 'no_environment_found']);
    assert.deepEqual(await ask('/env1/agnost/no/such/thing', { authorization }), [404, 'resource_not_found']);
    assert.deepEqual(await ask(path, { authorization }, 'GET'), [405, 'method_not_allowed']);
    assert.deepEqual(await ask(path, { authorization }, 'POST', '{'), [400, 'invalid_request_body_syntax']);
    assert.deepEqual(await ask(path, { authorization }, 'POST', '{}'), [400, 'validation_error']);
  });

  test('refusalIsAConnectErrorWithoutAutomaticReturn', async () => {
    const a = await agnost({ echoMessages: true, envId: 'env1', apiKey: 'nope' });
    assert.equal(a.answer.message, 'Realtime Connection Error - Invalid API Key');
    assert.deepEqual(a.answer.data, {
      origin: 'client_error',
      code: 'invalid_api_key',
      message: 'Application version does not have such an API key (nope)',
    });
    assert.equal(a.active, false);
  });
});
