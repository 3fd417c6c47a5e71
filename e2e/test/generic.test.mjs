// Any Socket.IO client: socket.io-client 4.8 and 2.4 from npm, over every transport.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { io as io4 } from 'socket.io-client';
import { startServer } from '../lib/server.mjs';
import { Arrivals, PATIENCE, within } from '../lib/within.mjs';
import { Wire } from '../lib/wire.mjs';

const io2 = createRequire(import.meta.url)('socket.io-client-2');
const IDENTITY = { envId: 'env1', clientKey: 'ck-1', echoMessages: true };

const CLIENTS = {
  'socket.io-client 4.8': (url, options) => io4(url, { auth: IDENTITY, forceNew: true, ...options }),
  'socket.io-client 2.4': (url, options) => io2(url, { query: { ...IDENTITY, echoMessages: 'true' }, forceNew: true, ...options }),
};
const TRANSPORTS = { polling: ['polling'], websocket: ['websocket'], upgrade: undefined };

for (const [name, make] of Object.entries(CLIENTS)) {
  describe(`${name} as a generic client`, () => {
    let server;
    const open = [];
    before(async () => (server = await startServer()));
    after(async () => {
      open.forEach(one => one.close());
      await server?.stop();
    });

    async function client(transports, options = {}, url = server.url) {
      const socket = make(url, { ...(transports ? { transports } : {}), ...options });
      open.push(socket);
      const events = new Arrivals();
      socket.heard = events;
      if (socket.onAny) {
        socket.onAny((event, ...args) => events.push([event, ...args]));
      } else {
        // 2.4 has no onAny.
        const { onevent } = socket;
        socket.onevent = function (packet) {
          events.push(packet.data);
          return onevent.call(this, packet);
        };
      }
      await on(socket, 'connect');
      return socket;
    }

    const on = (socket, event) => within(PATIENCE, new Promise(resolve => socket.once(event, resolve)), `${event} at ${name}`);
    const call = (socket, ...event) =>
      within(PATIENCE, new Promise(resolve => socket.emit(...event, resolve)), `an acknowledgement of ${event[0]}`);
    const engine = socket => socket.io.engine;

    async function pair(transports, channel) {
      const [a, b] = [await client(transports), await client(transports)];
      for (const one of [a, b]) assert.deepEqual(await call(one, 'join', { channel, echo: false }), { ok: true });
      return [a, b];
    }

    for (const [kind, transports] of Object.entries(TRANSPORTS)) {
      test(`textBinaryAndAcknowledgements over ${kind}`, async () => {
        const channel = `exchange ${kind}`;
        const [a, b] = await pair(transports, channel);
        if (kind === 'upgrade') {
          for (const one of [a, b]) if (engine(one).transport.name !== 'websocket') await on(engine(one), 'upgrade');
        }
        assert.equal(engine(a).transport.name, kind === 'polling' ? 'polling' : 'websocket');
        const messages = [{ text: 'ünï ☃ 𝄞' }, 'x'.repeat(100_000), { bytes: Buffer.from([0, 1, 255]), more: [Buffer.from('ab')] }, null];
        messages.forEach(message => a.emit('message', { channel, eventName: 'thing', message }));
        assert.deepEqual(await call(a, 'message', { channel, eventName: 'end', message: 1 }), { ok: true });
        for (const one of [a, b]) {
          await one.heard.find(([event]) => event === 'end');
          const things = one.heard.all.filter(([event]) => event === 'thing').map(([, { message }]) => message);
          assert.deepEqual(things, messages);
        }
        const members = await call(b, 'members', { channel });
        assert.deepEqual(members, [{ id: a.id }, { id: b.id }]);
        const { error } = await call(a, 'join', { channel: '' });
        assert.equal(error.code, 'invalid_value');
      });

      test(`binaryAcknowledgement over ${kind}`, async () => {
        const channel = `binary profile ${kind}`;
        const [a] = await pair(transports, channel);
        assert.deepEqual(await call(a, 'update', { data: { picture: Buffer.from([1, 2]) } }), { ok: true });
        const members = await call(a, 'members', { channel });
        assert.deepEqual(members[0], { id: a.id, data: { picture: Buffer.from([1, 2]) } });
      });

      test(`closeIsALeaveAtOnce over ${kind}`, async () => {
        const channel = `close ${kind}`;
        const [a, b] = await pair(transports, channel);
        const { id } = a;
        a.close();
        const left = await b.heard.find(([event]) => event === 'channel:leave');
        assert.deepEqual(left, ['channel:leave', { channel, message: { id } }]);
      });

      test(`wrongKeyIsRefused over ${kind}`, async () => {
        const wrong = { envId: 'env1', clientKey: 'nope' };
        const socket = make(server.url, { ...(transports ? { transports } : {}), auth: wrong, query: wrong });
        open.push(socket);
        const answer = new Promise(resolve => ['connect_error', 'error', 'connect'].forEach(event => socket.on(event, resolve)));
        const error = await within(PATIENCE, answer, 'a refusal');
        // Clients of version 2 are given the data alone.
        assert.equal(error.data?.code ?? error.code, 'invalid_client_key');
      });

      test(`manyMessagesKeepTheirOrder over ${kind}`, async () => {
        const channel = `order ${kind}`;
        const [a, b] = await pair(transports, channel);
        // With the default transports the change to WebSocket happens meanwhile.
        for (let n = 0; n < 1000; n++) {
          a.emit('message', { channel, eventName: 'n', message: n });
          if (n % 50 === 0) await new Promise(setImmediate);
        }
        await b.heard.count(1000, ([event]) => event === 'n');
        assert.deepEqual(b.heard.all.map(([, { message }]) => message), Array.from({ length: 1000 }, (_, n) => n));
        await a.heard.count(1000, ([event]) => event === 'n');
        const own = a.heard.all.filter(([event]) => event === 'n').map(([, { message }]) => message);
        assert.deepEqual(own, Array.from({ length: 1000 }, (_, n) => n));
      });
    }

    test('restartOnTheSamePortBringsItBackOverEveryTransport', async () => {
      let own = await startServer();
      const back = { reconnectionDelay: 50, reconnectionDelayMax: 200 };
      const all = await Promise.all(Object.values(TRANSPORTS).map(transports => client(transports, back, own.url)));
      const upgrading = engine(all.at(-1));
      if (upgrading.transport.name !== 'websocket') await on(upgrading, 'upgrade');
      const before = all.map(({ id }) => id);
      const reasons = all.map(() => []);
      all.forEach((one, n) => one.on('disconnect', reason => reasons[n].push(reason)));
      const returned = all.map(one => on(one, 'connect'));
      const { port } = own;
      await own.stop();
      own = await startServer({ port });
      await Promise.all(returned);
      for (const [n, one] of all.entries()) {
        assert.notEqual(one.id, before[n]);
        assert.deepEqual(await call(one, 'join', { channel: 'again' }), { ok: true });
        assert.equal(reasons[n].length, 1);
        assert.notEqual(reasons[n][0], 'io server disconnect');
        one.close();
      }
      await own.stop();
    });

    test('clientsOfEveryTransportAndAgeMeet', async () => {
      const here = await Promise.all(Object.values(TRANSPORTS).map(transports => client(transports)));
      const wire = await Wire.connected(server);
      await wire.call(1, 'join', { channel: 'meeting', echo: false });
      for (const one of here) await call(one, 'join', { channel: 'meeting', echo: false });
      const message = { bytes: Buffer.from([5]), text: 'all' };
      here[0].emit('message', { channel: 'meeting', eventName: 'hello', message });
      for (const one of here) {
        assert.deepEqual(await one.heard.find(([event]) => event === 'hello'), ['hello', { channel: 'meeting', message }]);
      }
      await wire.find(text => text.startsWith('451-["hello"'));
      await wire.find(text => text === '<05>');
      wire.close();
    });

    test('unknownNamespaceIsRefusedAndTheRootOneStays', async () => {
      const root = await client(['websocket'], { forceNew: false });
      const other = root.io.socket('/nowhere', name.includes('4.8') ? { auth: IDENTITY } : undefined);
      const answer = new Promise(resolve => ['connect_error', 'error'].forEach(event => other.on(event, resolve)));
      other.open();
      const error = await within(PATIENCE, answer, 'a refusal');
      assert.match(String(error.message ?? error), /Invalid namespace/);
      other.close();
      assert.deepEqual(await call(root, 'leave', { channel: 'x' }), { ok: true });
    });

    test('serverAndClientKeepAConnectionThatIsIdle', async () => {
      const own = await startServer({ socketio: { pingInterval: '200ms', pingTimeout: '400ms' } });
      const both = [await client(['polling'], {}, own.url), await client(['websocket'], {}, own.url)];
      const lost = [];
      both.forEach(one => one.on('disconnect', reason => lost.push(reason)));
      for (const one of both) {
        const beats = new Arrivals();
        engine(one).on('packet', ({ type }) => /^p[io]ng$/.test(type) && beats.push(type));
        await beats.count(10);
      }
      for (const one of both) assert.deepEqual(await call(one, 'leave', { channel: 'x' }), { ok: true });
      assert.deepEqual(lost, []);
      both.forEach(one => one.close());
      await own.stop();
    });
  });
}

test('peerThatStopsAnsweringLeavesAfterPingIntervalAndTimeout', async () => {
  const server = await startServer({ socketio: { pingInterval: '200ms', pingTimeout: '300ms' } });
  const observer = await Wire.connected(server);
  await observer.call(1, 'join', { channel: 'room', echo: false });
  const silent = await Wire.connected(server);
  await silent.call(1, 'join', { channel: 'room', echo: false });
  const began = Date.now();
  silent.socket.removeAllListeners('message');
  const left = `42["channel:leave",{"channel":"room","message":{"id":"${silent.sid}"}}]`;
  await observer.find(text => text === left);
  assert.ok(Date.now() - began < 2_000);
  await silent.gone();
  observer.close();
  await server.stop();
});
