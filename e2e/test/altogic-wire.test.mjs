// The recorded conversation of altogic-agnost section 3, with altogic 2.3.9, frame by frame.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Altogic, Marker } from '../lib/altogic.mjs';
import { startServer } from '../lib/server.mjs';

describe('the wire of altogic 2.3.9', () => {
  let server, marker, a, b, names;
  before(async () => {
    server = await startServer();
    marker = await Marker.in(server);
    a = await Altogic.connected(server);
    b = await Altogic.connected(server, { realtime: { echoMessages: false } });
    names = { A: a.id, B: b.id };
  });
  after(async () => {
    [a, b, marker].forEach(client => client?.close());
    await server?.stop();
  });

  /** What both heard of what {@code actor} did. */
  async function heardAfter(actor, ...others) {
    await marker.after(actor, ...[a, b, ...others].filter(one => one !== actor));
    return { a: a.heard(names), b: b.heard(names) };
  }

  test('connectIsTheRecordedHandshake', () => {
    assert.deepEqual(a.said(), ['40{"echoMessages":true,"subdomain":"","envId":"env1","clientKey":"ck-1"}']);
    assert.deepEqual(a.heard(names), ['40{"sid":"A"}']);
    assert.deepEqual(b.said(), ['40{"echoMessages":false,"subdomain":"","envId":"env1","clientKey":"ck-1"}']);
    assert.deepEqual(b.heard(names), ['40{"sid":"B"}']);
    const open = JSON.parse(a.frames.all[0].slice(1));
    assert.deepEqual(Object.keys(open), ['sid', 'upgrades', 'pingInterval', 'pingTimeout', 'maxPayload']);
    assert.notEqual(open.sid, a.id, 'the member id is not the id of the connection');
  });

  test('conversationOfSectionThreeIsFrameForFrameTheRecordedOne', async () => {
    const join = '42["channel:join",{"channel":"room","message":{"id":"A"}}]';
    a.rt.join('room');
    assert.deepEqual(await heardAfter(a), { a: [join], b: [] });
    assert.deepEqual(a.said(), ['42["join",{"channel":"room"}]']);

    a.rt.join('room');
    assert.deepEqual(await heardAfter(a), { a: [], b: [] }, 'joining again is silent');

    b.rt.join('room');
    assert.deepEqual(await heardAfter(b), { a: ['42["channel:join",{"channel":"room","message":{"id":"B"}}]'], b: [] });

    b.rt.join('r2', true);
    assert.deepEqual(await heardAfter(b), { a: [], b: ['42["channel:join",{"channel":"r2","message":{"id":"B"}}]'] });

    a.rt.join('r2');
    await heardAfter(a);

    a.rt.updateProfile({ username: 'Luke' });
    const luke = channel => `42["channel:update",{"channel":"${channel}","message":{"id":"A","data":{"username":"Luke"}}}]`;
    assert.deepEqual(await heardAfter(a), { a: [luke('room'), luke('r2')], b: [luke('room'), luke('r2')] });

    b.rt.updateProfile('str', true);
    const str = channel => `42["channel:update",{"channel":"${channel}","message":{"id":"B","data":"str"}}]`;
    assert.deepEqual(await heardAfter(b), { a: [str('room'), str('r2')], b: [str('room'), str('r2')] });

    a.rt.updateProfile(null, false);
    const none = channel => `42["channel:update",{"channel":"${channel}","message":{"id":"A","data":null}}]`;
    assert.deepEqual(await heardAfter(a), { a: [], b: [none('room'), none('r2')] });

    a.said();
    a.rt.send('room', 'chat-message', { t: 1 });
    const one = '42["chat-message",{"channel":"room","message":{"t":1}}]';
    assert.deepEqual(await heardAfter(a), { a: [one], b: [one] });
    assert.deepEqual(a.said(), ['42["message",{"channel":"room","eventName":"chat-message","message":{"t":1}}]']);

    b.rt.send('room', 'chat-message', { t: 3 });
    assert.deepEqual(await heardAfter(b), { a: ['42["chat-message",{"channel":"room","message":{"t":3}}]'], b: [] });

    a.rt.broadcast('warn', 'hello');
    const warn = '42["warn",{"channel":null,"message":"hello"}]';
    assert.deepEqual(await heardAfter(a), { a: [warn], b: [warn] });

    const c = await Altogic.connected(server, { realtime: { bufferMessages: false } });
    names.C = c.id;
    c.rt.join('room');
    await marker.after(c, a, b);
    a.heard();
    b.heard();
    c.heard();
    c.rt.send('room', 'chat-message', { t: 4 }, false);
    const four = '42["chat-message",{"channel":"room","message":{"t":4}}]';
    assert.deepEqual(await heardAfter(c), { a: [four], b: [four] });
    assert.deepEqual(c.heard(), []);

    a.rt.send('room', 'bin', Buffer.from([1, 2, 3]));
    const binary = ['451-["bin",{"channel":"room","message":{"_placeholder":true,"num":0}}]', '<010203>'];
    assert.deepEqual(await heardAfter(a), { a: binary, b: binary });

    b.rt.leave('room');
    const left = '42["channel:leave",{"channel":"room","message":{"id":"B","data":"str"}}]';
    assert.deepEqual(await heardAfter(b), { a: [left], b: [] });
    b.rt.leave('room');
    assert.deepEqual(await heardAfter(b), { a: [], b: [] }, 'leaving again is silent');
    b.rt.leave('r2', true);
    const leftTwo = '42["channel:leave",{"channel":"r2","message":{"id":"B","data":"str"}}]';
    assert.deepEqual(await heardAfter(b), { a: [leftTwo], b: [leftTwo] });

    b.said();
    c.close();
    await a.events.find(([event, { message }]) => event === 'channel:leave' && message.id === names.C);
    await marker.after(a, b);
    const gone = '42["channel:leave",{"channel":"room","message":{"id":"C"}}]';
    assert.deepEqual(a.heard(names), [gone]);
    assert.equal(c.said().at(-1), '41');
  });

  test('joinBeforeConnectIsSentTwiceAndHeardOnce', async () => {
    const d = new Altogic(server);
    d.rt.updateProfile({ n: 1 });
    d.rt.join('c1');
    d.rt.join('c2', false);
    d.rt.send('c1', 'm', 'early');
    await d.connected(1);
    await marker.after(d);
    // The buffer first, then what autojoin repeats.
    assert.deepEqual(d.said().slice(1), [
      '42["update",{"data":{"n":1}}]',
      '42["join",{"channel":"c1"}]',
      '42["join",{"channel":"c2","echo":false}]',
      '42["message",{"channel":"c1","eventName":"m","message":"early"}]',
      '42["update",{"data":{"n":1},"echo":true}]',
      '42["join",{"channel":"c1","echo":true}]',
      '42["join",{"channel":"c2","echo":false}]',
    ]);
    assert.deepEqual(d.heard({ D: d.id }), [
      '40{"sid":"D"}',
      '42["channel:join",{"channel":"c1","message":{"id":"D","data":{"n":1}}}]',
      '42["m",{"channel":"c1","message":"early"}]',
      '42["channel:update",{"channel":"c1","message":{"id":"D","data":{"n":1}}}]',
      '42["channel:update",{"channel":"c2","message":{"id":"D","data":{"n":1}}}]',
    ]);
    d.close();
  });
});
