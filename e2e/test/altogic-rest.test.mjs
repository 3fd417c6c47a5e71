// The members call and its errors, as altogic 2.3.9 and 2.2.2 make it (altogic-agnost sections 2, 6.1 and 6.2).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createClient as createOldClient } from 'altogic-2.2';
import { createClient } from 'altogic';
import { Altogic, Marker } from '../lib/altogic.mjs';
import { APPS, startServer } from '../lib/server.mjs';
import { AUTH, Wire } from '../lib/wire.mjs';
import { PATIENCE, within } from '../lib/within.mjs';

const PATH = '/_api/rest/v1/realtime/get-members';
const MAX_BODY = 4096;

describe('the members call', () => {
  let server, marker, member;
  before(async () => {
    const apps = [
      ...APPS,
      { id: 'off', realtime: false, clientKeys: [{ key: 'ck-1' }] },
      { id: 'suspended', suspended: true, clientKeys: [{ key: 'ck-1' }] },
      { id: 'strict', requireSession: true, clientKeys: [{ key: 'ck-1' }] },
      { id: 'keyed', clientKeys: [{ key: 'old', expires: '2020-01-01T00:00:00Z' }, { key: 'no-rt', realtime: false }] },
    ];
    server = await startServer({ apps, limits: { restBodyBytes: MAX_BODY } });
    marker = await Marker.in(server);
    member = await Altogic.connected(server);
    member.rt.updateProfile({ name: 'Han' });
    member.rt.join('room');
    await marker.after(member);
  });
  after(async () => {
    member?.close();
    marker?.close();
    await server?.stop();
  });

  const base = (app = 'env1') => `http://a.b.c@localhost:${server.port}/e:${app}`;
  /** The client's promise must settle whatever the answer is. */
  const settles = promise => within(PATIENCE, promise, "the client's promise to settle");

  /** The REST side of a client that never connects: reading its realtime property would do that. */
  const fetcher = (url, key = 'ck-1', options) => createClient(url, key, options).auth.fetcher;

  function isError({ data, errors }, status, code) {
    assert.equal(data, null);
    assert.equal(errors.status, status);
    assert.ok(errors.statusText.length > 0);
    assert.equal(errors.items.length, 1);
    const [item] = errors.items;
    assert.equal(item.code, code);
    assert.equal(item.origin, status < 500 ? 'client_error' : 'server_error');
    assert.ok(item.message.length > 0);
    assert.ok(item.details === undefined || typeof item.details === 'object');
  }

  test('membersWithEnvironmentPrefix', async () => {
    const answer = await settles(member.rt.getMembers('room'));
    assert.deepEqual(answer, { data: [{ id: member.id, data: { name: 'Han' } }], errors: null });
  });

  test('membersWithSubdomainHost', async () => {
    for (const url of [`http://myapp.c1.parley.test:${server.port}`, `http://myapp.c1.parley.test:${server.port}/`]) {
      const { data, errors } = await settles(fetcher(url).post(PATH, { channel: 'room' }));
      assert.deepEqual([data, errors], [[{ id: member.id, data: { name: 'Han' } }], null]);
    }
  });

  test('membersOfAnEmptyChannelAreAnEmptyList', async () => {
    assert.deepEqual(await settles(member.rt.getMembers('nobody')), { data: [], errors: null });
  });

  test('membersComeInTheOrderTheyJoined', async () => {
    const wires = [];
    for (let n = 0; n < 5; n++) {
      wires.push(await Wire.connected(server));
      await wires[n].call(1, 'join', { channel: 'in order' });
    }
    const { data } = await settles(member.rt.getMembers('in order'));
    assert.deepEqual(data, wires.map(({ sid }) => ({ id: sid })));
    wires.forEach(wire => wire.close());
  });

  test('membersOfANumericChannel', async () => {
    const wire = await Wire.connected(server);
    await wire.call(1, 'join', { channel: 77 });
    assert.deepEqual((await settles(member.rt.getMembers(77))).data, [{ id: wire.sid }]);
    assert.deepEqual((await settles(member.rt.getMembers('77'))).data, [{ id: wire.sid }]);
    wire.close();
  });

  test('callerNeedsNoConnection', async () => {
    const { data } = await settles(fetcher(base()).post(PATH, { channel: 'room' }));
    assert.equal(data.length, 1);
  });

  test('basicAuthorizationFromTheUserNameInTheUrlIsTolerated', async () => {
    const response = await fetch(`${server.url}/e:env1${PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-client-key': 'ck-1', authorization: 'Basic YS5iLmM=' },
      body: '{"channel":"room"}',
    });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type'), /^application\/json/);
    assert.equal((await response.json()).length, 1);
  });

  test('apiKeyInTheAuthorizationHeaderIsTolerated', async () => {
    const { data } = await settles(fetcher(base(), 'ck-1', { apiKey: 'some-api-key' }).post(PATH, { channel: 'room' }));
    assert.equal(data.length, 1);
  });

  test('leadingSlashesCountAsOne', async () => {
    // Dart's client leaves the slash at the end of its base URL.
    for (const url of [`http://myapp.c1.parley.test:${server.port}/`, `${base()}/`]) {
      const { data, errors } = await settles(fetcher(url + '/').post(PATH, { channel: 'room' }));
      assert.deepEqual([errors, data?.length], [null, 1], url);
    }
  });

  test('errorsAreJsonSoThatTheClientsPromiseSettles', async () => {
    const at = (...args) => fetcher(base(...args));
    isError(await settles(at().post('/_api/rest/v1/no/such/thing', {})), 404, 'resource_not_found');
    isError(await settles(at().get(PATH)), 405, 'method_not_allowed');
    isError(await settles(at().delete(PATH, { channel: 'room' })), 405, 'method_not_allowed');
    isError(await settles(at().put(PATH, { channel: 'room' })), 405, 'method_not_allowed');
    isError(await settles(at().post(PATH, { channel: 'x'.repeat(MAX_BODY) })), 413, 'request_body_size_too_large');
    isError(await settles(at().post(PATH)), 415, 'unsupported_media_type');
    isError(await settles(at().post(PATH, {})), 400, 'validation_error');
    isError(await settles(at().post(PATH, { channel: ' ' })), 400, 'validation_error');
    isError(await settles(at().post(PATH, { channel: null })), 400, 'validation_error');
    isError(await settles(at().post(PATH, { channel: ['room'] })), 400, 'validation_error');
    isError(await settles(at().post(PATH, ['room'])), 400, 'validation_error');
  });

  test('refusalsNameTheirReason', async () => {
    const ask = (app, key) => settles(fetcher(base(app), key).post(PATH, { channel: 'room' }));
    isError(await ask('nowhere', 'ck-1'), 404, 'no_environment_found');
    isError(await ask('env1', 'wrong'), 401, 'invalid_client_key');
    isError(await ask('env1', 'ck-2'), 401, 'invalid_client_key');
    isError(await ask('suspended', 'ck-1'), 403, 'suspended_environment');
    isError(await ask('off', 'ck-1'), 400, 'realtime_not_enabled');
    isError(await ask('keyed', 'old'), 403, 'expired_api_key');
    isError(await ask('keyed', 'no-rt'), 401, 'unauthorizez_api_key');
    isError(await ask('strict', 'ck-1'), 401, 'missing_session_token');
  });

  test('malformedBodiesAreAnsweredWithJson', async () => {
    const headers = { 'content-type': 'application/json', 'x-client-key': 'ck-1' };
    const cases = [
      ['{"channel":', headers, 400, 'invalid_request_body_syntax'],
      ['', headers, 400, 'invalid_request_body_syntax'],
      ['[', headers, 400, 'invalid_request_body_syntax'],
      ['{"channel":"room"}', { ...headers, 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
      ['{"channel":"room"}', { ...headers, 'content-encoding': 'gzip' }, 415, 'unsupported_media_type'],
      ['{"channel":"room"}', { 'content-type': 'application/json' }, 401, 'missing_client_key'],
    ];
    for (const [body, sent, status, code] of cases) {
      const response = await fetch(`${server.url}/e:env1${PATH}`, { method: 'POST', headers: sent, body });
      const { errors } = await response.json();
      assert.deepEqual([response.status, errors[0].code], [status, code], body);
    }
  });

  test('otherOriginsMayCallWithCredentialsAndPreflight', async () => {
    const preflight = await fetch(`${server.url}/e:env1${PATH}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,session,x-client,x-client-key,authorization',
      },
    });
    assert.ok(preflight.ok);
    assert.equal(preflight.headers.get('access-control-allow-origin'), 'https://app.example');
    assert.equal(preflight.headers.get('access-control-allow-credentials'), 'true');
    for (const name of ['content-type', 'session', 'x-client', 'x-client-key', 'authorization']) {
      assert.ok(preflight.headers.get('access-control-allow-headers').includes(name), name);
    }
    const refused = await fetch(`${server.url}/e:env1${PATH}`, { method: 'POST', headers: { origin: 'https://app.example' } });
    assert.equal(refused.headers.get('access-control-allow-origin'), 'https://app.example', 'errors can be read too');
  });

  test('altogic222AsksByAcknowledgement', async () => {
    const old = createOldClient(base(), 'ck-1');
    await within(PATIENCE, new Promise(resolve => old.realtime.onConnect(resolve)), 'altogic 2.2.2 to connect');
    assert.deepEqual(await settles(old.realtime.getMembers('room')), [{ id: member.id, data: { name: 'Han' } }]);
    assert.deepEqual(await settles(old.realtime.getMembers('nobody')), []);
    old.realtime.close();
  });

  test('membersAcknowledgementIsTheRecordedFrame', async () => {
    const wire = await Wire.connected(server, AUTH);
    wire.send('420["members",{"channel":"room"}]');
    const answer = await wire.find(text => text.startsWith('430'));
    assert.equal(answer, `430[[{"id":"${member.id}","data":{"name":"Han"}}]]`);
    wire.close();
  });
});
