// What would end the original's process, or more than the offender's connection (altogic-agnost section 9).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Altogic, Marker } from '../lib/altogic.mjs';
import { startServer } from '../lib/server.mjs';
import { AUTH, Wire } from '../lib/wire.mjs';

const CONNECT = '40' + JSON.stringify(AUTH);
const RESERVED = ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'];

describe('hardening', () => {
  let server, observer, marker;
  before(async () => {
    server = await startServer();
    marker = await Marker.in(server);
    observer = await Altogic.connected(server);
    observer.rt.join('room');
    await marker.after(observer);
  });
  after(async () => {
    observer?.close();
    marker?.close();
    await server?.stop();
  });

  /** What the observer hears of everything until now. Whoever did it must have been answered, or be gone. */
  async function observed() {
    await marker.after(observer);
    assert.deepEqual(observer.disconnects.all, [], 'the observer was never disconnected');
    return observer.heard({ O: observer.id });
  }

  for (const name of RESERVED) {
    test(`reservedEventNameInAMessageIsDropped: ${name}`, async () => {
      await observed();
      const wire = await Wire.connected(server);
      wire.emit('message', { channel: 'room', eventName: name, message: 1 });
      wire.emit('message', { eventName: name, message: 1 });
      wire.send(`42["message",{"channel":"room","eventName":"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}"}]`);
      wire.emit('message', { channel: 'room', eventName: 'ok', message: 1 });
      await wire.settled();
      assert.deepEqual(await observed(), ['42["ok",{"channel":"room","message":1}]']);
      assert.ok(wire.isOpen);
      wire.close();
    });

    test(`reservedSocketIoEventEndsTheConnection: ${name}`, async () => {
      const wire = await Wire.connected(server);
      wire.emit(name, {});
      await wire.gone();
      await observed();
    });
  }

  const MALFORMED = [
    '42["join",null]',
    '42["join"]',
    '42["leave"]',
    '42["leave",null]',
    '42["update"]',
    '42["update",null]',
    '42["message"]',
    '42["message",null]',
    '42["message",{"eventName":null}]',
    '42["message",{"channel":"room","eventName":null,"message":1}]',
    '42["message",{"channel":"room","eventName":{},"message":1}]',
    '42["message",{"channel":"room","eventName":["x"],"message":1}]',
    '42["message",{"channel":"room","message":1}]',
    '42["message",{"channel":"room","eventName":"","message":1}]',
    '42["message",{"channel":{"a":1},"eventName":"x","message":1}]',
    '42["message",{"channel":["room"],"eventName":"x","message":1}]',
    '42["message",{"channel":true,"eventName":"x","message":1}]',
    '42["join",{"channel":null}]',
    '42["join",{"channel":{}}]',
    '42["join",{"channel":[]}]',
    '42["join",{"channel":true}]',
    '42["join",{"channel":""}]',
    '42["join",{}]',
    '42["join","room"]',
    '42["join",[]]',
    '42["join",7]',
    '42["members",null]',
    '420["members"]',
    '42["no such event",{"channel":"room"}]',
    '42[""]',
    '43100["not asked"]',
    '42["message",{"eventName":"__proto__"},"more","arguments"]',
  ];
  test('malformedEventsAreIgnoredAndTheConnectionStays', async () => {
    await observed();
    const wire = await Wire.connected(server);
    for (const text of MALFORMED) {
      wire.send(text);
      await wire.settled();
      assert.ok(wire.isOpen, text);
    }
    assert.deepEqual(await observed(), ['42["__proto__",{"channel":null}]']);
    wire.close();
  });

  const OWN_NAMES = ['user:signin', 'user:signout', 'channel:join', 'channel:leave', 'channel:update', 'message', 'join', 'error', 'ping'];
  for (const name of OWN_NAMES) {
    test(`ordinaryEventNameOfAnApp: ${name}`, async () => {
      await observed();
      const wire = await Wire.connected(server);
      wire.emit('message', { channel: 'room', eventName: name, message: { forged: true } });
      await wire.settled();
      assert.deepEqual(await observed(), [`42["${name}",{"channel":"room","message":{"forged":true}}]`]);
      wire.close();
    });
  }

  test('eventsBeforeConnectWaitForIt', async () => {
    await observed();
    const wire = new Wire(server);
    await wire.opened;
    wire.emit('join', { channel: 'room' });
    wire.emit('message', { channel: 'room', eventName: 'early', message: 1 });
    wire.send(CONNECT);
    await wire.enter();
    await wire.settled();
    assert.deepEqual(await observed(), [
      `42["channel:join",{"channel":"room","message":{"id":"${wire.sid}"}}]`,
      '42["early",{"channel":"room","message":1}]',
    ]);
    wire.close();
    await observer.events.find(([event, body]) => event === 'channel:leave' && body.message.id === wire.sid);
  });

  test('tooManyEventsBeforeConnectEndTheConnection', async () => {
    const wire = new Wire(server);
    await wire.opened;
    for (let n = 0; n < 200; n++) wire.emit('message', { eventName: 'flood', message: n });
    await wire.gone();
    assert.ok(!observer.events.all.some(([event]) => event === 'flood'));
  });

  test('eventsBeforeARefusedConnectAreNeverHeard', async () => {
    await observed();
    const wire = new Wire(server);
    await wire.opened;
    wire.emit('message', { channel: 'room', eventName: 'early', message: 1 });
    wire.send('40{"envId":"env1","clientKey":"nope"}');
    await wire.find(text => text.startsWith('44'));
    wire.close();
    await wire.gone();
    assert.deepEqual(await observed(), []);
  });

  const ENDINGS = {
    secondConnect: [CONNECT],
    secondConnectWithOtherWords: ['40{"accessToken":"sk-1"}'],
    undecodablePacket: ['42["join"'],
    notJson: ['42[join]'],
    notAnArray: ['42{"a":1}'],
    emptyArray: ['42[]'],
    eventNameOfAnotherKind: ['42[null]'],
    unknownPacketType: ['49'],
    unknownEngineType: ['9'],
    noPacketType: ['4'],
    connectErrorFromAClient: ['44{"message":"x"}'],
    trailingText: ['42["join",{"channel":"room"}]x'],
    deepNesting: ['42["update",{"data":' + '['.repeat(1000) + ']'.repeat(1000) + '}]'],
    attachmentWithoutPacket: [Buffer.from([1, 2, 3])],
    tooManyAttachments: ['4511-["message",{}]'],
    attachmentCountIsNotANumber: ['45x-["message",{}]'],
    attachmentUnreferenced: ['451-["message",{"eventName":"bin","message":1}]', Buffer.from([1])],
    attachmentReferencedTwice: [
      '451-["message",{"eventName":"bin","message":[{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}]}]',
      Buffer.from([1]),
    ],
    attachmentOutOfRange: ['451-["message",{"eventName":"bin","message":{"_placeholder":true,"num":1}}]', Buffer.from([1])],
    attachmentNegative: ['451-["message",{"eventName":"bin","message":{"_placeholder":true,"num":-1}}]', Buffer.from([1])],
    textInsteadOfAnAttachment: ['451-["message",{"eventName":"bin","message":{"_placeholder":true,"num":0}}]', '42["join",{"channel":"room"}]'],
    packetForANamespaceNotEntered: ['42/admin,["join",{"channel":"room"}]'],
  };
  for (const [name, frames] of Object.entries(ENDINGS)) {
    test(`endsThatConnectionOnly: ${name}`, async () => {
      await observed();
      const wire = await Wire.connected(server);
      await wire.call(1, 'join', { channel: 'room' });
      frames.forEach(data => wire.send(data));
      await wire.gone();
      const left = ([event, body]) => event === 'channel:leave' && body.message.id === wire.sid;
      await observer.events.find(left);
      // Joined and left once, and nothing of the rest.
      assert.deepEqual(await observed(), [
        `42["channel:join",{"channel":"room","message":{"id":"${wire.sid}"}}]`,
        `42["channel:leave",{"channel":"room","message":{"id":"${wire.sid}"}}]`,
      ]);
    });
  }

  test('channelNamesOfAThousandCharactersAreRefusedWithAnAnswer', async () => {
    const wire = await Wire.connected(server);
    const channel = 'c'.repeat(1000);
    const answers = [
      await wire.call(1, 'join', { channel }),
      await wire.call(2, 'leave', { channel }),
      await wire.call(3, 'message', { channel, eventName: 'e', message: 1 }),
      await wire.call(4, 'members', { channel }),
      await wire.call(5, 'message', { channel: 'room', eventName: channel, message: 1 }),
    ];
    for (const { error } of answers) {
      assert.equal(error.code, 'invalid_value');
      assert.ok(error.message.length < 200);
    }
    assert.ok(wire.isOpen);
    wire.close();
  });

  test('frameOverThePayloadLimitEndsThatConnectionOnly', async () => {
    const wire = await Wire.connected(server);
    wire.emit('message', { channel: 'room', eventName: 'big', message: 'x'.repeat(1_000_000) });
    assert.equal(await wire.gone(), 1009);
    await observed();
  });

  test('messageJustBelowThePayloadLimitPasses', async () => {
    const wire = await Wire.connected(server);
    wire.emit('message', { channel: 'room', eventName: 'nearly', message: 'x'.repeat(999_000) });
    const [, body] = await observer.events.find(([event]) => event === 'nearly');
    assert.equal(body.message.length, 999_000);
    await observed();
    wire.close();
  });
});
