// skapi-js's frames byte for byte, and what clients must not be able to do (skapi 3 to 7).
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { api, CHAT, SETTINGS, tokens, TWIN } from '../lib/skapi.mjs';
import { address, closeWires, read, refusal, SkapiWire } from '../lib/skapi-wire.mjs';
import { startServer } from '../lib/server.mjs';
import { PATIENCE, within } from '../lib/within.mjs';
import { Wire } from '../lib/wire.mjs';

const MIB = 1 << 20;
const MAX_NAME = 1000;
const OPERATOR = 'operator-token';
const [chat, ...others] = SETTINGS.apps;
const settings = { ...SETTINGS, ops: { token: OPERATOR }, apps: [{ ...chat, maxNameLength: MAX_NAME }, ...others] };

let names = 0;
const newGroup = () => `group ${++names}`;

describe("skapi-js's WebSocket", () => {
  let server;
  before(async () => (server = await startServer(settings)));
  afterEach(closeWires);
  after(async () => {
    await server?.stop();
    assert.doesNotMatch(server.log, /ERROR|Exception|eyJ/);
  });

  const connected = options => SkapiWire.connected(server, options);

  /** So many in one group; each knows of all the others. */
  async function inGroup(group, count) {
    const wires = [];
    while (wires.length < count) wires.push(await connected({ group }));
    await wires[0].settled(group, ...wires.slice(1));
    wires.forEach(wire => wire.take());
    return wires;
  }

  describe('frames', () => {
    const notice = (what, code, { id, cid }, group) =>
      `{"#notice":"User \\"${id}\\" ${what}","#user_id":"${id}","#scid":"${cid}","#srid":"${group}","#code":"${code}"}`;
    const joined = (wire, group) => notice('has joined the message group.', 'USER_JOINED', wire, group);
    const left = (wire, group) => notice('has left the message group.', 'USER_LEFT', wire, group);
    const disconnected = (wire, group) => notice('has been disconnected.', 'USER_DISCONNECTED', wire, group);

    test('aConnectionFromItsFirstFrameToItsLast', async () => {
      const [first, second] = [newGroup(), newGroup()];
      const ann = await connected();
      assert.deepEqual(ann.all, [], 'nothing is said on open');
      await ann.join(first);
      assert.deepEqual(ann.take(), [joined(ann, first)]);
      const bob = await connected();
      ann.send({ action: 'keepAlive' });
      await bob.join(first);
      await bob.settled(first, ann);
      assert.deepEqual(bob.heard(), [joined(bob, first)]);
      assert.deepEqual(ann.heard(), [joined(bob, first)]);

      const content = '{"msg":"Hello 100% sure? 50%20 é 漢 😀 #&+"}';
      const rest = `"notification":"","notificationConfig":{},"token":"${ann.signed}"}`;
      ann.send(`{"action":"broadcast","rid":"${first}","content":${content},${rest}`);
      await ann.settled(first, bob);
      const text = content.replaceAll('%', '%25');
      const said = [`{"#message":${text},"#user_id":"${ann.id}","#scid":"${ann.cid}","#srid":"${first}"}`];
      assert.deepEqual(ann.heard(), said);
      assert.deepEqual(bob.heard(), said);

      ann.send(`{"action":"sendMessage","uid":"${bob.id}","content":{"msg":"psst"},${rest}`);
      await ann.settled(first, bob);
      assert.deepEqual(bob.heard(), [`{"#private":{"msg":"psst"},"#user_id":"${ann.id}","#scid":"${ann.cid}"}`]);
      assert.deepEqual(ann.heard(), []);

      const offer = '{"sdpoffer":{"type":"offer","sdp":"v=0\\r\\na=100%\\r\\n"}}';
      ann.send(`{"action":"rtc","uid":"cid:${bob.cid}","content":${offer},"token":"${ann.tokens.accessToken}"}`);
      await ann.settled(first, bob);
      assert.deepEqual(bob.heard(), [`{"#rtc":${offer.replace('%', '%25')},"#user_id":"${ann.id}","#scid":"${ann.cid}"}`]);
      assert.deepEqual(ann.heard(), []);

      await bob.join(second);
      assert.deepEqual(bob.heard(), [joined(bob, second)]);
      await ann.settled(first);
      assert.deepEqual(ann.heard(), [left(bob, first)]);
      await bob.join(first);
      const gone = ann.next(frame => frame.includes('USER_DISCONNECTED'), 'the notice');
      bob.socket.close();
      await gone;
      await ann.settled(first);
      assert.deepEqual(ann.heard(), [joined(bob, first), disconnected(bob, first)]);
    });

    test('allKeysMayComeInAnyOrderAndWithWhatNobodyKnows', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      ann.send(`{"token":"${ann.signed}","x":{"action":"keepAlive"},"content":1,"rid":"${group}","action":"broadcast"}`);
      await ann.settled(group, bob);
      assert.deepEqual(bob.heard(), [`{"#message":1,"#user_id":"${ann.id}","#scid":"${ann.cid}","#srid":"${group}"}`]);
    });

    test('contentsAreNotTouched', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      const contents = ['1.50', '1E400', '12345678901234567890', '-0', '"\\u0025 \\u00e9\\/"', '"\\ud83d"', '{"b":1,"a":2,"b":3}', '{"__proto__":1}', 'null', '""'];
      for (const content of contents) ann.send(`{"action":"broadcast","rid":"${group}","content":${content},"token":"${ann.signed}"}`);
      await ann.settled(group, bob);
      const bodies = bob.heard().map(text => text.slice('{"#message":'.length, text.indexOf(',"#user_id"')));
      assert.deepEqual(bodies, contents);
    });

    test('whoIsConnectedIsThereFromThenOn', async () => {
      const ann = await connected();
      const made = await tokens(server);
      for (let i = 0; i < 30; i++) {
        const bob = await SkapiWire.with(server, made);
        ann.whispers(bob.id, i);
        await bob.find(text => text.startsWith(`{"#private":${i},`), `message ${i}`);
      }
    });

    test('aFrameWithoutContentSaysNull', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      ann.send({ action: 'broadcast', rid: group, token: ann.signed });
      await ann.settled(group, bob);
      assert.deepEqual(bob.heard(), [`{"#message":null,"#user_id":"${ann.id}","#scid":"${ann.cid}","#srid":"${group}"}`]);
    });

    test('namesOfGroupsComeBackAsTheyWere', async () => {
      for (const name of ['#', 'a#b', '%', '%25', '100% 漢 😀', '"\\', '\ud83d', 'x'.repeat(MAX_NAME), '漢'.repeat(MAX_NAME)]) {
        const [ann, bob] = await inGroup(name, 2);
        ann.broadcasts(name, 'here');
        const frame = await bob.json(({ '#message': content }) => content === 'here', name);
        assert.equal(frame['#srid'], name);
        closeWires();
      }
    });

    test('signalsKeepTheirOrder', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      for (let i = 0; i < 200; i++) ann.signals(bob.cid, { candidate: i });
      await ann.settled(group, bob);
      assert.deepEqual(bob.heard().map(text => read(text)['#rtc'].candidate), Array.from({ length: 200 }, (_, i) => i));
      bob.signals(ann.cid, { pickup: bob.id });
      bob.signals(ann.cid, { hungup: bob.id });
      await bob.settled(group, ann);
      assert.deepEqual(ann.heard().map(text => read(text)['#rtc']), [{ pickup: bob.id }, { hungup: bob.id }]);
    });

    test('aSignalReachesOneConnectionOfAUser', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      const phone = await connected({ userId: bob.id, group });
      await ann.settled(group, bob, phone);
      [ann, bob, phone].forEach(wire => wire.take());
      ann.signals(phone.cid, { sdpoffer: 1 });
      await ann.settled(group, bob, phone);
      assert.equal(phone.heard().length, 1);
      assert.deepEqual(bob.heard(), []);
    });
  });

  describe('at the handshake', () => {
    let url;
    before(async () => (url = await address(server)));

    test('whoShowsNoGoodAccessTokenIsTurnedAwayBeforeTheUpgrade', async () => {
      const { idToken, accessToken, refreshToken } = await tokens(server);
      const foreign = await tokens(server, TWIN);
      const altogic = await api(server, CHAT, 'POST', '/tokens', { userId: randomUUID() });
      const [header, payload, signature] = accessToken.split('.');
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      const sub = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(payload, 'base64url')), sub: randomUUID() })).toString('base64url');
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
      const { sub } = JSON.parse(Buffer.from(made.idToken.split('.')[1], 'base64url'));
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

  describe('what is not understood', () => {
    /** What is wrong with it is said, and the connection stays. */
    async function isRefused(wire, frame) {
      const error = await wire.refused(frame);
      assert.equal(typeof error['#error'], 'string');
      assert.match(error['#code'], /^[A-Z_]+$/);
      assert.deepEqual(Object.keys(error), ['#error', '#code']);
      assert.ok(wire.isOpen);
      return error;
    }

    test('junkIsAnsweredWithAnErrorAndTheConnectionStays', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      const junk = ['', 'junk', '{', '{}', '[]', 'null', '7', '"joinRoom"', '[{"action":"joinRoom"}]', '{"action":null}', '{"action":7}'];
      junk.push('{"action":{}}', '{"action":"JOINROOM"}', '{"action":"joinGroup","rid":"x"}', '{"action":"__proto__"}', '{"action":"100%"}');
      junk.push(`{"action":"x${'['.repeat(10_000)}`, '['.repeat(100_000), '{"action":"joinRoom","rid":"x"} {}');
      for (const text of junk) await isRefused(ann, text);
      await isRefused(ann, Buffer.from([1, 2, 3]));
      await isRefused(ann, Buffer.from(`{"action":"broadcast","rid":"${group}","content":1}`));
      ann.take();
      await ann.settled(group, bob);
      assert.deepEqual(bob.heard(), []);
    });

    test('valuesOfOtherTypesAreRefused', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      for (const rid of [7, true, {}, ['x'], 'x'.repeat(MAX_NAME + 1)]) {
        await isRefused(ann, { action: 'joinRoom', rid, token: ann.tokens.accessToken });
        await isRefused(ann, { action: 'broadcast', rid, content: 1, token: ann.signed });
      }
      for (const uid of [undefined, null, 7, {}, '', 'bob', group, `cid:${bob.cid}`]) {
        await isRefused(ann, { action: 'sendMessage', uid, content: 1, token: ann.signed });
      }
      for (const uid of [undefined, null, 7, {}, '', 'cid:', 'x'.repeat(10_000)]) {
        await isRefused(ann, { action: 'rtc', uid, content: 1, token: ann.tokens.accessToken });
      }
      await ann.settled(group, bob);
      assert.deepEqual(bob.heard(), []);
    });

    test('aFrameThatIsNotUtf8EndsTheConnection', async () => {
      const wire = await connected();
      wire.socket.send(Buffer.from([0x7b, 0xff, 0x7d]), { binary: false });
      assert.equal(await wire.gone(), 1007);
    });

    test('twoMebibytesAreFineAndOneMoreIsNot', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      const most = `"${'x'.repeat(2 * MIB - 2)}"`;
      const frame = content => `{"action":"broadcast","rid":"${group}","content":${content},"notification":"","notificationConfig":{},"token":"${ann.signed}"}`;
      ann.send(frame(most));
      await ann.settled(group, bob);
      const [text] = bob.heard();
      assert.ok(text.startsWith(`{"#message":${most},"#user_id"`));
      assert.match((await isRefused(ann, frame(`"x${most.slice(1)}`)))['#error'], /2097153/);
      await isRefused(ann, { action: 'sendMessage', uid: bob.id, content: 'x'.repeat(2 * MIB), token: ann.signed });
      await isRefused(ann, { action: 'rtc', uid: `cid:${bob.cid}`, content: 'x'.repeat(2 * MIB), token: ann.tokens.accessToken });
      ann.take();
      await ann.settled(group, bob);
      assert.deepEqual(bob.heard(), []);
    });

    test('whatIsFarTooLargeEndsTheConnection', async () => {
      const group = newGroup();
      const [ann, bob] = await inGroup(group, 2);
      const told = bob.next(frame => frame.includes('USER_DISCONNECTED'), 'the notice');
      ann.broadcasts(group, 'x'.repeat(16 * MIB));
      assert.equal(await ann.gone(), 1009);
      await told;
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
      const bad = [ann.tokens.accessToken, ann.signed, twin.accessToken, wrapped(twin.idToken), wrapped(twin.idToken, TWIN), forged, wrapped(forged)];
      bad.push('junk', 'a.b.c', 'IdT:', 'IdT:x', wrapped('junk'), wrapped(eve.tokens.idToken, TWIN), wrapped(eve.tokens.idToken, { ...CHAT, service: 'us31other000000' }));
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
        await isRefused(ann, { action: 'rtc', uid: `cid:${cid}`, content: { sdpoffer: 1 }, token: ann.tokens.accessToken }, group, ann, bob);
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

    test('backEndsSpeakToGroups', async () => {
      const group = newGroup();
      const [ann] = await inGroup(group, 1);
      await api(server, CHAT, 'POST', '/publish', { channel: group, event: 'message', message: { from: '100% back end' } });
      await ann.settled(group);
      assert.deepEqual(ann.heard().map(read), [{ '#message': { from: '100% back end' }, '#srid': group }]);
    });

    test('aSuspendedAppHasNoConnections', async () => {
      const admin = async (method, path, body) => {
        const headers = { authorization: `Bearer ${OPERATOR}`, 'content-type': 'application/json' };
        const answer = await fetch(`${server.url}/v1/apps${path}`, { method, headers, body: JSON.stringify(body) });
        const text = await answer.text();
        assert.ok(answer.ok, text);
        return JSON.parse(text);
      };
      const third = { ...CHAT, id: 'third', service: 'ap21parleytest00' };
      const { service, owner } = third;
      await admin('POST', '', { id: 'third', settings: { skapi: { service, owner } } });
      third.key = (await admin('POST', '/third/keys', { kind: 'server' })).key;
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
});

describe("skapi-js's WebSocket on a server with little patience", () => {
  let server;
  before(async () => {
    server = await startServer({ ...SETTINGS, skapi: { idleTimeout: '1s', maxConnectionsPerUser: 2, maxMessage: '1KiB' } });
  });
  afterEach(closeWires);
  after(() => server?.stop());

  test('whoSaysNothingIsGoneAndWhoDoesStays', async () => {
    const userId = randomUUID();
    const dead = await SkapiWire.connected(server, { options: { autoPong: false } });
    const talking = await SkapiWire.connected(server, { options: { autoPong: false } });
    const quiet = await SkapiWire.connected(server, { userId });
    const keepAlive = setInterval(() => talking.send({ action: 'keepAlive' }), 100);
    try {
      await dead.gone();
      const second = await SkapiWire.connected(server, { options: { autoPong: false } });
      await second.gone();
      assert.deepEqual([talking.isOpen, quiet.isOpen], [true, true]);
      assert.deepEqual([...talking.all, ...quiet.all], []);
    } finally {
      clearInterval(keepAlive);
    }
  });

  test('aConnectionTooManyEndsTheOldest', async () => {
    const userId = randomUUID();
    const wires = [];
    for (let i = 0; i < 3; i++) wires.push(await SkapiWire.connected(server, { userId }));
    await wires[0].gone();
    assert.deepEqual(wires.slice(1).map(wire => wire.isOpen), [true, true]);
  });

  test('theLimitOfAMessageIsASetting', async () => {
    const group = newGroup();
    const wire = await SkapiWire.connected(server, { group });
    await wire.refused({ action: 'broadcast', rid: group, content: 'x'.repeat(1023), token: wire.signed });
    wire.broadcasts(group, 'x'.repeat(1022));
    await wire.settled(group);
  });
});
