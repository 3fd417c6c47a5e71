// Random frames from many connections, and one healthy observer who must miss nothing (altogic-agnost section 9).
// Repeat a run with E2E_SEED=<the seed it printed>.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Random } from '../lib/random.mjs';
import { startServer } from '../lib/server.mjs';
import { PATIENCE, within } from '../lib/within.mjs';
import { AUTH, Wire } from '../lib/wire.mjs';

const CONNECTIONS = 250;
const FRAMES = 12;
const AT_ONCE = 10;
const RESERVED = /^42\["(connect|connect_error|disconnect|disconnecting|newListener|removeListener)"/;

const CONNECT = '40' + JSON.stringify(AUTH);
const CORPUS = [
  CONNECT,
  '40',
  '40/admin,{}',
  '40{"accessToken":"sk-2"}',
  '41',
  '41/admin,',
  '42["join",{"channel":"room"}]',
  '42["join",{"channel":"room","echo":false}]',
  '42["join",{"channel":7}]',
  '42["leave",{"channel":"room"}]',
  '42["update",{"data":{"a":[1,2,{"b":null}]}}]',
  '42["message",{"channel":"room","eventName":"noise","message":{"x":1}}]',
  '42["message",{"eventName":"noise","message":"all"}]',
  '42["message",{"channel":"room","eventName":"connect","message":1}]',
  '42["message",{"channel":"room","eventName":"disconnect","message":1}]',
  '421["members",{"channel":"room"}]',
  '422["join",null]',
  '4230["message",{"channel":"room","eventName":null}]',
  '42["send_message",{"channelName":"room","eventName":"noise","envId":"env1","message":1}]',
  '451-["message",{"channel":"room","eventName":"noise","message":{"_placeholder":true,"num":0}}]',
  '452-["update",{"data":[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]}]',
  '431["ack"]',
  '461-["ack",{"_placeholder":true,"num":0}]',
  '2',
  '3',
  '2probe',
  '5',
  '1',
  '6',
];
const PIECES = ['"', '\\', '\\u0000', '\\ud800', '[', ']', '{', '}', ',', ':', '-', '0', '9'.repeat(40), 'null', '\0', 'é', '𝄞', '/', '_placeholder', '4', 'e9', ' '];

const seed = Random.seed();
let server, observer, publisher;
before(async () => {
  server = await startServer({ socketio: { connectTimeout: '2s' } });
  observer = await Wire.connected(server);
  publisher = await Wire.connected(server);
  await observer.call(1, 'join', { channel: 'room', echo: false });
});
after(async () => {
  [observer, publisher].forEach(wire => wire?.close());
  await server?.stop();
});

function mutated(random, text) {
  let result = text;
  for (let n = random.below(4); n > 0; n--) {
    const at = random.below(result.length + 1);
    const to = Math.min(result.length, at + random.below(6));
    const middle = random.of(['', random.of(PIECES), result.slice(at, to).repeat(2), String.fromCodePoint(random.below(0x7f))]);
    result = result.slice(0, at) + middle + result.slice(to);
  }
  return result;
}

function frame(random) {
  if (random.below(8) === 0) return Buffer.from(Array.from({ length: random.below(20) }, () => random.below(256)));
  return mutated(random, random.of(CORPUS));
}

/** One connection's life; also how it is ended differs. */
async function noise(random) {
  const wire = new Wire(server);
  await within(PATIENCE, Promise.race([wire.opened, wire.closed]), 'a connection to be taken');
  if (random.below(4) > 0 && wire.isOpen) wire.send(CONNECT);
  for (let n = 0; n < FRAMES && wire.isOpen; n++) {
    wire.send(frame(random));
    if (random.below(3) === 0) await new Promise(setImmediate);
  }
  if (!wire.isOpen) return;
  if (random.below(2)) wire.socket.terminate();
  else wire.close();
  await wire.gone();
}

test(`randomFramesDisturbNobodyElse, seed ${seed}`, async t => {
  t.diagnostic(`seed ${seed}`);
  let published = 0;
  for (let started = 0; started < CONNECTIONS; started += AT_ONCE) {
    const lives = Array.from({ length: AT_ONCE }, (_, n) => noise(new Random(seed + started + n)));
    publisher.emit('message', { channel: 'room', eventName: 'pulse', message: ++published, echo: false });
    await Promise.all(lives);
  }
  const last = `42["pulse",{"channel":"room","message":${published}}]`;
  await observer.find(text => text === last, `pulse ${published}, with seed ${seed}`);

  const pulses = observer.all.filter(text => text.startsWith('42["pulse"')).map(text => JSON.parse(text.slice(2))[1].message);
  assert.deepEqual(pulses, Array.from({ length: published }, (_, n) => n + 1));
  assert.deepEqual(observer.all.filter(text => RESERVED.test(text)), []);
  assert.deepEqual(observer.all.filter(text => text.includes('send_message')), []);
  assert.ok(observer.isOpen);

  // Everyone who came into the channel has left it, once: only the observer is still there.
  let members;
  do {
    members = await observer.call(1000 + observer.all.length, 'members', { channel: 'room' });
  } while (members.length > 1);
  assert.deepEqual(members.map(({ id }) => id), [observer.sid]);
  const inside = new Set();
  for (const text of observer.all) {
    const presence = /^4[25][^[]*\["channel:(join|leave)",\{"channel":"room","message":\{"id":"([^"]+)"/.exec(text);
    if (!presence) continue;
    const [, what, id] = presence;
    if (what === 'join') assert.ok(!inside.has(id) && inside.add(id), `${id} joined once`);
    else assert.ok(inside.delete(id), `${id} left once`);
  }
  assert.equal(inside.size, 0);
  assert.ok(!/Exception|ERROR/.test(server.log), server.log);
});
