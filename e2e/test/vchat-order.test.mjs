// One order of a room's messages for everybody: that of their ids (vchat 1, "IDs and time", and docs/protocols/vchat.md, "What is
// guaranteed").
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { defects } from '../lib/vchat-types.mjs';
import { closeAll, Dart, KINDS } from '../lib/vchat-sockets.mjs';
import { Person, SETTINGS } from '../lib/vchat.mjs';

const SENDERS = 20;
const EACH = 15;

describe("the order of a room's messages", () => {
  let server;
  before(async () => (server = await startServer(SETTINGS)));
  afterEach(() => {
    closeAll();
    assert.deepEqual(defects.splice(0), []);
  });
  after(() => server?.stop());

  const ids = messages => messages.map(({ _id }) => _id);

  async function crowd(count = SENDERS) {
    const everybody = await Person.all(server, ...Array.from({ length: count }, (_, i) => `Sender${i}`));
    return { everybody, room: await everybody[0].group('crowd', ...everybody.slice(1)) };
  }

  /** Each sends one message after another; all of them at once. */
  const chatter = (everybody, room, each) =>
    Promise.all(
      everybody.map(async (person, sender) => {
        for (let n = 0; n < each; n++) await person.send(room, `${sender}:${n}`);
      }),
    );

  test('whatTwentySendAtOnceComesInOneOrder', async () => {
    const { everybody, room } = await crowd();
    const observers = await Promise.all(Object.values(KINDS).map((kind, i) => kind.connected(everybody[i], '/message')));
    const mains = await Promise.all(everybody.slice(0, 4).map(one => Dart.connected(one)));
    await Promise.all(observers.map(one => one.look(room)));
    await chatter(everybody, room, EACH);

    const history = (await everybody[7].history(room._id)).slice(1);
    assert.equal(history.length, SENDERS * EACH);
    assert.deepEqual(ids(history), ids(history).sort());
    for (const observer of observers) {
      await observer.count(history.length, ({ event }) => event === 'new_message');
      assert.deepEqual(observer.of('new_message'), history);
    }
    for (let sender = 0; sender < SENDERS; sender++) {
      const own = history.filter(({ senderId }) => senderId === everybody[sender].id).map(({ content }) => content);
      assert.deepEqual(own, own.map((_, n) => `${sender}:${n}`));
    }
    // Rooms change in the same order. Some of the changes may be told as one.
    for (const main of mains) {
      await main.heard('update_one_room', ({ lastMessage }) => lastMessage._id === history.at(-1)._id);
      const told = main.of('update_one_room');
      const last = ids(told.map(({ lastMessage }) => lastMessage));
      assert.deepEqual(last, [...last].sort());
      const times = told.map(({ updatedAt }) => updatedAt);
      assert.deepEqual(times, [...times].sort());
    }
    const [latest] = await everybody[19].rooms();
    assert.deepEqual(latest.lastMessage, history.at(-1));
  });

  test('aHistoryIsReadWithoutGapWhileMessagesCome', async () => {
    const { everybody, room } = await crowd(5);
    await chatter(everybody, room, 20);
    let going = true;
    const more = everybody.map(async person => {
      for (let n = 0; going && n < 200; n++) await person.send(room, `more ${n}`);
    });
    const read = [];
    for (let i = 0; i < 5; i++) read.push(await everybody[i].history(room._id));
    going = false;
    await Promise.all(more);
    const all = ids(await everybody[0].history(room._id));
    assert.ok(read[0].length > 100);
    for (const history of read) assert.deepEqual(ids(history), all.slice(0, history.length));
    assert.deepEqual(await everybody[0].messages(room._id, all[0]), []);
    assert.equal(await everybody[0].refused('GET', `message?lastId=x&roomId=${room._id}`), 400);
  });

  test('whoComesWhileMessagesComeMissesNoneAndSeesNoneTwice', async () => {
    const { everybody, room } = await crowd(6);
    const kinds = Object.values(KINDS);
    let going = true;
    const sending = everybody.slice(1).map(async person => {
      for (let n = 0; going && n < 300; n++) await person.send(room, `${n}`);
    });
    const visits = [];
    for (let i = 0; i < 10; i++) {
      const page = await kinds[i % kinds.length].connected(everybody[0], '/message');
      const there = await page.look(room);
      await page.count(3, ({ event }) => event === 'new_message');
      visits.push({ page, there });
    }
    // To come again is to begin anew.
    const again = visits[0].page;
    const before = again.all.length;
    await again.look(room);
    going = false;
    await Promise.all(sending);
    await everybody[1].send(room, 'last');
    const all = ids(await everybody[0].history(room._id));
    for (const { page } of visits) {
      await page.heard('new_message', ({ content }) => content === 'last');
      const events = page.all.slice(page === again ? before : 0).filter(({ event }) => event !== 'pong');
      const start = events.findIndex(({ event }) => event === 'all_messages');
      const seen = [...ids(events[start].data).reverse(), ...ids(events.slice(start + 1).map(({ data }) => data))];
      assert.deepEqual(seen, all.slice(-seen.length));
    }
  });

  test('joinsThatComeAtOnceAreAllAnsweredAndTheLastCounts', async () => {
    const [ann, bob] = await Person.all(server, 'Ann', 'Bob');
    const rooms = await Promise.all([1, 2, 3].map(n => ann.group(`${n}`, bob)));
    const page = await Dart.connected(bob, '/message');
    const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => page.ask('join', rooms[n % 3]._id)));
    assert.deepEqual(answers.at(-1), { success: true });
    assert.ok(answers.every(({ success }) => typeof success === 'boolean'));
    // One after another, and those that wait replace each other: it is not sixty histories.
    assert.ok(page.of('all_messages').length < 30);
    assert.equal(page.of('all_messages').at(-1)[0].roomId, rooms[2]._id);
    await ann.send(rooms[2], 'here');
    await page.heard('new_message', ({ content }) => content === 'here');
    const main = await Dart.connected(bob);
    const lists = await Promise.all(Array.from({ length: 16 }, () => main.join()));
    lists.forEach(list => assert.equal(list.length, 3));
  });

  test('aStopDoesNotOvertakeTheTypingItEnds', async () => {
    const [ann, bob] = await Person.all(server, 'Ann', 'Bob');
    const [annMain, bobMain] = await Promise.all([ann, bob].map(one => Dart.connected(one)));
    for (let n = 0; n < 20; n++) {
      const room = await ann.group(`${n}`, bob); // nobody knows its members yet
      bobMain.emit('typing_changed', { status: 'typing', name: 'Bob', roomId: room._id });
      bobMain.emit('typing_changed', { status: 'stop', name: 'Bob', roomId: room._id });
      await annMain.heard('user_typing_changed', ({ status, roomId }) => status === 'stop' && roomId === room._id);
    }
    const last = new Map(annMain.of('user_typing_changed').map(({ roomId, status }) => [roomId, status]));
    assert.deepEqual([...new Set(last.values())], ['stop']);
  });

  test('aBusyRoomTellsItsLastStateAndNotEachOne', async () => {
    const { everybody, room } = await crowd(11);
    const [watcher] = everybody;
    const main = await Dart.connected(watcher);
    const quiet = main.hears('update_one_room');
    await everybody[1].send(room, 'quiet');
    assert.equal((await quiet).lastMessage.content, 'quiet');
    const before = main.of('update_one_room').length;
    await Promise.all(Array.from({ length: 200 }, (_, n) => everybody[1 + (n % 10)].send(room, `${n}`)));
    const [last] = await watcher.messages(room._id);
    const told = await main.heard('update_one_room', ({ lastMessage }) => lastMessage._id === last._id);
    assert.equal(told.unReadCount, (await watcher.room(room._id)).unReadCount);
    assert.ok(main.of('update_one_room').length - before < 200);
  });
});
