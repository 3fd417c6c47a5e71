// Sockets of an app's own back end, and that nobody else has their powers (altogic-agnost section 2, "master" events).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { AUTH, Wire } from '../lib/wire.mjs';

const FOREIGN = { ...AUTH, envId: 'env2', clientKey: 'ck-2' };

describe('master sockets', () => {
  let server, master, member, foreigner;
  before(async () => {
    server = await startServer();
    master = await Wire.connected(server, { accessToken: 'sk-1' }, { path: '/realtime/' });
    member = await Wire.connected(server);
    foreigner = await Wire.connected(server, FOREIGN);
    for (const wire of [member, foreigner]) await wire.call(1, 'join', { channel: 'room', echo: false });
  });
  after(async () => {
    [master, member, foreigner].forEach(wire => wire?.close());
    await server?.stop();
  });

  let calls = 100;
  const call = (wire, ...event) => wire.call(++calls, ...event);

  /** The events both members hear of what {@code act} does; it must have been dealt with when its promise is kept. */
  async function heard(act) {
    [member, foreigner].forEach(wire => wire.take());
    await act();
    const frames = [];
    for (const [wire, auth] of [[member, AUTH], [foreigner, FOREIGN]]) {
      const witness = await Wire.connected(server, auth);
      const end = wire.next(text => text.startsWith('42["end"'), 'the end');
      await call(witness, 'message', { eventName: 'end', echo: false });
      await end;
      witness.close();
      frames.push(wire.take().filter(text => !text.startsWith('42["end"') && !text.startsWith('43')));
    }
    return { member: frames[0], foreigner: frames[1] };
  }

  const NOTHING = { member: [], foreigner: [] };

  test('sendMessageReachesTheChannelOfItsApp', async () => {
    const news = { channelName: 'room', eventName: 'news', envId: 'env1', message: { n: 1 } };
    assert.deepEqual(await heard(() => call(master, 'send_message', news)), {
      member: ['42["news",{"channel":"room","message":{"n":1}}]'],
      foreigner: [],
    });
  });

  test('sendMessageToAChannelItIsNotIn', async () => {
    const news = { channelName: 'other', eventName: 'news', envId: 'env1', message: 1 };
    assert.deepEqual(await heard(() => call(master, 'send_message', news)), NOTHING);
  });

  test('broadcastMessageReachesTheWholeAppAndNoOther', async () => {
    const news = { eventName: 'news', envId: 'env1', message: 'all' };
    assert.deepEqual(await heard(() => call(master, 'broadcast_message', news)), {
      member: ['42["news",{"channel":null,"message":"all"}]'],
      foreigner: [],
    });
    assert.deepEqual(master.all.filter(text => text.startsWith('42')), [], 'a back end is not in its app itself');
  });

  test('binaryMessagesPassToo', async () => {
    const frames = await heard(async () => {
      master.send('451-["broadcast_message",{"eventName":"bin","envId":"env1","message":{"_placeholder":true,"num":0}}]');
      master.send(Buffer.from([1, 2]));
      await call(master, 'get_members', { envId: 'env1', channel: 'room' });
    });
    assert.deepEqual(frames.member, ['451-["bin",{"channel":null,"message":{"_placeholder":true,"num":0}}]', '<0102>']);
  });

  test('withoutAnAckIdTheEventsWorkAsTheOriginalSendsThem', async () => {
    const frames = await heard(async () => {
      master.emit('send_message', { channelName: 'room', eventName: 'a', envId: 'env1', message: 1 });
      master.emit('broadcast_message', { eventName: 'b', envId: 'env1', message: 2 });
      master.emit('send_message', { channelName: 'room', eventName: 'c', envId: 'env1' });
      await call(master, 'get_members', { envId: 'env1', channel: 'room' });
      await call(master, 'broadcast_message', { eventName: 'd', envId: 'env1' });
    });
    assert.deepEqual(frames.member, [
      '42["a",{"channel":"room","message":1}]',
      '42["b",{"channel":null,"message":2}]',
      '42["c",{"channel":"room"}]',
      '42["d",{"channel":null}]',
    ]);
  });

  test('getMembersIsAcknowledgedWithOneArray', async () => {
    master.send('427["get_members",{"envId":"env1","channel":"room"}]');
    assert.equal(await master.find(text => text.startsWith('437')), `437[[{"id":"${member.sid}"}]]`);
    assert.deepEqual(await call(master, 'get_members', { envId: 'env1', channel: 'nobody' }), []);
  });

  test('userEventOfAUserWhoIsNotHereReachesNobody', async () => {
    const event = { eventName: 'user:signout', envId: 'env1', userId: member.sid, session: null, user: null };
    assert.deepEqual(await heard(() => call(master, 'user_event', event)), NOTHING);
  });

  test('channelNamedLikeAUserDoesNotOverhearUserEvents', async () => {
    await call(member, 'join', { channel: 'u9', echo: false });
    await call(member, 'join', { channel: 'env1.u9', echo: false });
    const event = { eventName: 'user:signin', envId: 'env1', userId: 'u9', session: { token: 'secret' }, user: { _id: 'u9' } };
    assert.deepEqual(await heard(() => call(master, 'user_event', event)), NOTHING);
  });

  test('otherEnvironmentIsRefused', async () => {
    const refusal = { error: { code: 'no_environment_found', message: 'The server key does not belong to this environment.' } };
    const frames = await heard(async () => {
      const message = { channelName: 'room', eventName: 'news', envId: 'env2', message: 1 };
      assert.deepEqual(await call(master, 'send_message', message), refusal);
      assert.deepEqual(await call(master, 'broadcast_message', message), refusal);
      assert.deepEqual(await call(master, 'user_event', { ...message, userId: 'u' }), refusal);
      assert.deepEqual(await call(master, 'get_members', { envId: 'env2', channel: 'room' }), refusal);
    });
    assert.deepEqual(frames, NOTHING);
  });

  for (const event of ['send_message', 'broadcast_message', 'user_event', 'get_members']) {
    test(`ordinarySocketsMayNot: ${event}`, async () => {
      const id = ++calls;
      const argument = {
        channelName: 'room',
        channel: 'room',
        eventName: 'news',
        envId: 'env1',
        userId: 'u9',
        session: null,
        user: null,
        accessToken: 'sk-1',
        message: 'forged',
      };
      const client = await Wire.connected(server);
      const frames = await heard(async () => {
        client.send(`42${id}${JSON.stringify([event, argument])}`);
        client.emit(event, { ...argument, envId: 'env2' });
        await client.settled();
      });
      assert.deepEqual(frames, NOTHING);
      const answers = client.all.filter(text => text.startsWith(`43${id}`)).map(text => JSON.parse(text.slice(2 + String(id).length))[0]);
      assert.ok(answers.every(answer => answer.error), 'if it is answered at all, it is refused');
      client.close();
    });
  }

  test('masterSocketTakesNoPartInClientEvents', async () => {
    const frames = await heard(async () => {
      master.emit('join', { channel: 'room' });
      master.emit('update', { data: 'boss' });
      master.emit('message', { channel: 'room', eventName: 'as client', message: 1 });
      assert.deepEqual(await call(master, 'get_members', { envId: 'env1', channel: 'room' }), [{ id: member.sid }]);
    });
    assert.deepEqual(frames, NOTHING);
  });

  test('reservedAndMissingNamesAreRefused', async () => {
    const frames = await heard(async () => {
      for (const eventName of ['connect', 'disconnect', 'newListener', null, '', {}, undefined]) {
        const { error } = await call(master, 'send_message', { channelName: 'room', eventName, envId: 'env1', message: 1 });
        assert.equal(error.code, 'invalid_value', String(eventName));
      }
      for (const channelName of [null, '', ' ', {}, undefined]) {
        const { error } = await call(master, 'send_message', { channelName, eventName: 'e', envId: 'env1', message: 1 });
        assert.equal(error.code, 'invalid_value', String(channelName));
      }
    });
    assert.deepEqual(frames, NOTHING);
  });

  test('malformedArgumentsDoNotEndTheMasterSocket', async () => {
    for (const text of ['42["send_message"]', '42["send_message",null]', '42["get_members",7]', '42["user_event",[]]']) master.send(text);
    assert.deepEqual(await call(master, 'get_members', { envId: 'env1', channel: 'room' }), [{ id: member.sid }]);
  });

  test('wrongServerKeyIsNoWayIn', async () => {
    const error = await Wire.refused(server, { accessToken: 'sk-wrong' });
    assert.equal(error.data.code, 'no_environment_found');
    const client = await Wire.refused(server, { accessToken: 'sk-wrong', envId: 'env1' });
    assert.equal(client.data.code, 'missing_client_key');
  });

  test('serverKeyInTheUrlIsNoWayIn', async () => {
    const wire = new Wire(server, { query: '&accessToken=sk-1' });
    await wire.opened;
    wire.send('40');
    assert.match(await wire.find(text => /^4[04]/.test(text)), /^44/);
    wire.close();
  });
});
