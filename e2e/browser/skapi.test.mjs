// The unmodified skapi-js in a real browser, pointed here by its own options over TLS (skapi 1.1, way 1): nothing is patched.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, afterEach, before, describe, test } from 'node:test';
import { request } from 'playwright-core';
import { startBrowser } from '../lib/browser.mjs';
import { makeCertificate } from '../lib/certificate.mjs';
import { CHAT, SETTINGS } from '../lib/skapi.mjs';
import { startServer } from '../lib/server.mjs';
import { PATIENCE, within } from '../lib/within.mjs';

const PASSWORD = 'p4ss wörd';
/** Asks nobody; the two pages are on one machine. */
const ICE = 'stun:127.0.0.1:9';
const SCRIPTS = { '/1.5.js': 'skapi-js', '/1.2.js': 'skapi-js-1.2' };

let certificate, server, pages, browser, backEnd;

/** An app's pages, which are of another origin than the server. */
async function servePages() {
  const files = Object.fromEntries(
    Object.entries(SCRIPTS).map(([path, name]) => [path, readFileSync(new URL(`../node_modules/${name}/dist/skapi.js`, import.meta.url))]),
  );
  const http = createServer(({ url }, response) => {
    response.setHeader('content-type', `${files[url] ? 'text/javascript' : 'text/html'}; charset=utf-8`);
    response.end(files[url] ?? `<!doctype html><title>app</title><script src="${url === '/old' ? '/1.2.js' : '/1.5.js'}"></script>`);
  });
  await new Promise(resolve => http.listen(0, '127.0.0.1', resolve));
  return http;
}

before(async () => {
  certificate = await makeCertificate();
  server = await startServer({ ...SETTINGS, listen: { tls: certificate.tls } });
  pages = await servePages();
  backEnd = await request.newContext({ ignoreHTTPSErrors: true, extraHTTPHeaders: { authorization: `Bearer ${CHAT.key}` } });
  browser = await startBrowser(
    `--ignore-certificate-errors-spki-list=${certificate.pin}`,
    // Two pages of one machine find each other, whatever network it has.
    '--disable-features=WebRtcHideLocalIpsWithMdns',
    '--allow-loopback-in-peer-connection',
  );
});
after(async () => {
  await backEnd?.dispose();
  await browser?.close();
  pages?.close();
  await server?.stop();
  certificate?.remove();
});

/** A call of the app's back end, which has been told to trust the server. */
async function api(path, data) {
  const answer = await backEnd.post(`https://localhost:${server.port}/v1/apps/${CHAT.id}${path}`, { data });
  assert.ok(answer.ok(), await answer.text());
  return answer.json();
}

describe('skapi-js in Chromium', () => {
  const contexts = [];
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map(context => context.close()));
    assert.deepEqual(complaints.splice(0), []);
  });
  const complaints = [];

  /** A browser of somebody's own, with the app in it; the app keeps what it hears in {@code heard}. */
  async function open(path = '/', script = undefined) {
    const context = await browser.newContext();
    contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', error => complaints.push(error.message));
    if (script) await page.addInitScript(...script);
    await load(page, path);
    return page;
  }

  async function load(page, path = '/') {
    await page.goto(`http://localhost:${pages.address().port}${path}`);
    await page.evaluate(async ([service, owner, target_cdn]) => {
      window.skapi = new window.Skapi(service, owner, {}, { target_cdn });
      window.heard = [];
      window.waiting = [];
      window.tell = event => {
        heard.push(event);
        waiting = waiting.filter(({ matches, resolve }) => !(matches(event) && (resolve(event), true)));
      };
      window.until = matches => new Promise(resolve => {
        const there = heard.find(matches);
        if (there) resolve(there);
        else waiting.push({ matches, resolve });
      });
      await skapi.getConnectionInfo();
    }, [CHAT.service, CHAT.owner, `localhost:${server.port}/x`]);
  }

  const run = (page, what, code, argument) => within(PATIENCE, page.evaluate(code, argument), what);

  async function signedIn() {
    const page = await open();
    const { idToken, accessToken, refreshToken } = await made();
    page.id = await run(page, 'the login', async given => (await skapi.loginWithToken(given)).user_id, { idToken, accessToken, refreshToken });
    await connect(page);
    return page;
  }

  const connect = page => run(page, 'the connection', async () => {
    skapi.connectRealtime(tell);
    await skapi.connectRealtime(() => {});
  });

  async function join(page, group) {
    page.cid = await run(page, `the join of ${group}`, async ([id, wanted]) => {
      await skapi.joinRealtime({ group: wanted });
      const { sender_cid } = await until(({ code, sender, sender_rid }) => code === 'USER_JOINED' && sender === id && sender_rid === wanted);
      return sender_cid;
    }, [page.id, group]);
  }

  const heard = (page, fields) => run(page, JSON.stringify(fields), async wanted => {
    const { message, sender, sender_cid, type, code } = await until(event =>
      Object.entries(wanted).every(([name, value]) => JSON.stringify(event[name]) === JSON.stringify(value)));
    return { message, sender, sender_cid, type, code };
  }, fields);

  const made = (userId = randomUUID()) => api('/tokens', { userId, for: 'skapi' });

  test('twoPeopleMeetInAGroup', async () => {
    const [ann, bob] = [await signedIn(), await signedIn()];
    await join(ann, 'lobby');
    await join(bob, 'lobby');
    await heard(ann, { code: 'USER_JOINED', sender: bob.id });
    const content = { msg: '100% 50%20 漢 😀 "q" \\ #&+' };
    await run(ann, 'the broadcast', said => skapi.postRealtime(said, 'lobby'), content);
    for (const page of [ann, bob]) {
      const { sender, message } = await heard(page, { type: 'message' });
      assert.deepEqual([sender, message], [ann.id, content]);
    }
    await run(bob, 'the private message', id => skapi.postRealtime('psst', id), ann.id);
    assert.equal((await heard(ann, { type: 'private' })).sender, bob.id);
    const { users, groups } = await run(ann, 'the lists', async () => ({
      users: (await skapi.getRealtimeUsers({ group: 'lobby' })).list,
      groups: (await skapi.getRealtimeGroups({ searchFor: 'group', value: 'lob', condition: '>=' })).list,
    }));
    assert.deepEqual(users.map(({ cid }) => cid).sort(), [ann.cid, bob.cid].sort());
    assert.deepEqual(groups, [{ group: 'lobby', number_of_users: 2 }]);
    await bob.close({ runBeforeUnload: false });
    assert.deepEqual((await heard(ann, { code: 'USER_DISCONNECTED' })).sender, bob.id);
  });

  test('aPageThatIsLoadedAgainIsStillSignedInWhenThePasswordWasTyped', async () => {
    const email = 'ann@app.test';
    await api('/users', { id: randomUUID(), email, password: PASSWORD });
    const toCognito = [url => {
      const { fetch } = window;
      window.fetch = (to, options) => fetch(/^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com\/?$/.test(to) ? url : to, options);
    }, `https://localhost:${server.port}/cognito/`];
    const ann = await open('/', toCognito);
    const code = await run(ann, 'the refusal', given => skapi.login(given).catch(error => error.code), { email, password: 'wrong password' });
    assert.equal(code, 'INCORRECT_USERNAME_OR_PASSWORD');
    ann.id = await run(ann, 'the login', async given => (await skapi.login(given)).user_id, { email, password: PASSWORD });
    await load(ann);
    assert.equal(await run(ann, 'the profile', async () => (await skapi.getProfile()).user_id), ann.id);
    await connect(ann);
    await join(ann, 'after the reload');
  });

  test('twoPagesTalkToEachOtherDirectlyOnceWeHaveIntroducedThem', async () => {
    const [ann, bob] = [await signedIn(), await signedIn()];
    await join(ann, 'calls');
    await join(bob, 'calls');
    const answered = run(bob, 'the call', async ice => {
      const call = await until(({ type }) => type === 'rtc:incoming');
      await call.connectRTC({ ice }, ({ type, data }) => type === 'message' && tell({ type: 'peer', message: data }));
      return call.sender;
    }, ICE);
    const called = run(ann, 'the answer', async ([cid, ice]) => {
      const opened = Promise.withResolvers();
      const call = await skapi.connectRTC({ cid, ice, channels: ['text-chat'] }, ({ type }) => type === 'open' && opened.resolve());
      window.call = await call.connection;
      await opened.promise;
      window.call.channels['text-chat'].send('hello p2p');
    }, [bob.cid, ICE]);
    assert.equal(await answered, ann.id);
    await called;
    assert.equal((await heard(bob, { type: 'peer' })).message, 'hello p2p');
    await run(ann, 'to hang up', () => call.hangup());
    assert.equal((await heard(bob, { type: 'rtc:closed' })).sender, ann.id);
  });

  test('version 1.2.2, which knows no tokens but those it finds, does the same', async () => {
    const given = await made();
    const file = `https://localhost:${server.port}/x.cloudfront.net/us31/admin-v1.json`;
    const seed = [async ([found, id]) => {
      window.seed = client => {
        const prefix = `CognitoIdentityServiceProvider.${client}`;
        localStorage.setItem(`${prefix}.LastAuthUser`, id);
        for (const name of ['idToken', 'accessToken', 'refreshToken']) localStorage.setItem(`${prefix}.${id}.${name}`, found[name]);
        localStorage.setItem(`${prefix}.${id}.clockDrift`, '0');
      };
    }, [given, randomUUID()]];
    const ann = await open('/old', seed);
    await run(ann, 'the seed', async url => seed((await (await fetch(url)).json()).userpool_client), file);
    await load(ann, '/old');
    ann.id = await run(ann, 'the profile', async () => (await skapi.getProfile()).user_id);
    await connect(ann);
    await join(ann, 'old and new');
    const bob = await signedIn();
    await join(bob, 'old and new');
    await heard(ann, { code: 'USER_JOINED', sender: bob.id });
    await run(ann, 'the broadcast', () => skapi.postRealtime({ old: '100%' }, 'old and new'));
    assert.deepEqual((await heard(bob, { type: 'message' })).message, { old: '100%' });
    await run(bob, 'the private message', id => skapi.postRealtime('hi', id), ann.id);
    assert.equal((await heard(ann, { type: 'private' })).message, 'hi');
    assert.equal((await run(ann, 'the list', () => skapi.getRealtimeUsers({ group: 'old and new' }))).list.length, 2);
  });
});
