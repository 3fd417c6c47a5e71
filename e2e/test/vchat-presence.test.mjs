// Who is online, as the users of one's single rooms are told (vchat 5, "Presence").
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { defects } from '../lib/vchat-types.mjs';
import { closeAll, Dart, KINDS, shared } from '../lib/vchat-sockets.mjs';
import { Person, SETTINGS } from '../lib/vchat.mjs';
import { Wire } from '../lib/wire.mjs';

const SOCKETIO = { pingInterval: '1s', pingTimeout: '1500ms' };

describe('presence', () => {
  let server;
  before(async () => (server = await startServer({ ...SETTINGS, socketio: SOCKETIO })));
  afterEach(() => {
    closeAll();
    assert.deepEqual(defects.splice(0), []);
  });
  after(() => server?.stop());

  /** Two who know each other, and one of them watching. */
  async function pair() {
    const [ann, bob] = await Person.all(server, 'Ann', 'Bob');
    const room = await ann.single(bob);
    return { ann, bob, room, watcher: await Dart.connected(ann) };
  }

  const comes = watcher => watcher.hears('user_online_changed', ({ status }) => status === 1);
  const goes = watcher => watcher.hears('user_online_changed', ({ status }) => status === 0);
  const told = watcher => watcher.of('user_online_changed').map(({ status }) => status);

  for (const [kind, client] of Object.entries(KINDS)) {
    test(`onlyTheFirstComingAndTheLastGoingAreTold: ${kind}`, async () => {
      const { bob, room, watcher } = await pair();
      const came = comes(watcher);
      const phone = await client.connected(bob);
      assert.deepEqual(await came, { status: 1, roomId: room._id });
      // A second device, and a page with messages, whose connection is in both namespaces by the older protocol.
      const tablet = await client.connected(bob);
      const page = await client.connected(bob, '/message');
      await page.look(room);
      phone.close();
      await phone.gone();
      await tablet.join();
      page.close();
      assert.equal((await watcher.join())[0].isOnline, 1);
      const went = goes(watcher);
      tablet.close();
      assert.deepEqual(await went, { status: 0, roomId: room._id });
      assert.equal((await watcher.join())[0].isOnline, 0);
      const back = comes(watcher);
      await client.connected(bob);
      await back;
      assert.deepEqual(told(watcher), [1, 0, 1]);
    });
  }

  test('aPageWithMessagesAloneMakesOnlineByTheOlderProtocol', async () => {
    const { bob, watcher } = await pair();
    const came = comes(watcher);
    const page = await Dart.connected(bob, '/message');
    await came;
    const went = goes(watcher);
    page.close();
    await went;
    // The newer one joins just what it asks for.
    const newer = await KINDS['socket.io-client 4.8'].connected(bob, '/message');
    newer.close();
    const again = comes(watcher);
    const phone = await Dart.connected(bob);
    await again;
    phone.close();
    await goes(watcher);
    assert.deepEqual(told(watcher), [1, 0, 1, 0]);
  });

  for (const version of [2, 4]) {
    test(`bothNamespacesMayShareAConnection: socket.io-client ${version}`, async () => {
      const { ann, bob, room, watcher } = await pair();
      const came = comes(watcher);
      const { main, page } = await shared(version, bob);
      await came;
      assert.equal((await main.join())[0]._id, room._id);
      await page.look(room);
      await ann.send(room, 'seen');
      await page.heard('new_message', ({ content }) => content === 'seen');
      assert.equal((await main.heard('update_one_room', ({ lastMessage }) => lastMessage.content === 'seen')).unReadCount, 0);
      // Its packets are dealt with in order, so the page is left when the list is asked for.
      page.socket.disconnect();
      await main.join();
      await ann.send(room, 'unseen');
      assert.equal((await main.heard('update_one_room', ({ lastMessage }) => lastMessage.content === 'unseen')).unReadCount, 1);
      const went = goes(watcher);
      main.close();
      await went;
      assert.deepEqual(told(watcher), [1, 0]);
    });
  }

  test('whoVanishesIsOfflineAfterThePingTimeout', async () => {
    const { bob, watcher } = await pair();
    const came = comes(watcher);
    const old = await Dart.connected(bob);
    const wire = new Wire(server, { headers: { authorization: bob.token } });
    await wire.opened;
    wire.send('40');
    await wire.enter();
    await came;
    const went = goes(watcher);
    const start = performance.now();
    old.vanish();
    wire.socket.pause();
    await went;
    assert.ok(performance.now() - start > 900, 'it had time to come back');
    wire.socket.terminate();
    assert.deepEqual(told(watcher), [1, 0]);
  });

  test('strangersAndGroupsAreNotTold', async () => {
    const { ann, bob, watcher } = await pair();
    const [mate, stranger] = await Person.all(server, 'Mate', 'Stranger');
    const group = await ann.group('group', bob, mate);
    const others = await Promise.all([mate, stranger].map(one => Dart.connected(one)));
    const came = comes(watcher);
    const phone = await Dart.connected(bob);
    await came;
    const went = goes(watcher);
    phone.close();
    await went;
    // Later, and told.
    const known = await bob.single(stranger, 'now we know each other');
    await others[1].heard('update_one_room', ({ _id }) => _id === known._id);
    await bob.send(group, 'a word');
    await others[0].heard('update_one_room', ({ lastMessage }) => lastMessage.content === 'a word');
    others.forEach(one => assert.deepEqual(told(one), []));
    assert.deepEqual(phone.of('user_online_changed'), []);
  });
});
