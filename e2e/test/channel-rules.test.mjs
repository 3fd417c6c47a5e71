// Who may use which channels (docs/protocols/altogic-agnost.md, "Channel rules"), and packet rates.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { AUTH, Wire } from '../lib/wire.mjs';

const RULES = [
  { match: 'staff:*' },
  { match: 'own:{user}', join: 'session', publish: 'session', members: 'session' },
  { match: 'news:*', join: 'anyone', members: 'anyone' },
  { match: 'lobby', join: 'anyone', publish: 'anyone', members: 'anyone' },
];
const APPS = [
  {
    id: 'env1',
    serverKey: 'sk-1',
    clientKeys: [{ key: 'ck-1' }],
    channels: RULES,
    broadcast: 'server',
  },
  { id: 'rated', clientKeys: [{ key: 'ck-r' }], packetRate: { perIp: 5, window: '1h' } },
];

describe('channel rules', () => {
  let server, member, master;
  before(async () => {
    server = await startServer({ apps: APPS });
    member = await Wire.connected(server);
    master = await Wire.connected(server, { accessToken: 'sk-1' }, { path: '/realtime/' });
  });
  after(async () => {
    [member, master].forEach(wire => wire?.close());
    await server?.stop();
  });

  let calls = 0;
  const call = (wire, ...event) => wire.call(++calls, ...event);
  const ask = async (...event) => {
    const answer = await call(member, ...event);
    return answer.error?.code ?? 'ok';
  };
  const members = channel =>
    fetch(`${server.url}/e:env1/_api/rest/v1/realtime/get-members`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Client-Key': 'ck-1' },
      body: JSON.stringify({ channel }),
    });

  test('theFirstRuleThatMatchesDecides', async () => {
    assert.equal(await ask('join', { channel: 'lobby' }), 'ok');
    assert.equal(await ask('message', { channel: 'lobby', eventName: 'e' }), 'ok');
    assert.equal(await ask('join', { channel: 'news:1' }), 'ok');
    assert.equal(await ask('message', { channel: 'news:1', eventName: 'e' }), 'not_allowed');
    assert.equal(await ask('join', { channel: 'own:luke' }), 'not_allowed');
    assert.equal(await ask('join', { channel: 'staff:1' }), 'not_allowed');
    assert.equal(await ask('members', { channel: 'staff:1' }), 'not_allowed');
    assert.equal(await ask('join', { channel: 'nobody thought of it' }), 'not_allowed');
    assert.equal(await ask('message', { eventName: 'e' }), 'not_allowed');
  });

  test('whatIsRefusedIsDroppedInSilence', async () => {
    member.take();
    member.emit('join', { channel: 'staff:1', echo: true });
    member.emit('message', { channel: 'news:1', eventName: 'e', echo: true });
    assert.equal(await ask('leave', { channel: 'staff:1' }), 'ok');
    assert.deepEqual(member.take().filter(text => !text.startsWith('43')), []);
  });

  test('aBackEndIsBoundByNoRule', async () => {
    await call(member, 'join', { channel: 'news:2', echo: false });
    const heard = member.next(text => text.startsWith('42["news"'), 'the news');
    const news = { channelName: 'news:2', eventName: 'news', message: 1 };
    assert.deepEqual(await call(master, 'send_message', news), { ok: true });
    assert.equal(await heard, '42["news",{"channel":"news:2","message":1}]');
    assert.deepEqual(await call(master, 'broadcast_message', { eventName: 'all' }), { ok: true });
  });

  test('theMembersCallIsCheckedToo', async () => {
    assert.equal((await members('lobby')).status, 200);
    const forbidden = await members('staff:1');
    assert.equal(forbidden.status, 403);
    assert.equal((await forbidden.json()).errors[0].code, 'not_allowed');
    assert.equal((await members('unheard of')).status, 403);
  });

  test('packetsOverTheRateVanish', async () => {
    const auth = { ...AUTH, envId: 'rated', clientKey: 'ck-r' };
    const [one, two] = [await Wire.connected(server, auth), await Wire.connected(server, auth)];
    for (let i = 0; i < 5; i++) assert.deepEqual(await call(i % 2 ? one : two, 'join', { channel: 'c' }), { ok: true });
    assert.equal((await call(one, 'join', { channel: 'd' })).error.code, 'rate_limit_exceeded');
    assert.equal((await call(two, 'leave', { channel: 'c' })).error.code, 'rate_limit_exceeded');
    [one, two].forEach(wire => wire.close());
  });
});
