// Acknowledgements beyond the originals, which never acknowledge: for clients that ask (docs/protocols/altogic-agnost.md).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { APPS, startServer } from '../lib/server.mjs';
import { AUTH, Wire } from '../lib/wire.mjs';

describe('acknowledgements', () => {
  let server, wire, calls = 0;
  before(async () => {
    server = await startServer({
      apps: [{ ...APPS[0], maxChannelsPerSubscriber: 3, maxNameLength: 20, maxProfileBytes: 100, maxPayload: 2048 }],
    });
    wire = await Wire.connected(server);
  });
  after(async () => {
    wire?.close();
    await server?.stop();
  });

  const call = (event, ...args) => wire.call(++calls, event, ...args);
  const refusal = async (event, ...args) => {
    const { error } = await call(event, ...args);
    assert.deepEqual(Object.keys(error), ['code', 'message']);
    assert.ok(error.message.length > 10);
    return error.code;
  };

  test('everyCommandIsAnsweredOnceItWasApplied', async () => {
    assert.deepEqual(await call('join', { channel: 'room' }), { ok: true });
    assert.deepEqual(await call('join', { channel: 'room' }), { ok: true }, 'again is no error');
    assert.deepEqual(await call('update', { data: 1 }), { ok: true });
    assert.deepEqual(await call('message', { channel: 'room', eventName: 'e', message: 1 }), { ok: true });
    assert.deepEqual(await call('message', { eventName: 'e', message: 1 }), { ok: true });
    assert.deepEqual(await call('leave', { channel: 'room' }), { ok: true });
    assert.deepEqual(await call('leave', { channel: 'room' }), { ok: true });
  });

  test('answerComesAfterTheEcho', async () => {
    wire.take();
    await call('join', { channel: 'after' });
    await call('message', { channel: 'after', eventName: 'e', message: 1 });
    await call('update', { data: 2 });
    await call('leave', { channel: 'after' });
    const kinds = wire.take().map(text => /^(42\["[^"]*"|43)/.exec(text)[1]);
    assert.deepEqual(kinds, ['42["channel:join"', '43', '42["e"', '43', '42["channel:update"', '43', '42["channel:leave"', '43']);
  });

  test('refusalsSayWhatAndWhy', async () => {
    assert.equal(await refusal('join', { channel: 'x'.repeat(21) }), 'invalid_value');
    assert.equal(await refusal('join', { channel: ' ' }), 'invalid_value');
    assert.equal(await refusal('join', { channel: ['room'] }), 'invalid_value');
    assert.equal(await refusal('join', {}), 'invalid_value');
    assert.equal(await refusal('join', null), 'invalid_value');
    assert.equal(await refusal('join'), 'invalid_value');
    assert.equal(await refusal('leave', { channel: {} }), 'invalid_value');
    assert.equal(await refusal('message', { channel: 'room', message: 1 }), 'invalid_value');
    assert.equal(await refusal('message', { channel: 'room', eventName: 'connect', message: 1 }), 'invalid_value');
    assert.equal(await refusal('message', { channel: 'room', eventName: 'e'.repeat(21) }), 'invalid_value');
    assert.equal(await refusal('update', { data: 'x'.repeat(101) }), 'profile_too_large');
    assert.equal(await refusal('message', { eventName: 'e', message: 'x'.repeat(2048) }), 'payload_too_large');
  });

  test('oneChannelTooManyIsRefusedAndTheOthersStay', async () => {
    for (const channel of ['1', '2', '3']) assert.deepEqual(await call('join', { channel }), { ok: true });
    const { error } = await call('join', { channel: '4' });
    assert.ok(error.code && error.message);
    assert.deepEqual((await call('members', { channel: '3' })).map(({ id }) => id), [wire.sid]);
    assert.deepEqual(await call('members', { channel: '4' }), []);
    for (const channel of ['1', '2', '3']) await call('leave', { channel });
    assert.deepEqual(await call('join', { channel: '4' }), { ok: true });
  });

  test('ackIdsOfAnySizeComeBackAsTheyWere', async () => {
    for (const id of ['0', '1', '4294967295', '9007199254740991']) {
      wire.send(`42${id}["leave",{"channel":"x"}]`);
      assert.equal(await wire.next(text => text.startsWith('43')), `43${id}[{"ok":true}]`);
    }
  });

  test('withoutAnAckIdThereIsNoAnswer', async () => {
    wire.take();
    wire.emit('join', { channel: 'silent', echo: false });
    wire.emit('join', null);
    wire.emit('leave', { channel: 'silent', echo: false });
    assert.deepEqual(await call('members', { channel: 'silent' }), []);
    assert.equal(wire.take().length, 1);
  });

  test('connectTellsItsVersionOnlyToThoseWhoAsk', async () => {
    assert.deepEqual(Object.keys(wire.welcome), ['sid']);
    const curious = await Wire.connected(server, { ...AUTH, parley: true });
    assert.deepEqual(Object.keys(curious.welcome), ['sid', 'parley']);
    assert.equal(typeof curious.welcome.parley.version, 'string');
    curious.close();
  });
});
