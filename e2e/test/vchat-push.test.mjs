// Who is told by push (vchat 5, "Push"): users who neither look at the room nor muted it, on the devices they are signed in on.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { defects, message } from '../lib/vchat-types.mjs';
import { closeAll, Dart } from '../lib/vchat-sockets.mjs';
import { Person, SETTINGS } from '../lib/vchat.mjs';
import { within } from '../lib/within.mjs';

const SECRET = 'push-secret';

describe('push', () => {
  const arrived = [];
  let wake = () => {};
  let hook;
  let server;

  before(async () => {
    hook = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray());
      const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(request.headers['parley-signature']);
      assert.equal(createHmac('sha256', SECRET).update(`${seconds}.`).update(body).digest('hex'), signature);
      arrived.push(JSON.parse(body));
      response.writeHead(204).end();
      wake();
    });
    await new Promise(done => hook.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${hook.address().port}/push`;
    server = await startServer({ ...SETTINGS, push: { webhook: { url, secret: SECRET } } });
  });
  beforeEach(() => arrived.splice(0));
  afterEach(() => {
    closeAll();
    assert.deepEqual(defects.splice(0), []);
  });
  after(async () => {
    await server?.stop();
    hook?.close();
  });

  /** The note of a message. */
  const note = content => within(5_000, (async () => {
    for (;;) {
      const found = arrived.find(({ data }) => JSON.parse(data.message).content === content);
      if (found) return found;
      await new Promise(done => (wake = done));
    }
  })(), `a push of "${content}"`);

  const device = (person, fcmToken) => person.ok('PATCH', 'user', { fcmToken });

  test('whoLooksMutedTheRoomOrSentTheMessageGetsNone', async () => {
    const [ann, bob, carl, dora, eve] = await Person.all(server, 'Ann', 'Bob', 'Carl', 'Dora', 'Eve');
    await Promise.all([ann, bob, carl, dora, eve].map((one, i) => device(one, `token-${i}`)));
    const group = await ann.group('The group', bob, carl, dora, eve);
    await carl.ok('POST', 'room/chat-notification', { roomId: group._id });
    const page = await Dart.connected(dora, '/message');
    await page.look(group);
    await Dart.connected(eve); // online, but not looking

    await ann.send(group, 'hello 🎉');
    const pushed = await note('hello 🎉');
    assert.deepEqual(pushed.users.toSorted(), [bob.id, eve.id].toSorted());
    assert.deepEqual(pushed.devices.map(({ token }) => token).toSorted(), ['token-1', 'token-4']);
    assert.equal(pushed.title, 'The group');
    assert.equal(pushed.body, 'hello 🎉');
    assert.equal(pushed.data.roomId, group._id);
    assert.equal(message(JSON.parse(pushed.data.message)).senderId, ann.id);
    // What the server says of a group is not pushed: the first note is that of the message.
    assert.equal(arrived.length, 1);
  });

  test('aSingleRoomsNoteHasTheSendersName', async () => {
    const [ann, bob] = await Person.all(server, 'Ann', 'Bob');
    await device(bob, 'token-b');
    const room = await ann.single(bob, 'first');
    const pushed = await note('first');
    assert.deepEqual([pushed.title, pushed.body, pushed.room], ['Ann', 'first', room._id]);
  });

  test('whoSignsOutGetsNoneAndTheOtherDeviceDoes', async () => {
    const [ann, bob] = await Person.all(server, 'Ann', 'Bob');
    const tablet = await Person.login(server, bob.email);
    await device(bob, 'phone');
    await device(tablet, 'tablet');
    const room = await ann.single(bob, 'one');
    assert.deepEqual((await note('one')).devices.map(({ token }) => token).toSorted(), ['phone', 'tablet']);
    await device(bob, 'Out');
    await ann.send(room, 'two');
    assert.deepEqual((await note('two')).devices.map(({ token }) => token), ['tablet']);
  });

  test('aDeviceBelongsToWhoeverUsedItLast', async () => {
    const [ann, bob, carl] = await Person.all(server, 'Ann', 'Bob', 'Carl');
    await device(bob, 'shared');
    await device(carl, 'shared');
    const room = await ann.group('both', bob, carl);
    await ann.send(room, 'whose');
    assert.deepEqual((await note('whose')).devices.map(({ user, token }) => [user, token]), [[carl.id, 'shared']]);
  });
});
