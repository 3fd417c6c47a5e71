// What a session is worth to a connection, and what is left when it ends (docs/protocols/altogic-agnost.md, "Sessions and user
// events").
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { Wire } from '../lib/wire.mjs';

const APPS = [
  {
    id: 'free',
    clientKeys: [{ key: 'ck-f' }],
    channels: [
      { match: 'own:{user}', join: 'session', publish: 'session', members: 'session' },
      { match: 'own:*' },
      { match: '*', join: 'anyone', publish: 'anyone', members: 'anyone' },
    ],
  },
  { id: 'strict', requireSession: true, clientKeys: [{ key: 'ck-s' }] },
];

describe('sessions', () => {
  let server;
  let people = 0;
  before(async () => (server = await startServer({ apps: APPS })));
  after(() => server?.stop());

  const keyOf = app => (app === 'free' ? 'ck-f' : 'ck-s');

  async function post(app, path, body, token) {
    const headers = { 'Content-Type': 'application/json', 'X-Client-Key': keyOf(app) };
    if (token) headers.Session = token;
    const url = `${server.url}/e:${app}/_api/rest/v1/${path}`;
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body ?? {}) });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
  }

  async function signUp(app) {
    const email = `luke${++people}@example.com`;
    const { status, body } = await post(app, 'auth/signup-email', { email, password: 'correct horse' });
    assert.equal(status, 200, JSON.stringify(body));
    return { user: body.user._id, token: body.session.token };
  }

  const connected = (app, token) =>
    Wire.connected(server, { echoMessages: true, envId: app, clientKey: keyOf(app), Session: token });

  let calls = 0;
  const call = (wire, ...event) => wire.call(++calls, ...event);
  const code = async (wire, ...event) => (await call(wire, ...event)).error?.code ?? 'ok';

  test('whereASessionIsEnforcedNoneAndABadOneAreToldApart', async () => {
    const auth = { envId: 'strict', clientKey: 'ck-s' };
    assert.equal((await Wire.refused(server, auth)).data.code, 'missing_session_token');
    assert.equal((await Wire.refused(server, { ...auth, Session: 'x' })).data.code, 'invalid_session_token');
    const foreign = await signUp('free');
    assert.equal((await Wire.refused(server, { ...auth, Session: foreign.token })).data.code, 'invalid_session_token');
  });

  test('anInvalidTokenWhereNoneIsNeededIsIgnored', async () => {
    const wire = await connected('free', 'x');
    assert.equal(await code(wire, 'join', { channel: 'room' }), 'ok');
    assert.equal(await code(wire, 'join', { channel: 'own:x' }), 'not_allowed');
    wire.close();
  });

  test('aUsersOwnChannelsEndWithTheSession', async () => {
    const { user, token } = await signUp('free');
    const wire = await connected('free', token);
    const own = { channel: `own:${user}` };
    assert.equal(await code(wire, 'join', own), 'ok');
    assert.equal(await code(wire, 'join', { channel: 'room' }), 'ok');
    const members = path => post('free', 'realtime/get-members', own, path);
    assert.equal((await members(token)).body.length, 1);
    assert.equal((await members()).status, 403);

    assert.equal((await post('free', 'auth/signout', {}, token)).status, 200);
    await wire.find(text => text.startsWith('42["user:signout"'), 'its own sign-out');
    assert.equal(await code(wire, 'join', own), 'not_allowed');
    assert.equal(await code(wire, 'message', { channel: 'room', eventName: 'e' }), 'ok');
    const other = await connected('free');
    assert.equal((await call(other, 'members', { channel: 'room' })).length, 1);
    [wire, other].forEach(one => one.close());
  });

  test('whereASessionIsEnforcedPacketsVanishWhenItEnds', async () => {
    const [luke, leia] = [await signUp('strict'), await signUp('strict')];
    const [one, two] = [await connected('strict', luke.token), await connected('strict', leia.token)];
    for (const wire of [one, two]) assert.equal(await code(wire, 'join', { channel: 'room', echo: false }), 'ok');
    const left = two.next(text => text.startsWith('42["channel:leave"'), 'the leave');
    assert.equal((await post('strict', 'auth/signout', {}, luke.token)).status, 200);
    await left;
    await one.find(text => text.startsWith('42["user:signout"'), 'the last event of its user');
    one.take();
    assert.equal(await code(one, 'message', { channel: 'room', eventName: 'vain' }), 'invalid_session_token');
    assert.equal(await code(two, 'message', { eventName: 'all' }), 'ok');
    assert.equal(await code(one, 'join', { channel: 'room' }), 'invalid_session_token');
    assert.deepEqual(one.take().filter(text => text.startsWith('42')), []);
    assert.ok(one.isOpen);
    [one, two].forEach(wire => wire.close());
  });
});
