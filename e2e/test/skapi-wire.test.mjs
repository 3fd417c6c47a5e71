// skapi-js's frames byte for byte, and what the server makes of those that are none (skapi 4 and 5).
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { SETTINGS, tokens, TWIN } from '../lib/skapi.mjs';
import { closeWires, read, SkapiWire } from '../lib/skapi-wire.mjs';
import { startServer } from '../lib/server.mjs';

const MIB = 1 << 20;
const MAX_NAME = 1000;
const [chat, ...others] = SETTINGS.apps;
const settings = { ...SETTINGS, apps: [{ ...chat, maxNameLength: MAX_NAME }, ...others] };

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
  const inGroup = (group, count) => SkapiWire.inGroup(server, group, count);

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
      const contents = ['1.50', '1E400', '12345678901234567890', '-0', '"\\u0025 \\u00e9\\/"', '"\\ud83d"', '{"b":1,"a":2,"b":3}'];
      contents.push('{"__proto__":1}', 'null', '""');
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
      // A name that is refused is a group it would have gone to.
      await bob.find(text => text.includes('USER_LEFT'), 'the notice that it has left its own');
      await ann.join(group);
      for (const uid of [undefined, null, 7, {}, '', 'bob', group, `cid:${bob.cid}`]) {
        await isRefused(ann, { action: 'sendMessage', uid, content: 1, token: ann.signed });
      }
      for (const uid of [undefined, null, 7, {}, '', 'cid:', 'x'.repeat(10_000)]) {
        await isRefused(ann, { action: 'rtc', uid, content: 1, token: ann.tokens.accessToken });
      }
      await ann.settled(group, bob);
      assert.deepEqual(bob.heard().map(text => read(text)['#code']), ['USER_LEFT', 'USER_JOINED']);
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
      const frame = content => `{"action":"broadcast","rid":"${group}","content":${content},"token":"${ann.signed}"}`;
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
});

/** Messages of a connection in a second. */
const SLOW = 5;

describe("skapi-js's WebSocket on a server with little patience", () => {
  let server;
  before(async () => {
    const [patient, twin] = SETTINGS.apps;
    const apps = [patient, { ...twin, publishRate: { events: SLOW, eventBurst: SLOW } }];
    server = await startServer({ ...SETTINGS, apps, skapi: { idleTimeout: '1s', maxConnectionsPerUser: 2, maxMessage: '1KiB' } });
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

  test('whoIsReadSlowlyIsNotTakenForSilent', async () => {
    const hasty = await SkapiWire.connected(server, { of: TWIN, group: 'slow' });
    const count = 4 * SLOW;
    const begun = Date.now();
    for (let i = 1; i <= count; i++) hasty.broadcasts('slow', i);
    await hasty.json(({ '#message': content }) => content === count, 'what was sent at once');
    await hasty.settled('slow');
    assert.ok(Date.now() - begun > 1_500, 'longer than skapi.idleTimeout');
    assert.deepEqual(hasty.heard().slice(1).map(text => read(text)['#message']), Array.from({ length: count }, (_, i) => i + 1));
    assert.ok(hasty.isOpen);
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
