// Memory per idle connection: resident bytes of the server at N idle WebSockets, minus at none, divided by N.
//
//   node e2e/tools/idle-memory.mjs [connections] [join | skapi]
//
// Each connection is an Engine.IO 4 WebSocket that has entered the namespace `/` of an app. With "join" as the second
// argument each also joins one of 100 channels. With "skapi" each is a realtime connection of skapi-js in one of 100 groups,
// twenty for each user. Needs a built server (./parley version builds it) and Linux.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const count = Number(process.argv[2] ?? 10_000);
const join = process.argv[3] === 'join';
const skapi = process.argv[3] === 'skapi';
const PER_USER = 20;
const folder = mkdtempSync(path.join(tmpdir(), 'parley-idle-'));
const config = path.join(folder, 'parley.yaml');
writeFileSync(config, `
listen: { host: 127.0.0.1, port: 0 }
data: { dir: ${folder}/data }
limits: { maxConnectionsPerIp: 100000, pendingHandshakesPerIp: 100000 }
apps: [ { id: env1, requireKey: false, serverKey: sk-1,
  skapi: { service: us31mockservice00, owner: 11111111-2222-4333-8444-555555555555 } } ]
`);

const server = spawn(path.join(root, 'parley'), ['serve', '--config', config], { stdio: ['ignore', 'pipe', 'inherit'] });
const port = await new Promise((resolve, reject) => {
  let text = '';
  server.stdout.on('data', chunk => {
    text += chunk;
    const found = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(text);
    if (found) resolve(Number(found[1]));
  });
  server.on('exit', code => reject(new Error(`the server ended with ${code}`)));
});

const jcmd = path.join(readFileSync(`/proc/${server.pid}/environ`, 'utf8').split('\0')
  .find(entry => entry.startsWith('JAVA_HOME='))?.slice(10) ?? path.dirname(path.dirname(execFileSync('readlink', ['-f', `/proc/${server.pid}/exe`], { encoding: 'utf8' }).trim())), 'bin/jcmd');
const collect = () => { for (let i = 0; i < 3; i++) execFileSync(jcmd, [String(server.pid), 'GC.run'], { stdio: 'ignore' }); };
const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) * 1024;

// A masked text frame with a zero mask: payload bytes stay as they are.
const frame = text => {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
};

const accessTokens = [];
const mintAll = async users => {
  for (let i = accessTokens.length; i < users; i++) {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/apps/env1/tokens`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-1', 'content-type': 'application/json' },
      body: JSON.stringify({ userId: `aaaaaaaa-0000-4000-8000-${String(i).padStart(12, '0')}`, for: 'skapi' }),
    });
    accessTokens.push((await answer.json()).accessToken);
  }
};
const handshake = path => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n`
  + `Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`;

const sockets = new Set();
const open = index => new Promise((resolve, reject) => {
  const socket = net.connect(port, '127.0.0.1');
  let seen = '';
  socket.on('error', reject);
  if (skapi) {
    socket.on('data', chunk => {
      seen = (seen + chunk.toString('latin1')).slice(-4096);
      if (seen.includes('\r\n\r\n') && !sockets.has(socket)) {
        sockets.add(socket);
        socket.write(frame(`{"action":"joinRoom","rid":"g${index % 100}"}`));
        resolve();
      }
      if (chunk.includes('\x89\x00', 0, 'latin1')) socket.write(Buffer.from([0x8A, 0x80, 0, 0, 0, 0]));
    });
    socket.write(handshake(`/skapi/us31mockservice00/ws?token=${accessTokens[Math.floor(index / PER_USER)]}`));
    return;
  }
  socket.on('data', chunk => {
    seen = (seen + chunk.toString('latin1')).slice(-4096);
    if (seen.includes('40{"sid"')) {
      if (join) socket.write(frame(`42["join",{"channel":"c${index % 100}"}]`));
      socket.removeAllListeners('data');
      // Pings are answered, everything else is only read.
      socket.on('data', more => { if (more.includes('\x81\x012')) socket.write(frame('3')); });
      sockets.add(socket);
      resolve();
    }
  });
  socket.write(handshake('/socket.io/?EIO=4&transport=websocket'));
  socket.write(frame('40{}'));
});
const openAll = async number => {
  if (skapi) await mintAll(Math.ceil(number / PER_USER));
  for (let at = 0; at < number; at += 100) {
    await Promise.all(Array.from({ length: Math.min(100, number - at) }, (_, i) => open(at + i)));
  }
};
const closeAll = async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  while (true) {
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    if (/^parley_engine_connections 0\.0$/m.test(metrics) && /^parley_skapi_connections 0\.0$/m.test(metrics)) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
};

try {
  // Once up and down first: what the JVM loads and compiles once is not per connection.
  await openAll(Math.min(count, 2000));
  await closeAll();
  collect();
  const before = resident();
  await openAll(count);
  collect();
  const with_ = resident();
  const heapUsed = execFileSync(jcmd, [String(server.pid), 'GC.heap_info'], { encoding: 'utf8' });
  if (process.env.HISTOGRAM) console.log(execFileSync(jcmd, [String(server.pid), 'GC.class_histogram'], { encoding: 'utf8' }).split('\n').slice(0, Number(process.env.HISTOGRAM)).join('\n'));
  await closeAll();
  collect();
  const after = resident();
  const per = (with_ - before) / count;
  console.log(`connections                      ${count}${join ? ', each in a channel' : ''}`);
  console.log(`resident at none                 ${(before / 1e6).toFixed(1)} MB`);
  console.log(`resident with all                ${(with_ / 1e6).toFixed(1)} MB`);
  console.log(`resident after all have left     ${(after / 1e6).toFixed(1)} MB`);
  console.log(`resident bytes per connection    ${Math.round(per)}`);
  console.log(`heap with all                    ${heapUsed.split('\n').slice(1, 3).join(' ').replace(/\s+/g, ' ').trim()}`);
} finally {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
