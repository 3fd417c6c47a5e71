// The unmodified altogic client in a real browser, at the URLs that `parley serve` prints for browsers.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { startBrowser } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';

let parley;
let pages;
let browser;

/** A page of another origin than the server's, as an app's is. */
async function servePage() {
  const bundle = await build({
    stdin: { contents: "import { createClient } from 'altogic'; window.createClient = createClient;", resolveDir: '.' },
    bundle: true,
    write: false,
    platform: 'browser',
    define: { global: 'window' },
  });
  const script = bundle.outputFiles[0].text;
  const server = createServer((request, response) => {
    const isScript = request.url === '/app.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>app</title><script src="/app.js"></script>');
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return server;
}

before(async () => {
  parley = await startServer();
  pages = await servePage();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  pages?.close();
  await parley?.stop();
});

/** Joins a channel, says something in it, and lists its members; gives what the page saw. */
async function useChannel(url, key) {
  const page = await browser.newPage();
  try {
    await page.goto(`http://127.0.0.1:${pages.address().port}/`);
    return await page.evaluate(async ([envUrl, clientKey]) => {
      const client = window.createClient(envUrl, clientKey);
      const seen = new Promise((resolve, reject) => {
        client.realtime.onError(error => reject(error));
        client.realtime.on('hello', resolve);
      });
      client.realtime.onConnect(() => {
        client.realtime.updateProfile({ name: 'Ada' });
        client.realtime.join('lobby');
        client.realtime.send('lobby', 'hello', { text: 'Hi!' });
      });
      const message = await seen;
      const members = await client.realtime.getMembers('lobby');
      client.realtime.close();
      return { message, members };
    }, [url, key]);
  } finally {
    await page.close();
  }
}

for (const [form, url] of [
  ['subdomain', port => `http://myapp.rt.parley.localhost:${port}`],
  ['environment id', port => `http://engine.parley.localhost:${port}/e:env1`],
]) {
  test(`altogic in Chromium joins, sends and lists members at a localhost name with the ${form}`, async () => {
    const { message, members } = await useChannel(url(parley.port), 'ck-1');

    assert.deepEqual(message, { channel: 'lobby', message: { text: 'Hi!' } });
    assert.equal(members.errors, null);
    assert.deepEqual(members.data.map(member => member.data), [{ name: 'Ada' }]);
  });
}
