// Who may do what over skapi-js's WebSocket, and when its connections end (skapi 3, 4 and 7).
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { api, CHAT, claims, SETTINGS, tokens, TWIN } from '../lib/skapi.mjs';
import { address, closeWires, read, refusal, SkapiWire } from '../lib/skapi-wire.mjs';
import { startServer } from '../lib/server.mjs';
import { PATIENCE, within } from '../lib/within.mjs';
import { Wire } from '../lib/wire.mjs';

const OPERATOR = 'operator-token';

let names = 0;
const newGroup = () => `group ${++names}`;

describe("access to skapi-js's WebSocket", () => {
  let server;
  before(async () => (server = await startServer({ ...SETTINGS, ops: { token: OPERATOR } })));
  afterEach(closeWires);
  after(async () => {
    await server?.stop();
    assert.doesNotMatch(server.log, /ERROR|Exception|eyJ/);
  });

  const connected = options => SkapiWire.connected(server, options);
  const inGroup = (group, count) => SkapiWire.inGroup(server, group, count);

  describe('at the handshake', () => {
    let url;
    before(async () => (url = await address(server)));

    test('whoShowsNoGoodAccessTokenIsTurnedAwayBeforeTheUpgrade', async () => {
      const { idToken, accessToken, refreshToken } = await tokens(server);
      const foreign = await tokens(server, TWIN);
      const altogic = await api(server, CHAT, 'POST', '/tokens', { userId: randomUUID() });
      const [header, payload, signature] = accessToken.split('.');
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      const sub = Buffer.from(JSON.stringify({ ...claims(accessToken), sub: randomUUID() })).toString('base64url');
      const bad = {
        missing: '',
        empty: '?token=',
        junk: '?token=junk',
        'three parts of junk': '?token=a.b.c',
        'an id token': `?token=${idToken}`,
        'a refresh token': `?token=${refreshToken}`,
        "another app's": `?token=${foreign.accessToken}`,
        "another family's": `?token=${altogic.token}`,
        unsigned: `?token=${none}.${payload}.`,
        "another user's name in it": `?token=${header}.${sub}.${signature}`,
        'a byte of the signature': `?token=${header}.${payload}.${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`,
        'under another name': `?access_token=${accessToken}`,
        long: `?token=${'x'.repeat(3_000)}`,
      };
      for (const [name, query] of Object.entries(bad)) {
        const { status, body } = await refusal(url + query);
        assert.ok(status === 401 || status === 403, `${name}: ${status} ${body}`);
        assert.ok(!body.includes(accessToken), name);
      }
      const wire = new SkapiWire(`${url}?token=${accessToken}`);
      await within(PATIENCE, wire.opened, 'the good one');
    });

    test('anExpiredTokenIsTurnedAway', async () => {
      const { accessToken } = await tokens(server, CHAT, randomUUID(), { expiresIn: 1 });
      // The second is short, but time enough for this one.
      const wire = new SkapiWire(`${url}?token=${accessToken}`);
      await within(PATIENCE, wire.opened, 'the connection while it is good');
      await wire.gone();
      assert.ok([401, 403].includes((await refusal(`${url}?token=${accessToken}`)).status));
    });

    test('aRevokedTokenIsTurnedAway', async () => {
      const made = await tokens(server);
      const { sub } = claims(made.idToken);
      await api(server, CHAT, 'DELETE', `/users/${sub}/sessions`);
      assert.ok([401, 403].includes((await refusal(`${url}?token=${made.accessToken}`)).status));
    });

    test('whatIsNotThereIs404', async () => {
      const { accessToken } = await tokens(server);
      const { host } = new URL(url);
      for (const path of ['/skapi/us31nobody00000/ws', '/skapi/ws', '/skapi/', `/skapi/${CHAT.id}/ws`]) {
        assert.equal((await refusal(`ws://${host}${path}?token=${accessToken}`)).status, 404, path);
      }
    });

    test("aTokenIsGoodAtItsOwnServicesAddressOnly", async () => {
      const [here, there] = [await tokens(server), await tokens(server, TWIN)];
      assert.ok([401, 403].includes((await refusal(`${await address(server, TWIN)}?token=${here.accessToken}`)).status));
      assert.ok([401, 403].includes((await refusal(`${url}?token=${there.accessToken}`)).status));
    });

    test('compressionMayBeOfferedAndAnyOriginMayCome', async () => {
      const wire = await connected({ group: newGroup(), options: { perMessageDeflate: true, headers: { origin: 'https://app.test' } } });
      assert.ok(wire.isOpen);
    });

    test('theSameRequestWithoutAnUpgradeIsNoConnection', async () => {
      const { accessToken } = await tokens(server);
      const answer = await fetch(`${url.replace('ws', 'http')}?token=${accessToken}`);
      assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
      await answer.text();
    });
  });

  describe('who is not allowed', () => {
    /** Nobody else hears of it. */
    async function isRefused(wire, frame, group, ...watchers) {
      const error = await wire.refused(frame);
      assert.match(error['#code'], /^[A-Z_]+$/);
      wire.take();
      await watchers[0].settled(group, ...watchers.slice(1));
      watchers.forEach(watcher => assert.deepEqual(watcher.heard(), []));
      return error;
    }

    test('onlyMembersSpeakToAGroup', async () => {
      const [group, other] = [newGroup(), newGroup()];
      const [ann, bob] = await inGroup(group, 2);
      const stranger = await connected({ group: other });
      const frame = { action: 'broadcast', rid: group, content: 'x', token: stranger.signed };
      const error = await isRefused(stranger, frame, group, ann, bob);
      assert.match(error['#error'], /not joined/);
      const nobody = await connected();
      await isRefused(nobody, { ...frame, token: nobody.signed }, group, ann, bob);
      const left = ann.next(text => text.includes('USER_LEFT'), 'the notice');
      bob.joins(null);
      await left;
      ann.take();
      await isRefused(bob, { ...frame, token: bob.signed }, group, ann);
    });

    test('othersTokensInFramesAreRefused', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      const eve = await connected({ group });
      await eve.settled(group, ann, bob);
      [ann, bob, eve].forEach(wire => wire.take());
      const twin = await tokens(server, TWIN, eve.id);
      const [header, payload, signature] = eve.tokens.accessToken.split('.');
      const forged = `${header}.${payload}.${signature.slice(0, -6)}AAAAAA`;
      const wrapped = (jwt, { service, owner } = CHAT) => `IdT:${service}:${owner}:${jwt}`;
      const own = eve.tokens.idToken;
      const bad = [ann.tokens.accessToken, ann.signed, twin.accessToken, wrapped(twin.idToken), wrapped(twin.idToken, TWIN)];
      bad.push(forged, wrapped(forged), wrapped(own, TWIN), wrapped(own, { ...CHAT, service: 'us31other000000' }));
      bad.push('junk', 'a.b.c', 'IdT:', 'IdT:x', wrapped('junk'));
      bad.push(7, {}, [eve.signed], true);
      for (const token of bad) {
        await isRefused(eve, { action: 'broadcast', rid: group, content: 'x', token }, group, ann, bob);
        await isRefused(eve, { action: 'sendMessage', uid: ann.id, content: 'x', token }, group, ann, bob);
      }
      await isRefused(eve, { action: 'joinRoom', rid: newGroup(), token: ann.tokens.accessToken }, group, ann, bob);
      await isRefused(eve, { action: 'rtc', uid: `cid:${ann.cid}`, content: {}, token: bob.tokens.accessToken }, group, ann, bob);
    });

    test('ownTokensOfAnyAgeAreFine', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      const short = await tokens(server, CHAT, ann.id, { expiresIn: 1 });
      const over = await SkapiWire.with(server, short);
      await over.gone();
      const wrapped = jwt => `IdT:${CHAT.service}:${CHAT.owner}:${jwt}`;
      const fine = [wrapped(short.idToken), short.accessToken, wrapped('null'), ann.signed, ann.tokens.accessToken];
      for (const [n, token] of fine.entries()) ann.send({ action: 'broadcast', rid: group, content: n, token });
      await ann.settled(group, bob);
      assert.deepEqual(bob.heard().map(text => read(text)['#message']), fine.map((_, n) => n));
    });

    test('nobodySpeaksAsSomebodyElse', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      const eve = await connected({ group });
      await eve.settled(group, ann, bob);
      [ann, bob, eve].forEach(wire => wire.take());
      const lies = { '#user_id': ann.id, '#scid': ann.cid, '#notice': 'x', '#code': 'USER_LEFT', user_id: ann.id, sender: ann.id };
      eve.broadcasts(group, 'x', lies);
      eve.whispers(bob.id, 'y', lies);
      eve.signals(bob.cid, { hungup: ann.id }, lies);
      await eve.settled(group, bob);
      const from = `"#user_id":"${eve.id}","#scid":"${eve.cid}"`;
      assert.deepEqual(bob.heard(), [
        `{"#message":"x",${from},"#srid":"${group}"}`,
        `{"#private":"y",${from}}`,
        `{"#rtc":{"hungup":"${ann.id}"},${from}}`,
      ]);
    });

    test('callsToNobodyAreRefused', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      const twin = await connected({ of: TWIN, userId: bob.id, group });
      twin.take();
      for (const cid of [twin.cid, randomBytes(11).toString('base64url') + '=', bob.id, `${bob.cid}x`]) {
        const frame = { action: 'rtc', uid: `cid:${cid}`, content: { sdpoffer: 1 }, token: ann.tokens.accessToken };
        await isRefused(ann, frame, group, ann, bob);
      }
      await twin.settled(group);
      assert.deepEqual(twin.heard(), []);
      bob.socket.close();
      await ann.next(frame => frame.includes('USER_DISCONNECTED'), 'the notice');
      ann.take();
      await isRefused(ann, { action: 'rtc', uid: `cid:${bob.cid}`, content: {}, token: ann.tokens.accessToken }, group, ann);
    });

    test('tenThousandJoinsInASecondAreSlowedDownAndOthersGoOn', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      const flood = await connected();
      const refused = flood.next(frame => frame.startsWith('{"#error"'), 'an error');
      for (let i = 0; i < 10_000; i++) flood.joins(`flood ${i}`);
      assert.equal(read(await refused)['#code'], 'REQUEST_EXCEED');
      for (let i = 0; i < 50; i++) await ann.settled(group, bob);
      await Promise.race([flood.closed, flood.refused({ action: 'nothing' })]);
      const joins = flood.all.filter(frame => frame.includes('USER_JOINED')).length;
      assert.ok(joins <= 200, `${joins} joins`);
      ann.take();
      await ann.settled(group, bob);
      assert.deepEqual(bob.heard(), []);
    });
  });

  describe('when it ends', () => {
    test('theEndOfASessionEndsItsConnections', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      const told = bob.next(frame => frame.includes('USER_DISCONNECTED'), 'the notice');
      const { sessions } = await api(server, CHAT, 'GET', `/users/${ann.id}/sessions`);
      assert.equal(sessions.length, 1);
      assert.equal(sessions[0].for, 'skapi');
      await api(server, CHAT, 'DELETE', `/sessions/${sessions[0].id}`);
      await ann.gone();
      await told;
      assert.ok(bob.isOpen);
    });

    for (const [what, method, body] of [['deleted', 'DELETE'], ['disabled', 'PATCH', { disabled: true }]]) {
      test(`aUserWhoIsGoneIsDisconnected: ${what}`, async () => {
        const ann = await connected({ group: newGroup() });
        await api(server, CHAT, method, `/users/${ann.id}`, body);
        await ann.gone();
        assert.ok([401, 403].includes((await refusal(ann.socket.url)).status));
      });
    }

    const admin = async (method, path, body) => {
      const headers = { authorization: `Bearer ${OPERATOR}`, 'content-type': 'application/json' };
      const answer = await fetch(`${server.url}/v1/apps${path}`, { method, headers, body: JSON.stringify(body) });
      const text = await answer.text();
      assert.ok(answer.ok, text);
      return JSON.parse(text);
    };

    /** An app whose settings can be changed. */
    async function changeable(id, service, settings) {
      const { owner } = CHAT;
      await admin('POST', '', { id, settings: { skapi: { service, owner }, ...settings } });
      const { key } = await admin('POST', `/${id}/keys`, { kind: 'server' });
      return { id, service, owner, key };
    }

    /** With its next sign of life. */
    async function isPutOut(wire) {
      const told = wire.json(frame => frame['#code'] === 'NOT_EXISTS', 'the error');
      const keepAlive = setInterval(() => wire.isOpen && wire.send({ action: 'keepAlive' }), 50);
      try {
        await told;
        assert.equal(await wire.gone(), 1008);
      } finally {
        clearInterval(keepAlive);
      }
    }

    test('anAppThatIsNoServiceAnyMoreHasNoConnections', async () => {
      const former = await changeable('former', 'ap22parleytest00');
      const wire = await connected({ of: former, group: 'x' });
      const putOut = isPutOut(wire);
      await server.command('apps', 'set', 'former', 'skapi=');
      await putOut;
      assert.equal((await refusal(wire.socket.url)).status, 404);
    });

    test('aServiceThatIsRenamedHasNoConnections', async () => {
      const wire = await connected({ of: await changeable('renamed', 'ap31parleytest00'), group: 'x' });
      await admin('PATCH', '/renamed', { settings: { skapi: { service: 'ap31parleytest01' } } });
      await isPutOut(wire);
      assert.equal((await refusal(wire.socket.url)).status, 404);
    });

    test('pagesThatAreNotListedAnyMoreHaveNoConnections', async () => {
      const pages = ['https://one.test', 'https://two.test'];
      const of = await changeable('listed', 'ap41parleytest00', { allowedOrigins: pages });
      const from = origin => connected({ of, group: 'x', options: { headers: { origin } } });
      const [one, two] = [await from(pages[0]), await from(pages[1])];
      await admin('PATCH', '/listed', { settings: { allowedOrigins: [pages[1]] } });
      await isPutOut(one);
      await two.settled('x');
      assert.equal((await refusal(one.socket.url, { headers: { origin: pages[0] } })).status, 403);
    });

    test('aSuspendedAppHasNoConnections', async () => {
      const third = await changeable('third', 'ap21parleytest00');
      const wire = await connected({ of: third, group: 'x' });
      await admin('PATCH', '/third', { settings: { suspended: true } });
      wire.joins(newGroup());
      await Promise.race([wire.gone(), wire.json(frame => '#error' in frame, 'an error')]);
      const { status } = await refusal(wire.socket.url);
      assert.ok(status === 403 || status === 401, `${status}`);
      await admin('PATCH', '/third', { settings: { suspended: false } });
      const again = new SkapiWire(wire.socket.url);
      await within(PATIENCE, again.opened, 'the connection after the suspension');
    });
  });

  describe('others', () => {
    test('backEndsSeeAndDisconnectUsers', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      const { members } = await api(server, CHAT, 'GET', `/channels/${encodeURIComponent(group)}/members`);
      assert.deepEqual(members.map(({ id }) => id).sort(), [ann.cid, bob.cid].sort());
      await api(server, CHAT, 'DELETE', `/users/${ann.id}/subscribers`);
      await ann.gone();
      const { members: rest } = await api(server, CHAT, 'GET', `/channels/${encodeURIComponent(group)}/members`);
      assert.deepEqual(rest.map(({ id }) => id), [bob.cid]);
    });

    test('backEndsSpeakToGroups', async () => {
      const group = newGroup();
      const [ann] = await inGroup(group, 1);
      await api(server, CHAT, 'POST', '/publish', { channel: group, event: 'message', message: { from: '100% back end' } });
      await ann.settled(group);
      assert.deepEqual(ann.heard().map(read), [{ '#message': { from: '100% back end' }, '#srid': group }]);
    });

    test('clientsOfOtherFamiliesAreInTheSameGroups', async () => {
      const group = newGroup();
      const [ann] = await inGroup(group, 1);
      const wire = await Wire.connected(server, { echoMessages: true, envId: CHAT.id, clientKey: `ck-${CHAT.id}` });
      const joined = ann.json(({ '#code': code }) => code === 'USER_JOINED', 'the notice of the join');
      await wire.call(1, 'join', { channel: group });
      const notice = await joined;
      assert.deepEqual(notice, {
        '#notice': `User "${wire.sid}" has joined the message group.`,
        '#scid': wire.sid,
        '#srid': group,
        '#code': 'USER_JOINED',
      });
      const said = wire.next(text => text.startsWith('42["message"'), 'the broadcast');
      ann.broadcasts(group, { text: '100%' });
      assert.deepEqual(JSON.parse((await said).slice(2)), ['message', { channel: group, message: { text: '100%' } }]);
      const told = ann.json(({ '#message': content }) => content === 'hello', 'the message');
      wire.emit('message', { channel: group, eventName: 'any', message: 'hello' });
      assert.deepEqual(await told, { '#message': 'hello', '#scid': wire.sid, '#srid': group });
      const gone = ann.json(({ '#code': code }) => code === 'USER_DISCONNECTED' || code === 'USER_LEFT', 'the notice of the end');
      wire.close();
      assert.equal((await gone)['#scid'], wire.sid);
    });
  });
});
