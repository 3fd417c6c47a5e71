// Parley's own REST API, with unmodified clients at the other end.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Altogic, Marker } from '../lib/altogic.mjs';
import { startServer } from '../lib/server.mjs';
import { AUTH, Wire } from '../lib/wire.mjs';

describe('the REST API of back ends', () => {
  let server, client, marker;
  before(async () => {
    server = await startServer();
    marker = await Marker.in(server);
    client = await Altogic.connected(server);
    client.rt.join('room/1');
    await marker.after(client);
  });
  after(async () => {
    client?.close();
    marker?.close();
    await server?.stop();
  });

  async function call(method, path, body, headers = {}) {
    const response = await fetch(`${server.url}/v1/apps/env1/${path}`, {
      method,
      headers: { authorization: 'Bearer sk-1', ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null };
  }

  test('publishedMessageReachesTheMembersOfAChannel', async () => {
    const { status, body } = await call('POST', 'publish', { channel: 'room/1', event: 'news', message: { n: [1, 'é'] } });
    assert.equal(status, 200);
    assert.ok(body.position.offset > 0);
    const [, message] = await client.events.find(([event]) => event === 'news');
    assert.deepEqual(message, { channel: 'room/1', message: { n: [1, 'é'] } });
  });

  test('publishedMessageWithoutAChannelReachesEverybody', async () => {
    await call('POST', 'publish', { event: 'to-all', message: 1 });
    const [, message] = await client.events.find(([event]) => event === 'to-all');
    assert.equal(message.message, 1);
  });

  test('batchKeepsItsOrder', async () => {
    const messages = Array.from({ length: 100 }, (_, n) => ({ channel: n % 2 ? 'room/1' : null, event: 'batch', message: n }));
    const { body } = await call('POST', 'publish/batch', { messages });
    assert.equal(body.positions.length, 100);
    await client.events.find(([event, argument]) => event === 'batch' && argument.message === 99);
    const seen = client.events.all.filter(([event]) => event === 'batch').map(([, { message }]) => message);
    assert.deepEqual(seen, messages.map(({ message }) => message));
  });

  test('repeatedCallPublishesOnce', async () => {
    const again = () => call('POST', 'publish', { event: 'once', message: 1 }, { 'idempotency-key': 'the-key' });
    const answers = await Promise.all([again(), again(), again()]);
    assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200]);
    assert.equal(new Set(answers.map(({ body }) => body.position.offset)).size, 1);
    await call('POST', 'publish', { event: 'after-once' });
    await client.events.find(([event]) => event === 'after-once');
    assert.equal(client.events.all.filter(([event]) => event === 'once').length, 1);
  });

  test('channelsAndMembersAreListed', async () => {
    const { body: channels } = await call('GET', 'channels?prefix=room');
    assert.deepEqual(channels, { channels: [{ name: 'room/1', members: 1 }], next: null });
    const { body: members } = await call('GET', 'channels/room%2F1/members');
    assert.deepEqual(members, { members: [{ id: client.id, user: null }], total: 1, next: null });
  });

  test('mintedTokenOpensASocketThatGetsUserEventsAndCanBeDisconnected', async () => {
    const { status, body } = await call('POST', 'tokens', { userId: 'customer-17' });
    assert.equal(status, 201);
    const wire = await Wire.connected(server, { ...AUTH, session: body.token });
    await call('POST', 'users/customer-17/events', { event: 'order:paid', user: { id: 17 } });
    const frame = await wire.find(text => text.startsWith('42["order:paid"'));
    assert.equal(frame, '42["order:paid","order:paid",null,{"id":17}]');

    const { body: devices } = await call('GET', 'users/customer-17/subscribers');
    assert.deepEqual(devices.subscribers.map(({ id }) => id), [wire.sid]);
    assert.equal((await call('DELETE', `subscribers/${wire.sid}`)).status, 204);
    await wire.find(text => text.startsWith('41'));
    wire.close();
  });

  test('tryItPageIsServed', async () => {
    const page = await fetch(`${server.url}/docs`);
    assert.match(page.headers.get('content-security-policy'), /script-src 'self'/);
    assert.match(await page.text(), /Parley REST API/);
    assert.match(await (await fetch(`${server.url}/docs/openapi.yaml`)).text(), /^openapi: 3\.1/);
    assert.equal((await fetch(`${server.url}/docs/swagger-ui-bundle.js`)).status, 200);
  });
});
