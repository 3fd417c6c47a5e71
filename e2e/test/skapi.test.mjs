// What an app on skapi-js 1.5.8 does with groups and private messages (skapi 2 to 7).
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, Page, SETTINGS, tokens, TWIN, until } from '../lib/skapi.mjs';
import { startServer } from '../lib/server.mjs';
import { PATIENCE, within } from '../lib/within.mjs';

const LOCAL = { success: 'Connected to WebSocket server.', close: 'WebSocket connection closed.' };
const NOTICES = {
  USER_JOINED: 'has joined the message group.',
  USER_LEFT: 'has left the message group.',
  USER_DISCONNECTED: 'has been disconnected.',
};

/** What the callback is given about somebody. */
const notice = (code, { id, cid }, group) => ({
  type: 'notice',
  message: `User "${id}" ${NOTICES[code]}`,
  sender: id,
  sender_cid: cid,
  sender_rid: group,
  code,
});

const message = (content, { id, cid }, group) => ({
  type: 'message',
  message: content,
  sender: id,
  sender_cid: cid,
  sender_rid: group,
  code: null,
});

const whisper = (content, from) => ({ ...message(content, from, null), type: 'private' });

let names = 0;
const newGroup = () => `group ${++names}`;

describe('skapi-js 1.5.8', () => {
  let server;
  before(async () => (server = await startServer(SETTINGS)));
  afterEach(closePages);
  after(async () => {
    await server?.stop();
    assert.doesNotMatch(server.log, /ERROR|Exception|eyJ/);
  });

  describe('in groups', () => {
    test('everybodyHearsOfAJoinAlsoWhoJoins', async () => {
      const group = newGroup();
      const ann = await Page.connected(server);
      assert.deepEqual(ann.events.take(), [{ type: 'success', message: LOCAL.success }]);
      await ann.join(group);
      assert.deepEqual(ann.events.take(), [notice('USER_JOINED', ann, group)]);
      const bob = await Page.connected(server, { group });
      const told = await until(bob, group, ann, bob);
      assert.deepEqual(told[0], [notice('USER_JOINED', bob, group)]);
      assert.deepEqual(told[1].slice(1), [notice('USER_JOINED', bob, group)]);
      assert.notEqual(ann.cid, bob.cid);
      assert.match(ann.cid, /^cid:[\w-]{8,}=?$/);
    });

    test('whatIsSaidReachesEverybodyAndItsSender', async () => {
      const group = newGroup();
      const [ann, bob] = await Page.all(server, group, 2);
      const done = await ann.skapi.postRealtime({ msg: 'hello' }, group);
      assert.deepEqual(done, { type: 'success', message: 'Message sent.' });
      const expected = [message({ msg: 'hello' }, ann, group)];
      assert.deepEqual(await until(ann, group, ann, bob), [expected, expected]);
    });

    test('contentsAreWhatTheyWere', async () => {
      const group = newGroup();
      const [ann, bob] = await Page.all(server, group, 2);
      const contents = [1, -0.5, 1e21, true, 'text', [], {}, [1, [2, { a: null }]], { a: { b: [null, false, 0, ''] } }];
      contents.push('100% 50%20 %25 %zz 漢 😀 "q" \\ #&+', '\ud83d lone \ude00', 'x'.repeat(100_000));
      contents.push({ '%': '%41', '"': '\\', é: '\u0000\u2028' });
      for (const content of contents) await ann.skapi.postRealtime(content, group);
      const [heard] = await until(ann, group, bob);
      assert.deepEqual(heard, contents.map(content => message(content, ann, group)));
    });

    test('whatIsNothingGoesOverTheWireThoughTheClientShowsItToNobody', async () => {
      const group = newGroup();
      const [ann, bob] = await Page.all(server, group, 2);
      bob.socket.received.take();
      for (const content of [0, '', false, null]) await ann.skapi.postRealtime(content, group);
      assert.deepEqual(await until(ann, group, bob), [[]]);
      const frames = bob.socket.received.take().slice(0, 4).map(text => JSON.parse(text)['#message']);
      assert.deepEqual(frames, [0, '', false, null]);
    });

    test('namesAreAnyText', async () => {
      const odd = ['100% 50%20', '漢 😀', '"q" \\ #&+', '#', '%', '%zz', ' ', '../..', '\ud83d', '__proto__', '漢'.repeat(256)];
      for (const group of odd) {
        const [ann, bob] = await Page.all(server, group, 2);
        await ann.skapi.postRealtime('here', group);
        assert.deepEqual(await until(ann, group, bob), [[message('here', ann, group)]]);
        const { list } = await ann.skapi.getRealtimeUsers({ group });
        assert.deepEqual(list.map(({ cid }) => cid).sort(), [ann.cid, bob.cid].sort(), JSON.stringify(group));
        closePages();
      }
    });

    test('whoSwitchesLeavesTheOldGroup', async () => {
      const [first, second] = [newGroup(), newGroup()];
      const [ann, bob] = await Page.all(server, first, 2);
      const carl = await Page.connected(server, { group: second });
      carl.events.take();
      const left = ann.heard({ code: 'USER_LEFT' });
      await bob.join(second);
      await left;
      assert.deepEqual(await until(ann, first, ann), [[notice('USER_LEFT', bob, first)]]);
      const [bobHeard, carlHeard] = await until(carl, second, bob, carl);
      assert.deepEqual(bobHeard, [notice('USER_JOINED', bob, second)]);
      assert.deepEqual(carlHeard, bobHeard);
      await ann.skapi.postRealtime('for the first', first);
      await until(ann, first, ann);
      assert.deepEqual(await until(carl, second, bob), [[]]);
    });

    for (const group of [null, '']) {
      test(`whoLeavesHearsNothingMore: ${JSON.stringify(group)}`, async () => {
        const left = newGroup();
        const [ann, bob] = await Page.all(server, left, 2);
        const gone = ann.heard({ code: 'USER_LEFT' });
        assert.equal((await bob.skapi.joinRealtime({ group })).message, 'Left realtime message group.');
        assert.deepEqual(await gone, notice('USER_LEFT', bob, left));
        await ann.skapi.postRealtime('between us', left);
        await until(ann, left, ann);
        await assert.rejects(bob.skapi.postRealtime('x', left), { code: 'INVALID_REQUEST' });
        await bob.join(newGroup());
        assert.deepEqual(bob.events.take().map(({ type }) => type), ['notice']);
      });
    }

    test('aSecondJoinOfTheSameGroupTellsNobody', async () => {
      const group = newGroup();
      const [ann, bob] = await Page.all(server, group, 2);
      await bob.skapi.joinRealtime({ group });
      assert.deepEqual(await until(bob, group, ann, bob), [[], []]);
      assert.equal((await ann.skapi.getRealtimeUsers({ group })).list.length, 2);
    });

    const endings = {
      'closeRealtime()': page => page.skapi.closeRealtime(),
      'a connection that breaks': page => page.socket.terminate(),
      'a tab that is closed': page => page.socket.close(1001),
    };
    for (const [name, end] of Object.entries(endings)) {
      test(`theOthersHearOnceThatSomebodyIsGone: ${name}`, async () => {
        const group = newGroup();
        const [ann, bob, carl] = await Page.all(server, group, 3);
        const told = [ann, carl].map(page => page.heard({ code: 'USER_DISCONNECTED' }));
        await end(bob);
        await Promise.all(told);
        const once = [notice('USER_DISCONNECTED', bob, group)];
        assert.deepEqual(await until(ann, group, ann, carl), [once, once]);
        const { list } = await ann.skapi.getRealtimeUsers({ group });
        assert.deepEqual(list.map(({ cid }) => cid).sort(), [ann.cid, carl.cid].sort());
      });
    }

    test('closeRealtimeEndsTheConnectionForGood', async () => {
      const ann = await Page.connected(server, { group: newGroup() });
      ann.events.take();
      const closed = ann.heard({ type: 'close' });
      const { socket } = ann;
      await ann.skapi.closeRealtime();
      assert.deepEqual(await closed, { type: 'close', message: LOCAL.close });
      await within(PATIENCE, socket.gone, 'the socket to close');
      assert.equal(ann.sockets.length, 1);
    });

    test('aPageThatConnectsTwiceIsThereTwice', async () => {
      const group = newGroup();
      const ann = await Page.connected(server, { group });
      const second = ann.events.next(({ code }) => code === 'USER_JOINED', 'the second join');
      await ann.skapi.connectRealtime(event => ann.events.push(event));
      await second;
      const { list } = await ann.skapi.getRealtimeUsers({ group });
      assert.deepEqual([list.length, ...new Set(list.map(({ user_id }) => user_id))], [2, ann.id]);
      assert.equal(new Set(list.map(({ cid }) => cid)).size, 2);
    });

    test('theClientSaysAtOnceThatItIsThere', async () => {
      const ann = await Page.connected(server);
      assert.equal(await ann.socket.sent.find(() => true, 'a first frame'), '{"action":"keepAlive"}');
      await ann.join(newGroup());
      assert.equal(ann.socket.received.all.length, 1, 'which is not answered');
    });
  });

  describe('with private messages', () => {
    test('allConnectionsOfTheUserGetItAndTheSenderDoesNot', async () => {
      const [here, there] = [newGroup(), newGroup()];
      const ann = await Page.connected(server, { group: here });
      const bob = await Page.connected(server, { group: here });
      const bobsPhone = await Page.connected(server, { userId: bob.id, group: there });
      const bobsTablet = await Page.connected(server, { userId: bob.id });
      const all = [bob, bobsPhone, bobsTablet];
      const told = all.map(page => page.heard({ type: 'private' }));
      ann.events.take();
      await ann.skapi.postRealtime({ msg: '100% psst' }, bob.id);
      for (const event of await Promise.all(told)) assert.deepEqual(event, whisper({ msg: '100% psst' }, ann));
      const [annHeard] = await until(ann, here, ann);
      assert.deepEqual(annHeard.filter(({ type }) => type === 'private'), []);
    });

    test('idsAreNotCaseSensitive', async () => {
      const group = newGroup();
      const [ann, bob] = await Page.all(server, group, 2);
      const told = bob.heard({ type: 'private' });
      await ann.skapi.postRealtime('hello', bob.id.toUpperCase());
      assert.deepEqual(await told, whisper('hello', ann));
    });

    test('nothingHappensIfTheUserIsNotThere', async () => {
      const group = newGroup();
      const [ann, bob] = await Page.all(server, group, 2);
      await ann.skapi.postRealtime('is anybody there?', randomUUID());
      assert.deepEqual(await until(ann, group, ann, bob), [[], []]);
    });

    test('theyNeedNoGroupAndKeepTheirOrder', async () => {
      const [ann, bob] = [await Page.connected(server), await Page.connected(server)];
      bob.events.take();
      for (let i = 1; i <= 50; i++) await ann.skapi.postRealtime(i, bob.id);
      await bob.events.count(1 + 50);
      assert.deepEqual(bob.events.take().map(event => event.message), Array.from({ length: 50 }, (_, i) => i + 1));
    });
  });

  test('twoServicesAreWorldsOfTheirOwn', async () => {
    const group = newGroup();
    const userId = randomUUID();
    const ann = await Page.connected(server, { userId, group });
    const other = await Page.connected(server, { of: TWIN, userId, group });
    const [bob, carl] = [await Page.connected(server, { group }), await Page.connected(server, { of: TWIN, group })];
    await until(bob, group, ann, bob);
    await until(carl, group, other, carl);
    await bob.skapi.postRealtime('to the group', group);
    await bob.skapi.postRealtime('to the user', userId);
    await until(bob, group, bob);
    const heard = await until(carl, group, other, carl);
    assert.deepEqual(heard, [[], []]);
    const [annHeard] = await until(bob, group, ann);
    assert.deepEqual(annHeard.map(event => event.message), ['to the group', 'to the user']);
    const cids = async page => (await page.skapi.getRealtimeUsers({ group })).list.map(({ cid }) => cid).sort();
    assert.deepEqual(await cids(ann), [ann.cid, bob.cid].sort());
    assert.deepEqual(await cids(other), [other.cid, carl.cid].sort());
    const gone = ann.heard({ code: 'USER_DISCONNECTED' });
    bob.close();
    await gone;
    assert.deepEqual(await until(carl, group, other), [[]]);
  });

  test('aConnectionThatIsTurnedAwaySaysWhatTheClientDocuments', async () => {
    const ann = await Page.open(server);
    const { idToken, accessToken, refreshToken } = await tokens(server);
    await ann.skapi.loginWithToken({ idToken, accessToken: `${accessToken.slice(0, -4)}AAAA`, refreshToken });
    ann.skapi.connectRealtime(event => ann.events.push(event));
    await ann.events.find(({ type }) => type === 'close', 'the close');
    assert.deepEqual(ann.events.all, [
      { type: 'error', message: 'Skapi: WebSocket connection error.' },
      { type: 'close', message: LOCAL.close },
    ]);
  });
});
