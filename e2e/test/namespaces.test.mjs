// Two namespaces on one connection, with real clients against the library's example program (examples/echo).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Manager as Manager4 } from 'socket.io-client';
import { PATIENCE, within } from '../lib/within.mjs';

const { Manager: Manager2 } = createRequire(import.meta.url)('socket.io-client-2');
const JAVA = process.env.E2E_JAVA ?? 'java';
const JAR = process.env.E2E_ECHO ?? fileURLToPath(new URL('../../examples/echo/target/parley-echo.jar', import.meta.url));

const CLIENTS = {
  'socket.io-client 4.8': (url, options) => new Manager4(url, options),
  'socket.io-client 2.4': (url, options) => new Manager2(url, options),
};

describe('two namespaces on one connection', () => {
  let echo, url;
  before(async () => {
    echo = spawn(JAVA, ['-jar', JAR, '--port', '0', '--host', '127.0.0.1'], { stdio: ['ignore', 'pipe', 'inherit'] });
    process.on('exit', () => echo.kill('SIGKILL'));
    let said = '';
    url = await within(20_000, new Promise((resolve, reject) => {
      echo.on('error', reject);
      echo.on('exit', code => reject(new Error(`the echo ended with ${code}`)));
      echo.stdout.setEncoding('utf8').on('data', text => {
        said += text;
        const port = /echo on http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
        if (port) resolve(`http://127.0.0.1:${port[1]}`);
      });
    }), 'the echo to listen');
  });
  after(() => echo?.kill());

  const once = (socket, event) =>
    within(PATIENCE, new Promise(resolve => socket.once(event, (...args) => resolve(args))), event);
  const acknowledged = (socket, ...args) =>
    within(PATIENCE, new Promise(resolve => socket.emit('message-with-ack', ...args, (...back) => resolve(back))), 'an ack');

  for (const [name, manager] of Object.entries(CLIENTS)) {
    for (const transports of [['polling'], ['websocket'], ['polling', 'websocket']]) {
      test(`${name} over ${transports.join(' and ')} uses both apart`, async () => {
        const io = manager(url, { transports, forceNew: true });
        const root = io.socket('/');
        const custom = io.socket('/custom');
        try {
          const greetings = [once(root, 'auth'), once(custom, 'auth')];
          root.connect();
          custom.connect();
          await Promise.all(greetings);

          const answers = [once(root, 'message-back'), once(custom, 'message-back')];
          root.emit('message', 'for the root', { a: [1, null] });
          custom.emit('message', Buffer.from([1, 2, 3]));
          const [fromRoot, fromCustom] = await Promise.all(answers);

          assert.deepEqual(fromRoot, ['for the root', { a: [1, null] }]);
          assert.deepEqual([...Buffer.from(fromCustom[0])], [1, 2, 3]);
          assert.deepEqual(await acknowledged(custom, 7, 'x'), [7, 'x']);
          root.disconnect();
          assert.deepEqual(await acknowledged(custom, 'still here'), ['still here'], 'leaving one leaves the other');
        } finally {
          custom.disconnect();
          root.disconnect();
        }
      });
    }
  }
});
