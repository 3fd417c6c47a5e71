// How somebody becomes a user of skapi-js 1.5.8: with tokens of a back end, or with a password (skapi 2.2 and 2.5).
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { api, CHAT, claims, closePages, Page, SETTINGS, tokens, TWIN } from '../lib/skapi.mjs';
import { startServer } from '../lib/server.mjs';
import { PATIENCE, within } from '../lib/within.mjs';

const PASSWORD = 'p4ss wörd 漢 😀';
const INCORRECT = { code: 'INCORRECT_USERNAME_OR_PASSWORD' };

let names = 0;
const newEmail = () => `ann-${++names}@app.test`;

describe('users of skapi-js', () => {
  let server;
  before(async () => (server = await startServer(SETTINGS)));
  afterEach(closePages);
  after(async () => {
    await server?.stop();
    assert.doesNotMatch(server.log, /ERROR|Exception|eyJ|p4ss/);
  });

  const create = (fields, of = CHAT) => api(server, of, 'POST', '/users', { id: randomUUID(), password: PASSWORD, ...fields });

  /** Whether the page's realtime works, and as whom. */
  async function isIn(page, id) {
    const group = `of ${id} ${++names}`;
    await page.connect();
    const joined = page.heard({ code: 'USER_JOINED' });
    await page.skapi.joinRealtime({ group });
    assert.equal((await joined).sender, id);
    const { list } = await page.skapi.getRealtimeUsers({ group });
    assert.deepEqual(list.map(({ user_id }) => user_id), [id]);
  }

  describe('find everything', () => {
    const json = async url => {
      const answer = await fetch(url, { headers: { origin: 'https://app.test' } });
      assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [200, '*'], url);
      assert.match(answer.headers.get('content-type'), /^application\/json/);
      return answer.json();
    };

    test('inTheirFilesWhichAreAtEveryAddressThatClientsMake', async () => {
      for (const { service, owner } of [CHAT, TWIN]) {
        const region = service.slice(0, 4);
        const places = [`/cdn/${region}`, `/x.cloudfront.net/${region}`, `/${service}.cloudfront.net/${region}`];
        for (const place of places) {
          for (const version of ['v1', 'v2']) {
            const admin = await json(`${server.url}${place}/admin-${version}.json`);
            const record = await json(`${server.url}${place}/record-${version}.json`);
            const base = `${server.url}/skapi/${service}/`;
            assert.deepEqual([admin.service_public, record.record_private], [base, base]);
            assert.match(admin.userpool_id, /^[\w-]+_[0-9a-zA-Z]+$/);
            assert.ok(admin.userpool_client);
            assert.ok(record.websocket_private.startsWith(base.replace('http', 'ws')));
            const { service_name, group } = await json(`${base}service?service=${service}&owner=${owner}&refresh=false`);
            assert.equal(typeof service_name, 'string');
            assert.ok(group >= 3, 'the client says nothing of a trial');
          }
        }
      }
    });

    test('andNothingElse', async () => {
      const files = ['/cdn/us31/x-v1.json', '/cdn/us31/admin-v3.json', '/cdn/', '/cdn/us31', '/cdn/xx99/admin-v1.json'];
      const paths = [...files, '/skapi/nobody00/service', '/skapi/'];
      for (const path of paths) {
        const answer = await fetch(server.url + path);
        assert.equal(answer.status, 404, path);
        await answer.text();
      }
    });

    test('fromPagesOfOtherOrigins', async () => {
      const base = `${server.url}/skapi/${CHAT.service}/`;
      const signed = 'authorization,content-meta,content-type,x-access-token,x-id-token';
      const asked = { [`${base}service`]: 'content-meta,content-type', [`${base}get-ws-group`]: signed };
      for (const [url, wanted] of Object.entries(asked)) {
        const ask = { origin: 'https://app.test', 'access-control-request-method': 'POST', 'access-control-request-headers': wanted };
        const answer = await fetch(url, { method: 'OPTIONS', headers: ask });
        assert.ok(answer.ok, url);
        assert.equal(answer.headers.get('access-control-allow-origin'), '*');
        const allowed = answer.headers.get('access-control-allow-headers').toLowerCase();
        for (const header of wanted.split(',')) assert.ok(allowed.includes(header), header);
        assert.match(answer.headers.get('access-control-allow-methods'), /GET.*POST|POST.*GET/);
      }
    });
  });

  test('theServiceSaysThatItIsThere', async () => {
    const { connection, alerts } = await Page.open(server);
    assert.deepEqual(alerts, []);
    assert.deepEqual([typeof connection.service_name, connection.user_ip ?? connection.ip], ['string', '127.0.0.1']);
  });

  describe('with tokens', () => {
    test('ofTheAppsBackEnd', async () => {
      const userId = randomUUID();
      const made = await tokens(server, CHAT, userId);
      const now = Date.now() / 1000;
      for (const [token, use] of [[made.idToken, 'id'], [made.accessToken, 'access']]) {
        const said = claims(token);
        assert.deepEqual([said.sub, said.token_use, said['custom:service']], [userId, use, CHAT.service]);
        assert.ok(said.iat <= now + 1 && said.exp > now + 24 * 3600, 'the client of 2.x renews an hour before');
      }
      const page = await Page.open(server);
      const { idToken, accessToken, refreshToken } = made;
      const user = await page.skapi.loginWithToken({ idToken, accessToken, refreshToken });
      assert.deepEqual([user.user_id, user.service, user.owner], [userId, CHAT.service, CHAT.owner]);
      await isIn(page, userId);
    });

    test('ofTheUserWhoIsStored', async () => {
      const email = newEmail();
      const { id } = await create({ email, name: 'Ann', picture: 'https://app.test/ann.png', verified: true });
      const page = await Page.signedIn(server, CHAT, id);
      const { user } = page.skapi;
      assert.deepEqual([user.user_id, user.email, user.name, user.picture], [id, email, 'Ann', 'https://app.test/ann.png']);
      assert.notEqual(user.access_group, 99);
      await isIn(page, id);
      const admin = await Page.signedIn(server, CHAT, CHAT.admin);
      assert.equal(admin.skapi.user.access_group, 99);
    });

    test('ofTheCommandLine', async () => {
      const userId = randomUUID();
      const out = await server.command('tokens', 'mint', '--app', CHAT.id, '--for', 'skapi', '--json', userId);
      const { idToken, accessToken, refreshToken } = JSON.parse(out);
      const page = await Page.open(server);
      await page.skapi.loginWithToken({ idToken, accessToken, refreshToken });
      await isIn(page, userId);
    });

    test('aUserWhoIsNoUuidIsKnownByOne', async () => {
      const { id } = await create({ id: undefined, email: newEmail() });
      const page = await Page.signedIn(server, CHAT, id);
      assert.match(page.id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      await isIn(page, page.id);
      const again = await Page.signedIn(server, CHAT, id);
      assert.equal(again.id, page.id);
    });

    test('aPageThatIsLoadedAgainIsStillSignedIn', async () => {
      const email = newEmail();
      const { id } = await create({ email });
      const page = await Page.open(server);
      await page.skapi.login({ email, password: PASSWORD });
      const again = await Page.open(server, CHAT, { options: {}, storage: page.storage });
      assert.equal((await again.skapi.getProfile()).user_id, id);
      await isIn(again, id);
    });

    test('ofAnotherServiceAreRefusedByTheClient', async () => {
      const page = await Page.open(server);
      const { idToken, accessToken, refreshToken } = await tokens(server, TWIN);
      await assert.rejects(page.skapi.loginWithToken({ idToken, accessToken, refreshToken }), { code: 'INVALID_REQUEST' });
    });

    test('ofAnotherServiceOpenNoLists', async () => {
      const { idToken } = await tokens(server, TWIN);
      const { record_private } = await (await fetch(`${server.url}/cdn/us31/record-v1.json`)).json();
      const { service, owner } = CHAT;
      for (const authorization of [idToken, 'junk', undefined]) {
        const headers = { 'content-type': 'application/json', origin: 'https://app.test', ...(authorization && { authorization }) };
        const question = JSON.stringify({ service, owner, group: 'x' });
        const answer = await fetch(`${record_private}get-ws-group`, { method: 'POST', headers, body: question });
        const body = await answer.json();
        assert.ok(answer.status === 401 || answer.status === 403, `${answer.status}`);
        assert.equal(typeof body.code, 'string');
        assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      }
    });
  });

  describe('with a password', () => {
    test('theRightOneLetsIn', async () => {
      const email = newEmail();
      const { id } = await create({ email, name: 'Ann' });
      const page = await Page.open(server);
      const user = await page.skapi.login({ email, password: PASSWORD });
      assert.deepEqual([user.user_id, user.email, user.name, user.service], [id, email, 'Ann', CHAT.service]);
      await isIn(page, id);
    });

    test('aWrongOneAndAnUnknownNameGetTheSameAnswer', async () => {
      const email = newEmail();
      await create({ email });
      const page = await Page.open(server);
      for (const [name, password] of [[email, 'wrong password'], [email, ''.padEnd(6, ' ')], ['nobody@app.test', PASSWORD]]) {
        await assert.rejects(page.skapi.login({ email: name, password }), INCORRECT, `${name} ${password}`);
      }
      assert.equal(page.skapi.user, null);
      await page.skapi.login({ email, password: PASSWORD });
    });

    test('aNameThatIsNoAddress', async () => {
      const username = `ann ${++names}`;
      const { id } = await create({ username });
      const page = await Page.open(server);
      assert.equal((await page.skapi.login({ username, password: PASSWORD })).user_id, id);
    });

    test('whoWasMadeOnTheCommandLineIsKnown', async () => {
      const email = newEmail();
      const made = await server.commandWith(`${PASSWORD}\n`, 'users', 'add', '--app', CHAT.id, '--email', email, '--password-stdin', '--json');
      const page = await Page.open(server);
      const { user_id: id } = await page.skapi.login({ email, password: PASSWORD });
      assert.ok(made.includes(id), made);
      await isIn(page, id);
    });

    test('aNewPasswordEndsTheOld', async () => {
      const email = newEmail();
      const { id } = await create({ email });
      await api(server, CHAT, 'PATCH', `/users/${id}`, { password: 'another one' });
      const page = await Page.open(server);
      await assert.rejects(page.skapi.login({ email, password: PASSWORD }), INCORRECT);
      assert.equal((await page.skapi.login({ email, password: 'another one' })).user_id, id);
    });

    test('aUserWhoIsDisabledIsToldSo', async () => {
      const email = newEmail();
      const { id } = await create({ email });
      await api(server, CHAT, 'PATCH', `/users/${id}`, { disabled: true });
      const page = await Page.open(server);
      await assert.rejects(page.skapi.login({ email, password: PASSWORD }), { code: 'USER_IS_DISABLED' });
    });

    test('aUserOfAnotherServiceIsUnknown', async () => {
      const email = newEmail();
      await create({ email });
      const page = await Page.open(server, TWIN);
      await assert.rejects(page.skapi.login({ email, password: PASSWORD }), INCORRECT);
    });

    test('tokensAreRenewedAndTheConnectionGoesOnWithTheOldOne', async () => {
      const email = newEmail();
      const { id } = await create({ email, name: 'Ann' });
      const page = await Page.open(server);
      await page.skapi.login({ email, password: PASSWORD });
      await page.connect();
      await page.skapi.joinRealtime({ group: 'renewed' });
      const before = page.skapi.session.idToken.jwtToken;
      await api(server, CHAT, 'PATCH', `/users/${id}`, { name: 'Anna' });
      assert.equal((await page.skapi.getProfile({ refreshToken: true })).name, 'Anna');
      assert.notEqual(page.skapi.session.idToken.jwtToken, before);
      const heard = page.heard({ message: 'still me' });
      await page.skapi.postRealtime('still me', 'renewed');
      assert.equal((await heard).sender, id);
      assert.ok(page.socket.sent.all.at(-1).includes(before), 'the client signs with the token from before');
      assert.equal((await page.skapi.getRealtimeUsers({ group: 'renewed' })).list.length, 1);
    });

    test('tokensOfABackEndAreRenewedTheSameWay', async () => {
      const page = await Page.signedIn(server);
      const profile = await page.skapi.getProfile({ refreshToken: true });
      assert.equal(profile?.user_id, page.id);
      await isIn(page, page.id);
    });

    test('whoseSessionIsOverIsSignedOut', async () => {
      const email = newEmail();
      const { id } = await create({ email });
      const page = await Page.open(server);
      await page.skapi.login({ email, password: PASSWORD });
      await api(server, CHAT, 'DELETE', `/users/${id}/sessions`);
      // Cognito's library asks six times, for six seconds, whatever the answer is.
      await page.skapi.getProfile({ refreshToken: true }).catch(() => {});
      assert.equal(page.skapi.user, null);
    });

    test('logoutForgetsTheUser', async () => {
      const email = newEmail();
      await create({ email });
      const page = await Page.open(server);
      await page.skapi.login({ email, password: PASSWORD });
      assert.match(await page.skapi.logout(), /^SUCCESS/);
      assert.equal(page.skapi.user, null);
      assert.equal(await page.skapi.getProfile(), null);
      await page.skapi.login({ email, password: PASSWORD });
    });

    test('logoutEverywhereEndsAllSessions', async () => {
      const email = newEmail();
      const { id } = await create({ email });
      const [page, phone] = [await Page.open(server), await Page.open(server)];
      for (const one of [page, phone]) await one.skapi.login({ email, password: PASSWORD });
      await phone.connect();
      assert.match(await page.skapi.logout({ global: true }), /^SUCCESS/);
      await within(PATIENCE, phone.socket.gone, "the phone's connection to be closed");
      phone.close();
      assert.deepEqual((await api(server, CHAT, 'GET', `/users/${id}/sessions`)).sessions, []);
    });
  });
});

test('whoTriesTooOftenIsToldSo', async () => {
  const server = await startServer({ ...SETTINGS, identity: { ...SETTINGS.identity, attemptsPerAccount: 3 } });
  try {
    const email = newEmail();
    await api(server, CHAT, 'POST', '/users', { id: randomUUID(), email, password: PASSWORD });
    const page = await Page.open(server);
    for (let i = 0; i < 3; i++) await assert.rejects(page.skapi.login({ email, password: 'wrong password' }), INCORRECT);
    await assert.rejects(page.skapi.login({ email, password: PASSWORD }), { code: 'REQUEST_EXCEED' });
  } finally {
    closePages();
    await server.stop();
  }
});

test('aServiceWithoutPasswordsHasNone', async () => {
  const [{ skapi, ...chat }] = SETTINGS.apps;
  const server = await startServer({ ...SETTINGS, apps: [{ ...chat, skapi: { ...skapi, passwordLogin: false } }] });
  try {
    const email = newEmail();
    await api(server, CHAT, 'POST', '/users', { id: randomUUID(), email, password: PASSWORD });
    const page = await Page.open(server);
    await assert.rejects(page.skapi.login({ email, password: PASSWORD }), error => typeof error.code === 'string');
  } finally {
    closePages();
    await server.stop();
  }
});
