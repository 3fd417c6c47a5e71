// What an app on skapi-js 1.5.8 does with groups, private messages and lists (skapi 2 to 7).
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { api, CHAT, closePages, Page, SETTINGS, tokens, TWIN, until } from '../lib/skapi.mjs';
import { Relay } from '../lib/skapi-relay.mjs';
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
      contents.push('100% 50%20 %25 %zz 漢 😀 "q" \\ #&+', { '%': '%41', '"': '\\', é: '\u0000\u2028' }, '\ud83d lone \ude00', 'x'.repeat(100_000));
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
      const odd = ['100% 50%20', '漢 😀', '"q" \\ #&+', '#', '%', '%zz', ' ', '../..', '\ud83d', '__proto__', 'ʼn'.repeat(256)];
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

  describe('with lists', () => {
    test('theUsersOfAGroupAreItsConnections', async () => {
      const group = newGroup();
      const ann = await Page.connected(server, { group });
      const [bob, bobsPhone] = await Promise.all([1, 2].map(() => Page.signedIn(server, CHAT, CHAT.admin)));
      for (const page of [bob, bobsPhone]) await (await page.connect()).join(group);
      const row = ({ id, cid }) => `${id} ${cid}`;
      const rows = ({ list }) => list.map(({ user_id, cid }) => `${user_id} ${cid}`).sort();
      const of = (params, options) => ann.skapi.getRealtimeUsers(params, options);
      assert.deepEqual(rows(await of({ group })), [ann, bob, bobsPhone].map(row).sort());
      assert.deepEqual(rows(await of({})), [ann, bob, bobsPhone].map(row).sort(), 'the group the page is in');
      assert.deepEqual(rows(await of({ group, user_id: bob.id })), [bob, bobsPhone].map(row).sort());
      assert.deepEqual(rows(await of({ group, user_id: randomUUID() })), []);
      const nowhere = await of({ group: newGroup() });
      assert.deepEqual([nowhere.list, nowhere.endOfList, nowhere.startKey], [[], true, 'end']);
    });

    test('longListsComeInPages', async () => {
      const group = newGroup();
      const members = await Page.all(server, group, 5);
      const [ann] = members;
      for (const limit of [1, 2, 5, 1000]) {
        const found = await paged(fetchMore => ann.skapi.getRealtimeUsers({ group }, { limit, fetchMore }), limit, Math.ceil(5 / limit));
        assert.deepEqual(found.map(({ cid }) => cid).sort(), members.map(({ cid }) => cid).sort());
      }
    });

    /** All pages of a list; there are at most one more than needed, and none but the last is short. */
    async function paged(fetch, limit, needed) {
      const found = [];
      for (let n = 1; ; n++) {
        const page = await fetch(n > 1);
        found.push(...page.list);
        assert.ok(page.list.length <= limit && n <= needed + 1, `page ${n} of ${needed}: ${JSON.stringify(page)}`);
        if (page.endOfList) return found;
        assert.equal(page.list.length, limit);
      }
    }

    test('groupsAreFoundByNameAndSize', async () => {
      const p = `z${randomBytes(4).toString('hex')} `;
      const sizes = { A: 1, B: 2, Ba: 1, C: 3, 'ä': 1 };
      for (const [name, size] of Object.entries(sizes)) {
        while (size > (await count(p + name))) await Page.connected(server, { group: p + name });
      }
      const ann = await Page.connected(server);
      async function count(group) {
        return (await api(server, CHAT, 'GET', `/channels/${encodeURIComponent(group)}/members`)).members.length;
      }
      const find = async (params, options) => {
        const { list } = await ann.skapi.getRealtimeGroups(params, options);
        return list.filter(({ group }) => group.startsWith(p)).map(({ group, number_of_users }) => `${group.slice(p.length)} ${number_of_users}`);
      };
      const all = ['A 1', 'B 2', 'Ba 1', 'C 3', 'ä 1'];
      const searchFor = 'group';
      assert.deepEqual(await find(), all);
      assert.deepEqual(await find(null), all);
      assert.deepEqual(await find({ searchFor }), all);
      assert.deepEqual(await find({ searchFor, value: `${p}B` }), ['B 2']);
      assert.deepEqual(await find({ searchFor, value: `${p}B`, condition: '=' }), ['B 2']);
      assert.deepEqual(await find({ searchFor, value: `${p}B`, condition: 'eq' }), ['B 2']);
      assert.deepEqual(await find({ searchFor, value: `${p}B`, condition: '>=' }), ['B 2', 'Ba 1'], 'those that start so');
      assert.deepEqual(await find({ searchFor, value: `${p}B`, condition: 'gte' }), ['B 2', 'Ba 1']);
      assert.deepEqual(await find({ searchFor, value: `${p}B`, condition: '>' }), ['Ba 1', 'C 3', 'ä 1']);
      assert.deepEqual(await find({ searchFor, value: `${p}B`, condition: 'gt' }), ['Ba 1', 'C 3', 'ä 1']);
      assert.deepEqual(await find({ searchFor, value: `${p}B`, condition: '<' }), ['A 1']);
      assert.deepEqual(await find({ searchFor, value: `${p}B`, condition: 'lt' }), ['A 1']);
      assert.deepEqual(await find({ searchFor, value: `${p}B`, condition: '!=' }), ['A 1', 'Ba 1', 'C 3', 'ä 1']);
      assert.deepEqual(await find({ searchFor, value: `${p}B`, condition: 'ne' }), ['A 1', 'Ba 1', 'C 3', 'ä 1']);
      assert.deepEqual(await find({ searchFor, value: `${p}B`, range: `${p}C` }), ['B 2', 'Ba 1', 'C 3']);
      assert.deepEqual(await find({ searchFor, value: `${p}nothing` }), []);

      const byNumber = 'number_of_users';
      const sorted = async (...args) => (await find(...args)).sort();
      assert.deepEqual(await sorted({ searchFor: byNumber }), all);
      assert.deepEqual(await sorted({ searchFor: byNumber, value: 2 }), ['B 2']);
      assert.deepEqual(await sorted({ searchFor: byNumber, value: 2, condition: '>' }), ['C 3']);
      assert.deepEqual(await sorted({ searchFor: byNumber, value: 2, condition: '>=' }), ['B 2', 'C 3']);
      assert.deepEqual(await sorted({ searchFor: byNumber, value: 2, condition: '<' }), ['A 1', 'Ba 1', 'ä 1']);
      assert.deepEqual(await sorted({ searchFor: byNumber, value: 2, condition: '<=' }), ['A 1', 'B 2', 'Ba 1', 'ä 1']);
      assert.deepEqual(await sorted({ searchFor: byNumber, value: 2, condition: '!=' }), ['A 1', 'Ba 1', 'C 3', 'ä 1']);
      assert.deepEqual(await sorted({ searchFor: byNumber, value: 2, range: 3 }), ['B 2', 'C 3']);

      const starting = { searchFor, value: p, condition: '>=' };
      assert.deepEqual(await find(starting, { ascending: false }), all.toReversed());
      for (const limit of [1, 2, 3, 5]) {
        const some = await paged(fetchMore => ann.skapi.getRealtimeGroups(starting, { limit, fetchMore }), limit, Math.ceil(5 / limit));
        assert.deepEqual(some.map(({ group }) => group.slice(p.length)), Object.keys(sizes));
        const back = { limit, ascending: false };
        const reversed = await paged(fetchMore => ann.skapi.getRealtimeGroups(starting, { ...back, fetchMore }), limit, Math.ceil(5 / limit));
        assert.deepEqual(reversed.map(({ group }) => group.slice(p.length)), Object.keys(sizes).toReversed());
        const numbered = { searchFor: byNumber, value: 0, condition: '>' };
        const counted = await paged(fetchMore => ann.skapi.getRealtimeGroups(numbered, { limit, fetchMore }), limit, 100);
        assert.equal(new Set(counted.map(({ group }) => group)).size, counted.length);
        assert.equal(counted.filter(({ group }) => group.startsWith(p)).length, all.length);
      }
      closePages();
    });

    test('whatMakesNoSenseIsRefusedWithACodeTheClientKnows', async () => {
      const { idToken } = await tokens(server);
      const { service, owner } = CHAT;
      const ask = async (body, authorization = idToken) => {
        const headers = { 'content-type': 'application/json', authorization };
        const sent = typeof body === 'string' ? body : JSON.stringify({ service, owner, ...body });
        const answer = await fetch(`${server.url}/skapi/${service}/get-ws-group`, { method: 'POST', headers, body: sent });
        return { status: answer.status, ...(await answer.json()) };
      };
      const bad = ['', '{', '[]', 'null', '"x"', {}, { group: 7 }, { group: null }, { group: {} }, { group: 'x', limit: 0 }, { group: 'x', limit: 1001 }];
      bad.push({ group: 'x', limit: 'many' }, { group: 'x', startKey: 'x' }, { group: 'x', startKey: 7 }, { group: 'x', startKey: { o: [] } });
      bad.push({ group: 'x', user_id: 'bob' }, { group: 'x', service: 'us31another00000' }, { group: 'x', owner: TWIN.owner });
      bad.push({ searchFor: 'color', value: 'x' }, { searchFor: 'group', value: 7, condition: '=' }, { searchFor: 'group', value: 'x', condition: '~' });
      bad.push({ searchFor: 'number_of_users', value: 'x', condition: '=' }, { searchFor: 'group', value: 'x', range: 7 }, '['.repeat(10_000));
      for (const body of bad) {
        const answer = await ask(body);
        const name = JSON.stringify(body).slice(0, 100);
        assert.ok(answer.status >= 400 && answer.status < 500, `${name}: ${JSON.stringify(answer)}`);
        assert.ok(['INVALID_REQUEST', 'INVALID_PARAMETER', 'NOT_EXISTS'].includes(answer.code), `${name}: ${JSON.stringify(answer)}`);
        assert.equal(typeof answer.message, 'string');
      }
      assert.deepEqual((await ask({ group: 'nobody is here' })).list, []);
    });

    test('aGroupIsGoneWithItsLastMember', async () => {
      const group = newGroup();
      const [ann, bob] = await Page.all(server, group, 2);
      const carl = await Page.connected(server);
      const size = async () => (await carl.skapi.getRealtimeGroups({ searchFor: 'group', value: group })).list;
      assert.deepEqual(await size(), [{ group, number_of_users: 2 }]);
      const gone = ann.heard({ code: 'USER_DISCONNECTED' });
      bob.close();
      await gone;
      assert.deepEqual(await size(), [{ group, number_of_users: 1 }]);
      await ann.skapi.joinRealtime({ group: null });
      const left = newGroup();
      await ann.join(left);
      assert.deepEqual(await size(), []);
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

test('aRestartOfTheServerIsSurvivedByEverybodyInTheirGroups', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-e2e-data-'));
  const settings = { ...SETTINGS, data: { dir: folder } };
  const relay = await Relay.start();
  let server = await startServer(settings);
  try {
    relay.to(server);
    const [ann, bob] = await Page.all(relay, 'room', 2);
    const carl = await Page.connected(relay);
    [ann, bob, carl].forEach(page => page.events.take());
    const lost = [ann, bob, carl].map(page => page.heard({ type: 'reconnect' }));
    relay.away();
    await server.stop();
    await Promise.all(lost);
    server = await startServer(settings);
    const back = [ann, bob].map(page => page.heard({ code: 'USER_JOINED', sender: page.id }));
    const carlIsBack = carl.heard({ type: 'success' });
    relay.to(server);
    for (const [n, event] of (await Promise.all(back)).entries()) [ann, bob][n].cid = event.sender_cid;
    await carlIsBack;
    assert.deepEqual(carl.events.take(), [
      { type: 'error', message: 'Skapi: WebSocket unexpected close.' },
      { type: 'reconnect', message: 'Reconnecting to WebSocket server...1' },
      { type: 'success', message: LOCAL.success },
    ]);
    await ann.skapi.postRealtime('still here', 'room');
    const [heard] = await until(ann, 'room', bob);
    assert.deepEqual(heard.filter(({ type }) => type === 'message'), [message('still here', ann, 'room')]);
    const told = carl.heard({ type: 'private' });
    await bob.skapi.postRealtime('you, too?', carl.id);
    assert.deepEqual(await told, whisper('you, too?', bob));
    const { list } = await carl.skapi.getRealtimeUsers({ group: 'room' });
    assert.deepEqual(list.map(({ cid }) => cid).sort(), [ann.cid, bob.cid].sort());
  } finally {
    closePages();
    relay.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
