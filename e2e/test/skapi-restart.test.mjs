// skapi-js when the server is replaced: it comes back once, three seconds later, and into its group (skapi 7).
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { closePages, Page, SETTINGS, tokens, until } from '../lib/skapi.mjs';
import { Relay } from '../lib/skapi-relay.mjs';
import { address } from '../lib/skapi-wire.mjs';
import { startServer } from '../lib/server.mjs';
import { PATIENCE, within } from '../lib/within.mjs';

const LOST = { type: 'error', message: 'Skapi: WebSocket unexpected close.' };
const TRYING = { type: 'reconnect', message: 'Reconnecting to WebSocket server...1' };
const BACK = { type: 'success', message: 'Connected to WebSocket server.' };

const newFolder = () => mkdtempSync(join(tmpdir(), 'parley-e2e-data-'));

const said = (type, content, { id, cid }, group) => ({
  type,
  message: content,
  sender: id,
  sender_cid: cid,
  sender_rid: group,
  code: null,
});

const isBack = page => page.heard({ code: 'USER_JOINED', sender: page.id });

test('aRestartOfTheServerIsSurvivedByEverybodyInTheirGroups', async () => {
  const folder = newFolder();
  const settings = { ...SETTINGS, data: { dir: folder } };
  const relay = await Relay.start();
  let server = await startServer(settings);
  try {
    relay.to(server);
    const [ann, bob] = await Page.all(relay, 'room', 2);
    const carl = await Page.connected(relay);
    [ann, bob, carl].forEach(page => page.events.take());
    const lost = [ann, bob, carl].map(page => page.heard({ type: 'reconnect' }));
    relay.away();
    await server.stop();
    await Promise.all(lost);
    server = await startServer(settings);
    const back = [ann, bob].map(isBack);
    const carlIsBack = carl.heard({ type: 'success' });
    relay.to(server);
    for (const [n, event] of (await Promise.all(back)).entries()) [ann, bob][n].cid = event.sender_cid;
    await carlIsBack;
    assert.deepEqual(carl.events.take(), [LOST, TRYING, BACK]);
    await ann.skapi.postRealtime('still here', 'room');
    const [heard] = await until(ann, 'room', bob);
    assert.deepEqual(heard.filter(({ type }) => type === 'message'), [said('message', 'still here', ann, 'room')]);
    const told = carl.heard({ type: 'private' });
    await bob.skapi.postRealtime('you, too?', carl.id);
    assert.deepEqual(await told, said('private', 'you, too?', bob, null));
    const { list } = await carl.skapi.getRealtimeUsers({ group: 'room' });
    assert.deepEqual(list.map(({ cid }) => cid).sort(), [ann.cid, bob.cid].sort());
  } finally {
    closePages();
    relay.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A WebSocket that reads no more once it is open, and ends nothing. */
async function deaf(server) {
  const { accessToken } = await tokens(server);
  const { pathname } = new URL(await address(server));
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {});
  const lines = [`GET ${pathname}?token=${accessToken} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: Upgrade', 'Upgrade: websocket'];
  socket.write([...lines, 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${btoa('x'.repeat(16))}`, '', ''].join('\r\n'));
  const answer = await within(PATIENCE, new Promise(resolve => socket.once('data', resolve)), 'the handshake');
  assert.match(answer.toString(), /^HTTP\/1.1 101/);
  socket.pause();
  return socket;
}

test('everybodyGoesOverToAServerThatListensBesideTheOldOne', async () => {
  const folder = newFolder();
  const spread = 1_000;
  const settings = { ...SETTINGS, data: { dir: folder }, listen: { reusePort: true }, drain: { spread: `${spread}ms`, timeout: '10s' } };
  const old = await startServer(settings);
  const running = [old];
  let silent;
  try {
    const [ann, bob] = await Page.all(old, 'room', 2);
    silent = await deaf(old);
    running.push(await startServer({ ...settings, port: old.port }));
    [ann, bob].forEach(page => page.events.take());
    const back = [ann, bob].map(isBack);
    const asked = Date.now();
    await old.stop();
    const took = Date.now() - asked;
    // It would wait five seconds for a farewell to be answered.
    assert.ok(took >= spread / 2 && took < spread + 3_000, `the old process took ${took} ms to end`);
    for (const [n, event] of (await Promise.all(back)).entries()) [ann, bob][n].cid = event.sender_cid;
    for (const page of [ann, bob]) assert.deepEqual(page.events.take().filter(({ type }) => type !== 'notice'), [LOST, TRYING, BACK]);
    await ann.skapi.postRealtime('still here', 'room');
    const [heard] = await until(ann, 'room', bob);
    assert.deepEqual(heard.filter(({ type }) => type === 'message'), [said('message', 'still here', ann, 'room')]);
    const { list } = await bob.skapi.getRealtimeUsers({ group: 'room' });
    assert.deepEqual(list.map(({ cid }) => cid).sort(), [ann.cid, bob.cid].sort());
    assert.doesNotMatch(old.log, /ERROR|Exception|eyJ/);
  } finally {
    silent?.destroy();
    closePages();
    for (const server of running.reverse()) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
