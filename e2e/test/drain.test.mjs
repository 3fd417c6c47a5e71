// A replacement listens on the same port, then the old process is asked to end: every client is back, nobody is put out.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Altogic, Marker } from '../lib/altogic.mjs';
import { startServer } from '../lib/server.mjs';
import { within } from '../lib/within.mjs';

const CLIENTS = 40;
const DRAIN = { spread: '1s', timeout: '8s' };
const TIMEOUT_MS = 8_000;

const settings = { listen: { reusePort: true }, drain: DRAIN };
const clients = [];
let old, replacement, marker;
after(async () => {
  clients.forEach(client => client.close());
  marker?.close();
  old?.child.kill('SIGKILL');
  await replacement?.stop();
});

test('everyClientIsBackAndJoinedAfterTheOldProcessDrained', async () => {
  old = await startServer(settings);
  clients.push(
    ...(await Promise.all(
      Array.from({ length: CLIENTS }, () => Altogic.connected(old, { realtime: { reconnectionDelay: 100 } })),
    )),
  );
  clients.forEach((client, n) => {
    client.rt.updateProfile({ n });
    client.rt.join('lobby', false);
  });
  let members = [];
  do members = (await clients[0].rt.getMembers('lobby')).data;
  while (members.length < CLIENTS);
  assert.equal((await fetch(`${old.url}/health/ready`)).status, 200);

  replacement = await startServer({ ...settings, port: old.port });
  assert.equal(replacement.port, old.port, 'both listen');
  const asked = Date.now();
  old.child.kill('SIGTERM');
  const ended = await within(TIMEOUT_MS + 2_000, old.exited, () => `the old process to end\n${old.log}`);
  assert.deepEqual(ended, { code: 143, signal: null });
  assert.ok(Date.now() - asked < TIMEOUT_MS, 'within drain.timeout');
  assert.match(old.log, new RegExp(`draining ${CLIENTS} connection`));
  assert.match(old.log, /stopped/);
  assert.ok(!/Exception|ERROR/.test(old.log), old.log);

  await Promise.all(clients.map(client => client.connected(2)));
  marker = await Marker.in(replacement);
  for (const client of clients) await marker.after(client);
  for (const client of clients) assert.deepEqual(client.disconnects.all, ['transport close']);
  const { data } = await clients[0].rt.getMembers('lobby');
  const profiles = new Map(data.map(member => [member.id, member.data]));
  assert.equal(data.length, CLIENTS);
  clients.forEach((client, n) => assert.deepEqual(profiles.get(client.id), { n }));
  clients[0].rt.send('lobby', 'hello again', 1);
  await Promise.all(clients.map(client => client.events.find(([event]) => event === 'hello again')));
});

test('clientsLeaveTheOldProcessSpreadOverTime', () => {
  // The same drain as above, seen from the clients: not one herd.
  const times = clients.map(client => client.disconnectedAt).sort((a, b) => a - b);
  assert.ok(times.at(-1) - times[0] > 500, `over ${times.at(-1) - times[0]} ms`);
});
