// What a storm of sign-ins does to messages: how long a message takes to its receiver, before and during it, and what became of the
// sign-ins. Each costs memory and time of a core, on purpose (identity.hashMemory).
//
//   node e2e/tools/login-storm.mjs [SIGN-INS] [ROUNDS]     after a run of e2e/run.sh, which unpacks the distribution
import { performance } from 'node:perf_hooks';
import { startServer } from '../lib/server.mjs';
import { Wire } from '../lib/wire.mjs';

const SIGN_INS = Number(process.argv[2] ?? 200);
const ROUNDS = Number(process.argv[3] ?? 5);
const QUIET_MS = 3_000;
const EVERY_MS = 5;
const PASSWORD = 'correct horse';

// With Java's full compiler, as in production.
const server = await startServer({ java: [], identity: { attemptsPerIp: 1_000_000, attemptsPerAccount: 1_000_000 } });
const [sender, receiver] = [await Wire.connected(server), await Wire.connected(server)];
await receiver.call(1, 'join', { channel: 'storm', echo: false });

const headers = { 'content-type': 'application/json', 'x-client-key': 'ck-1' };
const auth = (path, body) =>
  fetch(`${server.url}/e:env1/_api/rest/v1/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
const user = { email: 'storm@example.com', password: PASSWORD };
await (await auth('signup-email', user)).text();

const sent = new Map();
let delays = [];
receiver.socket.on('message', data => {
  const number = /"message":(\d+)/.exec(data.toString())?.[1];
  if (number) delays.push(performance.now() - sent.get(Number(number)));
});

/** Sends a message every few milliseconds until {@code done}, and tells how long they took. */
async function delaysUntil(done) {
  delays = [];
  let going = true;
  done.then(() => (going = false));
  for (let n = sent.size; going; n = sent.size) {
    sent.set(n, performance.now());
    sender.emit('message', { channel: 'storm', eventName: 'tick', message: n });
    await new Promise(resolve => setTimeout(resolve, EVERY_MS));
  }
  await sender.settled();
  const sorted = delays.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], p99: sorted[Math.floor(sorted.length * 0.99)], count: sorted.length };
}

const show = ({ median, p99, count }) => `median ${median.toFixed(2)} ms, 99 % ${p99.toFixed(2)} ms of ${count}`;

for (let round = 1; round <= ROUNDS; round++) {
  const quiet = await delaysUntil(new Promise(resolve => setTimeout(resolve, QUIET_MS)));
  const began = performance.now();
  const answers = Promise.all(Array.from({ length: SIGN_INS }, async () => (await auth('signin-email', user)).status));
  const storm = await delaysUntil(answers);
  const counts = new Map();
  for (const status of await answers) counts.set(status, (counts.get(status) ?? 0) + 1);
  const statuses = [...counts].map(([status, count]) => `${count} × ${status}`);
  console.log(`round ${round}: quiet ${show(quiet)}; ${SIGN_INS} sign-ins (${statuses.join(', ')}) in ${Math.round(performance.now() - began)} ms ${show(storm)}`);
}
for (const wire of [sender, receiver]) wire.close();
await server.stop();
