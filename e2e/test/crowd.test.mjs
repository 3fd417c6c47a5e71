// Two hundred unmodified clients in one channel (altogic 2.3.9): nothing is lost, doubled or out of order.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Altogic } from '../lib/altogic.mjs';
import { startServer } from '../lib/server.mjs';
import { within } from '../lib/within.mjs';

const CLIENTS = 200;
const PUBLISHERS = 4;
const EACH = 500;
const WINDOW = 10;
const LONG_MS = 60_000;

let server, crowd;
before(async () => (server = await startServer()));
after(async () => {
  crowd?.forEach(client => client.close());
  await server?.stop();
});

/** Keeps some of its messages under way, as its own echoes come back. */
function publish(client, name) {
  return new Promise(resolve => {
    let sent = 0, back = 0;
    const more = () => {
      while (sent < EACH && sent - back < WINDOW) client.rt.send('crowd', 'line', [name, ++sent]);
    };
    client.rt.on('line', ({ message: [from] }) => {
      if (from !== name) return;
      back += 1;
      if (back === EACH) resolve();
      else more();
    });
    more();
  });
}

test('twoHundredClientsHearTwoThousandMessagesInOneOrder', async t => {
  crowd = await Promise.all(Array.from({ length: CLIENTS }, () => Altogic.connected(server)));
  const lines = crowd.map(client => {
    const heard = [];
    client.rt.on('line', ({ message: [from, n] }) => heard.push(`${from}:${n}`));
    return heard;
  });
  crowd.forEach(client => client.rt.join('crowd', false));
  let members = [];
  do members = (await crowd[0].rt.getMembers('crowd')).data;
  while (members.length < CLIENTS);

  const total = PUBLISHERS * EACH;
  const began = process.hrtime.bigint();
  const publishing = crowd.slice(0, PUBLISHERS).map((client, n) => publish(client, String(n)));
  await within(LONG_MS, Promise.all(publishing), 'every publisher to hear itself');
  const everyone = Promise.all(crowd.map(client => client.events.count(total, ([event]) => event === 'line')));
  await within(LONG_MS, everyone, () => `all lines; the least anyone has is ${Math.min(...lines.map(({ length }) => length))}`);
  t.diagnostic(`${total * CLIENTS} deliveries in ${Number(process.hrtime.bigint() - began) / 1e9} s, clients included`);

  const [order] = lines;
  assert.equal(new Set(order).size, total, 'nothing lost, nothing doubled');
  for (let n = 0; n < PUBLISHERS; n++) {
    const own = order.filter(line => line.startsWith(`${n}:`));
    assert.deepEqual(own, own.map((_, index) => `${n}:${index + 1}`), 'in the order of its publisher');
  }
  for (const heard of lines) assert.deepEqual(heard, order, 'everyone hears one order');
  for (const client of crowd) assert.deepEqual(client.disconnects.all, []);
});
