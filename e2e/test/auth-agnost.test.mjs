// Accounts in Agnost's dialect; its client is on no registry, so the calls are made by hand (altogic-agnost 6.1 and 6.3).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Messages } from '../lib/messages.mjs';
import { startServer } from '../lib/server.mjs';
import { Wire } from '../lib/wire.mjs';

const PASSWORD = 'correct horse';

describe('accounts with agnost', () => {
  let server, messages;
  before(async () => {
    server = await startServer({
      identity: { hashMemory: '64KiB' },
      apps: [{ id: 'env1', clientKeys: [{ key: 'ck-1' }], auth: { redirectUrls: ['https://app.example/', 'https://b.example/in'] } }],
    });
    messages = new Messages(server);
  });
  after(() => server?.stop());

  async function call(method, path, body, headers = {}) {
    const response = await fetch(`${server.url}/env1/${path}`, {
      method,
      headers: {
        'x-client': 'agnost-js',
        authorization: 'ck-1',
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, json: text ? JSON.parse(text) : null };
  }

  test('accountsWorkUnderBothPrefixes', async () => {
    const signUp = { email: 'a+1@rebels.test', password: PASSWORD, userData: { name: 'Luke', side: 'light' } };
    const { status, json } = await call('POST', 'agnost/auth/signup-email', signUp);
    assert.equal(status, 200);
    assert.deepEqual([json.user.email, json.user.name, json.user.side], [signUp.email, 'Luke', 'light']);
    const session = json.session.token;
    for (const prefix of ['agnost/auth', 'auth']) {
      assert.equal((await call('GET', `${prefix}/user`, null, { session })).json._id, json.user._id);
    }
    assert.deepEqual(await call('POST', 'agnost/auth/signout', {}, { session }), { status: 200, json: null });
    const late = await call('GET', 'agnost/auth/user', null, { session });
    assert.deepEqual([late.status, late.json.errors[0].code], [401, 'invalid_session_token']);
  });

  test('aSocketWithASessionHearsItsUser', async () => {
    const phone = '+14155550001';
    const { json } = await call('POST', 'agnost/auth/signup-phone', { phone, password: PASSWORD });
    const auth = { echoMessages: true, envId: 'env1', apiKey: 'ck-1', session: json.session.token };
    const wire = await Wire.connected(server, auth, { path: '/realtime/realtime/' });
    const frame = wire.next(text => text.startsWith('42["user:signin"'), 'user:signin');
    const again = await call('POST', 'agnost/auth/signin-phone', { phone, password: PASSWORD });
    const [event, name, session, user, ...more] = JSON.parse((await frame).slice(2));
    assert.deepEqual([event, name, more], ['user:signin', 'user:signin', []]);
    assert.deepEqual([session, user._id], [again.json.session, json.user._id]);
    wire.close();
  });

  test('mailsAreAskedForInTheBodyAndLeadToListedPagesOnly', async () => {
    const email = 'b+2@rebels.test';
    await call('POST', 'agnost/auth/signup-email', { email, password: PASSWORD });
    const ask = redirectURL => call('POST', 'agnost/auth/send-magic', { email, redirectURL, baseURL: 'https://evil.example' });
    const refused = await ask('https://evil.example/in');
    assert.deepEqual([refused.status, refused.json.errors[0].code], [400, 'invalid_redirect_url']);
    assert.equal((await ask('https://b.example/in')).status, 200);
    const page = await messages.followed('magic_link', email);
    assert.equal(page.host, 'b.example');
    const grant = await call('GET', `agnost/auth/grant?key=${page.searchParams.get('access_token')}`);
    assert.deepEqual([grant.status, grant.json.user.email], [200, email]);
  });
});
