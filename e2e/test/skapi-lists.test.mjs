// Who is in which group, as skapi-js 1.5.8 asks (skapi 2.3).
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { api, CHAT, closePages, Page, SETTINGS, tokens, TWIN } from '../lib/skapi.mjs';
import { startServer } from '../lib/server.mjs';

let names = 0;
const newGroup = () => `group ${++names}`;

describe('lists of skapi-js', () => {
  let server;
  before(async () => (server = await startServer(SETTINGS)));
  afterEach(closePages);
  after(async () => {
    await server?.stop();
    assert.doesNotMatch(server.log, /ERROR|Exception|eyJ/);
  });

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
      const ours = list.filter(({ group }) => group.startsWith(p));
      return ours.map(({ group, number_of_users }) => `${group.slice(p.length)} ${number_of_users}`);
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
