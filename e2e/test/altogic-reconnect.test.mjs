// What altogic 2.3.9 does when the server goes and comes back (altogic-agnost section 4).
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { Altogic, Marker } from '../lib/altogic.mjs';
import { APPS, startServer } from '../lib/server.mjs';

const QUICKLY = { reconnectionDelay: 50 };

describe('altogic 2.3.9 after the server was away', () => {
  const clients = [];
  let server, marker;
  after(async () => {
    [...clients, marker].forEach(one => one?.close());
    await server?.stop();
  });

  async function client(realtime) {
    const made = await Altogic.connected(server, { realtime: { ...QUICKLY, ...realtime } });
    clients.push(made);
    return made;
  }

  /** The same port again, after the old process has gone. */
  async function replaced(end) {
    marker.close();
    const { port } = server;
    const ended = await server[end]();
    server = await startServer({ port });
    marker = await Marker.in(server);
    return ended;
  }

  test('restartBringsEveryClientBackIntoItsChannelsWithItsProfile', async () => {
    server = await startServer();
    marker = await Marker.in(server);
    const a = await client();
    const b = await client({ echoMessages: false });
    const loner = await client({ autoJoinChannels: false });
    a.rt.updateProfile({ name: 'Luke' });
    a.rt.join('one');
    a.rt.join('two', false);
    a.rt.join('left');
    a.rt.leave('left');
    b.rt.updateProfile('str');
    b.rt.join('one');
    loner.rt.join('one');
    for (const one of [a, b, loner]) await marker.after(one, a, b, loner);
    const before = a.id;
    [a, b].forEach(one => one.said());

    const ended = await replaced('stop');
    assert.deepEqual(ended, { code: 143, signal: null }, 'ended by the signal, through its own way out');
    await Promise.all([a, b, loner].map(one => one.connected(2)));
    for (const one of [a, b]) await marker.after(one, a, b, loner);

    assert.notEqual(a.id, before);
    for (const one of [a, b, loner]) assert.deepEqual(one.disconnects.all, ['transport close']);
    assert.deepEqual(b.said(), [
      '40{"echoMessages":false,"subdomain":"","envId":"env1","clientKey":"ck-1"}',
      '42["update",{"data":"str","echo":false}]',
      '42["join",{"channel":"one","echo":false}]',
    ]);
    const { data } = await a.rt.getMembers('one');
    const expected = [{ id: a.id, data: { name: 'Luke' } }, { id: b.id, data: 'str' }];
    const byId = (x, y) => (x.id < y.id ? -1 : 1);
    assert.deepEqual(data.sort(byId), expected.sort(byId));
    assert.deepEqual((await a.rt.getMembers('two')).data, [{ id: a.id, data: { name: 'Luke' } }]);
    assert.deepEqual((await a.rt.getMembers('left')).data, []);

    a.rt.send('one', 'back', 1);
    await marker.after(a, b);
    assert.ok(b.events.all.some(([event]) => event === 'back'));
  });

  test('crashOfTheServerIsSurvivedTheSameWay', async () => {
    const a = await client();
    a.rt.join('crash');
    await marker.after(a);
    a.rt.updateProfile(null);
    await replaced('kill');
    await a.connected(2);
    await marker.after(a);
    assert.deepEqual(a.disconnects.all, ['transport close']);
    assert.deepEqual((await a.rt.getMembers('crash')).data, [{ id: a.id }], 'null is not replayed by the client');
  });

  test('messagesOfTheTimeInBetweenAreHeardByTheOthersAndNotEchoed', async () => {
    const a = await client();
    a.rt.join('between');
    await marker.after(a);
    marker.close();
    const { port } = server;
    await server.stop();
    await a.disconnects.count(1);
    a.rt.send('between', 'meanwhile', 1);
    a.events.take();
    server = await startServer({ port });
    await a.connected(2);
    marker = await Marker.in(server);
    await marker.after(a);
    const events = a.events.take().map(([event]) => event).filter(event => event !== 'marker');
    assert.deepEqual(events, ['channel:join'], 'the buffer is flushed before the channel is joined again');
  });

  test('keyFailureEndsTheSocketForGoodUntilOpenIsCalled', async () => {
    const doomed = { key: 'doomed', expires: new Date(Date.now() + 4_000).toISOString() };
    const [first, second] = APPS;
    const own = await startServer({ apps: [{ ...first, clientKeys: [...first.clientKeys, doomed] }, second] });
    const a = await Altogic.connected(own, { key: 'doomed', realtime: QUICKLY });
    const watcher = await Altogic.connected(own);
    clients.push(a, watcher);
    const seen = await Marker.in(own);
    a.rt.join('room');
    await seen.after(a, watcher);
    watcher.rt.join('room');
    await seen.after(watcher, a);
    // Asks until the key's time is over: until then every packet counts, from then on none does.
    let n = 0;
    const asking = setInterval(() => a.rt.send('room', 'n', ++n), 50);
    await a.disconnects.count(1);
    clearInterval(asking);
    assert.deepEqual(a.disconnects.all, ['io server disconnect']);
    await watcher.events.find(([event]) => event === 'channel:leave');
    const heard = watcher.events.all.filter(([event]) => event === 'n').map(([, { message }]) => message);
    assert.deepEqual(heard, heard.map((_, index) => index + 1));
    assert.ok(heard.length < n, 'the packet that met the expired key was dropped');
    assert.equal(a.connects.all.length, 1, 'no automatic return after a farewell');
    a.open();
    const error = await a.errors.next(() => true, 'the refusal');
    assert.equal(error.message, 'Realtime Connection Error - Expired API Key');
    assert.equal(error.data.code, 'expired_api_key');
    [a, watcher, seen].forEach(one => one.close());
    await own.stop();
  });
});
