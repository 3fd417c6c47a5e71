// Who is turned away, and with which words (altogic-agnost section 5).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Altogic } from '../lib/altogic.mjs';
import { APPS, startServer } from '../lib/server.mjs';
import { Wire } from '../lib/wire.mjs';

const PREFIX = 'Realtime Connection Error - ';
const LISTED = 'https://app.example';

const KEYS = [
  { key: 'ck-1' },
  { key: 'no-realtime', realtime: false },
  { key: 'expired', expires: '2020-01-01T00:00:00Z' },
  { key: 'by-origin', allowedOrigins: [LISTED] },
  { key: 'by-address', allowedIps: ['10.0.0.0/8'] },
  { key: 'by-loopback', allowedIps: ['127.0.0.0/8', '::1/128'] },
  { key: 'with-session', enforceSession: true },
];

const NO_ENVIRONMENT =
  'Cannot identify the execution environment of the app version. Either there is no app version deployed yet, or the API base' +
  ' URL is not pointing to a valid environment.';
const SUSPENDED =
  'Access to environment has been suspended, no operation can be executed until suspension has been revoked.';
const NO_SESSION = 'No valid session token provided for socket authentication';
const BAD_SESSION = 'The Session token was not authorized or has expired';

// condition, what the client shows, title, code (Altogic's where it differs), message
const REFUSALS = [
  ['unknownEnvironment', { envId: 'nowhere', key: 'ck-1' }, 'No Environment Found', 'no_environment_found', NO_ENVIRONMENT],
  ['noEnvironment', { envId: '', key: 'ck-1' }, 'No Environment Found', 'no_environment_found', NO_ENVIRONMENT],
  ['suspendedApp', { envId: 'suspended', key: 'ck-1' }, 'Suspended Environment', 'suspended_environment', SUSPENDED],
  ['realtimeOff', { envId: 'off', key: 'ck-1' }, 'Realtime Disabled', 'realtime_not_allowed', 'Realtime services are disabled for the application version.'],
  ['missingKey', { envId: 'env1' }, 'Missing API Key', ['missing_api_key', 'missing_client_key'], 'A valid API Key needs to be provided'],
  ['emptyKey', { envId: 'env1', key: '' }, 'Missing API Key', ['missing_api_key', 'missing_client_key'], 'A valid API Key needs to be provided'],
  ['unknownKey', { envId: 'env1', key: 'nope' }, 'Invalid API Key', ['invalid_api_key', 'invalid_client_key'], 'Application version does not have such an API key (nope)'],
  ['keyOfAnotherApp', { envId: 'env1', key: 'ck-2' }, 'Invalid API Key', ['invalid_api_key', 'invalid_client_key'], 'Application version does not have such an API key (ck-2)'],
  ['keyWithoutRealtime', { envId: 'env1', key: 'no-realtime' }, 'Unauthorized API Key', 'unauthorizez_api_key', 'The API key (no-realtime) is not authorized for realtime service usage.'],
  ['expiredKey', { envId: 'env1', key: 'expired' }, 'Expired API Key', 'expired_api_key', /^API key is expired, /],
  ['originNotListed', { envId: 'env1', key: 'by-origin', origin: 'https://evil.example' }, 'Origin Domain Not Authorized', 'domain_not_authorized', /evil\.example/],
  ['originMissing', { envId: 'env1', key: 'by-origin' }, 'Origin Domain Not Found', 'missing_request_origin', /./],
  ['originNotListedByTheApp', { envId: 'origins', key: 'ck-1', origin: 'https://evil.example' }, 'Origin Domain Not Authorized', 'domain_not_authorized', /./],
  ['addressNotListed', { envId: 'env1', key: 'by-address' }, 'IP Address Not Authorized', 'ip_not_authorized', /./],
  ['sessionMissingForTheKey', { envId: 'env1', key: 'with-session' }, 'Missing Session Token', 'missing_session_token', NO_SESSION],
  ['sessionInvalidForTheKey', { envId: 'env1', key: 'with-session', session: 'bad' }, 'Invalid Session Token', 'invalid_session_token', BAD_SESSION],
  ['sessionMissingForTheApp', { envId: 'sessions', key: 'ck-1' }, 'Missing Session Token', 'missing_session_token', NO_SESSION],
  ['sessionInvalidForTheApp', { envId: 'sessions', key: 'ck-1', session: 'bad' }, 'Invalid Session Token', 'invalid_session_token', BAD_SESSION],
  // The order of the checks: environment, key, session.
  ['environmentIsCheckedBeforeTheKey', { envId: 'suspended' }, 'Suspended Environment', 'suspended_environment', SUSPENDED],
  ['keyIsCheckedBeforeTheSession', { envId: 'sessions', key: 'nope' }, 'Invalid API Key', ['invalid_api_key', 'invalid_client_key'], /nope/],
];

const ADMISSIONS = [
  ['listedOrigin', { envId: 'env1', key: 'by-origin', origin: LISTED }],
  ['listedOriginOfTheApp', { envId: 'origins', key: 'ck-1', origin: LISTED }],
  ['anyOriginWhereNoneIsListed', { envId: 'env1', key: 'ck-1', origin: 'https://anything.example' }],
  ['listedAddress', { envId: 'env1', key: 'by-loopback' }],
  ['noKeyWhereNoneIsRequired', { envId: 'open' }],
  ['unknownKeyWhereNoneIsRequired', { envId: 'open', key: 'whatever' }],
  ['invalidSessionWhereNoneIsRequired', { envId: 'env1', key: 'ck-1', session: 'bad' }],
];

const DIALECTS = {
  altogic: {
    path: '/socket.io/',
    auth: ({ envId, key, session }) => ({ echoMessages: true, subdomain: '', envId, clientKey: key, Session: session }),
    code: code => code.at(-1),
  },
  agnost: {
    path: '/realtime/realtime/',
    auth: ({ envId, key, session }) => ({ echoMessages: true, envId, apiKey: key, session }),
    code: code => code[0],
  },
};

describe('connection errors', () => {
  let server;
  before(async () => {
    server = await startServer({
      apps: [
        { ...APPS[0], clientKeys: KEYS },
        APPS[1],
        { id: 'suspended', suspended: true, clientKeys: [{ key: 'ck-1' }] },
        { id: 'off', realtime: false, clientKeys: [{ key: 'ck-1' }] },
        { id: 'origins', allowedOrigins: [LISTED], clientKeys: [{ key: 'ck-1' }] },
        { id: 'sessions', requireSession: true, clientKeys: [{ key: 'ck-1' }] },
        { id: 'open', requireKey: false },
      ],
    });
  });
  after(() => server?.stop());

  for (const [dialect, { path, auth, code: codeOf }] of Object.entries(DIALECTS)) {
    for (const [name, shown, title, codes, message] of REFUSALS) {
      // Agnost's client always has an API key property, so that its absence tells nothing about the dialect.
      const told = dialect === 'agnost' && shown.key === undefined ? { ...shown, key: null } : shown;
      test(`${name}, ${dialect}`, async () => {
        const headers = shown.origin ? { origin: shown.origin } : {};
        const error = await Wire.refused(server, auth(told), { path, headers });
        assert.equal(error.message, PREFIX + title);
        assert.equal(error.data.origin, 'client_error');
        assert.equal(error.data.code, codeOf([codes].flat()));
        if (message instanceof RegExp) assert.match(error.data.message, message);
        else assert.equal(error.data.message, message);
        assert.deepEqual(Object.keys(error), ['message', 'data']);
      });
    }
    for (const [name, shown] of ADMISSIONS) {
      test(`${name} is let in, ${dialect}`, async () => {
        const headers = shown.origin ? { origin: shown.origin } : {};
        const wire = await Wire.connected(server, auth(shown), { path, headers });
        assert.deepEqual(await wire.call(1, 'join', { channel: 'room' }), { ok: true });
        wire.close();
      });
    }
  }

  test('altogicClientHearsTheErrorOnceAndStaysAwayUntilOpen', async () => {
    const client = new Altogic(server, { key: 'nope', realtime: { reconnectionDelay: 10 } });
    const error = await client.errors.find(() => true, 'an error');
    assert.equal(error.message, 'Realtime Connection Error - Invalid API Key');
    assert.equal(error.data.code, 'invalid_client_key');
    client.open();
    await client.errors.count(2);
    assert.equal(client.connects.all.length, 0);
    assert.equal(client.sent.all.filter(text => text.startsWith('40')).length, 2, 'one attempt for each open');
    client.close();
  });

  test('unknownNamespaceIsRefusedInTheWordsOfSocketIo', async () => {
    const wire = await Wire.connected(server);
    wire.send('40/foo,{"token":1}');
    assert.equal(await wire.find(text => text.startsWith('44')), '44/foo,{"message":"Invalid namespace"}');
    assert.deepEqual(await wire.call(1, 'join', { channel: 'still here' }), { ok: true });
    wire.close();
  });

  test('longKeysAreNotShownBackInFull', async () => {
    const error = await Wire.refused(server, { envId: 'env1', clientKey: 'k'.repeat(10_000) });
    assert.ok(error.data.message.length < 300);
  });
});
