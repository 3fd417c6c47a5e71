// Rooms by the rules of v_chat's calls, and what nobody may see of them (vchat 3 and 5).
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, afterEach, before, describe, test } from 'node:test';
import { io as io4 } from 'socket.io-client';
import { Altogic } from '../lib/altogic.mjs';
import { startServer } from '../lib/server.mjs';
import { dioForm } from '../lib/vchat-forms.mjs';
import { defects, room as readRoom } from '../lib/vchat-types.mjs';
import { closeAll, Dart, KINDS } from '../lib/vchat-sockets.mjs';
import { envelope, Person, SETTINGS } from '../lib/vchat.mjs';
import { PATIENCE, within } from '../lib/within.mjs';
import { Wire } from '../lib/wire.mjs';

const DONE = 'done successfully';
const NOBODYS_ROOM = 'f'.repeat(24);

describe('rooms', () => {
  let server;
  before(async () => (server = await startServer(SETTINGS)));
  afterEach(() => {
    closeAll();
    assert.deepEqual(defects.splice(0), []);
  });
  after(() => server?.stop());

  const everybody = (...names) => Person.all(server, ...names);
  const update = (client, matches) => client.hears('update_one_room', matches);

  test('theSameCallTwiceIsOneRoomWithTwoMessages', async () => {
    const [ann, bob] = await everybody('Ann', 'Bob');
    assert.equal(await ann.post('room/check-if-there-room', { peerEmail: bob.email }), false);
    const one = await ann.single(bob, 'first');
    const two = await ann.single(bob, 'first');
    const three = await bob.single(ann, 'from the other side');
    assert.deepEqual([two._id, three._id], [one._id, one._id]);
    assert.deepEqual((await ann.history(one._id)).map(({ content }) => content), ['first', 'first', 'from the other side']);
    assert.equal(readRoom(await ann.post('room/check-if-there-room', { peerEmail: bob.email }))._id, one._id);
    assert.deepEqual([(await ann.rooms()).length, (await bob.rooms()).length], [1, 1]);
    assert.deepEqual([(await ann.room(one._id)).unReadCount, (await bob.room(one._id)).unReadCount], [1, 2]);
    assert.equal(readRoom(await ann.ok('GET', `room?id=${one._id}`))._id, one._id);
  });

  test('twoWhoOpenTheirRoomAtOnceGetOne', async () => {
    const [ann, bob] = await everybody('Ann', 'Bob');
    const opened = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? ann.single(bob, `${i}`) : bob.single(ann, `${i}`))));
    assert.equal(new Set(opened.map(({ _id }) => _id)).size, 1);
    assert.equal((await ann.history(opened[0]._id)).length, 10);
  });

  test('aRoomNeedsAnotherUserAndAMessage', async () => {
    const [ann, bob] = await everybody('Ann', 'Bob');
    assert.equal(await ann.refused('POST', 'room/single', { peerEmail: ann.email, message: 'me' }), 400);
    assert.ok((await ann.refused('POST', 'room/single', { peerEmail: 'nobody', message: 'you' })) < 500);
    for (const message of ['', undefined, null]) {
      assert.equal(await ann.refused('POST', 'room/single', { peerEmail: bob.email, message }), 400);
    }
    assert.deepEqual(await ann.rooms(), []);
  });

  test('roomsComeInPagesTheLastChangedFirst', async () => {
    const ann = await Person.register(server, 'Ann');
    const peers = await everybody(...Array.from({ length: 45 }, () => 'Peer'));
    for (const peer of peers) await ann.single(peer, 'hello');
    const main = await Dart.connected(ann);
    const pages = [await main.join(), await ann.rooms(1), await ann.rooms(2), await ann.rooms(3)];
    assert.deepEqual(pages.map(({ length }) => length), [20, 20, 5, 0]);
    assert.deepEqual(await ann.rooms(0), pages[0]);
    assert.deepEqual(pages.flat().map(({ peerId }) => peerId), peers.map(({ id }) => id).reverse());
    await peers[7].single(ann, 'up again');
    assert.equal((await main.join())[0].peerId, peers[7].id);
    // Clients of before 0.6 ask for no answer.
    main.emit('join');
    assert.equal((await main.heard('all_rooms'))[0].peerId, peers[7].id);
  });

  test('muteIsToggledForOneMemberOnly', async () => {
    const [ann, bob] = await everybody('Ann', 'Bob');
    const room = await ann.single(bob);
    const [annMain, bobMain] = [await Dart.connected(ann), await Dart.connected(bob)];
    for (const [isMute, body] of [[1, { roomId: room._id }], [0, { id: room._id }], [1, dioForm({ roomId: room._id })]]) {
      const muted = update(annMain, one => one.isMute === isMute);
      assert.equal(await ann.post('room/chat-notification', body), DONE);
      assert.equal((await muted).updatedAt, room.updatedAt);
    }
    const last = update(bobMain);
    await ann.send(room, 'last');
    assert.equal((await last).isMute, 0);
    assert.equal(bobMain.of('update_one_room').length, 1, 'the other one learns nothing of it');
    // Each of many at once toggles: after an even count it is as it was.
    await Promise.all(Array.from({ length: 20 }, () => ann.post('room/chat-notification', { roomId: room._id })));
    assert.equal((await ann.room(room._id)).isMute, 1);
  });

  test('whoBlocksClosesTheRoomForBothAndAloneOpensIt', async () => {
    const [ann, bob] = await everybody('Ann', 'Bob');
    const room = await ann.single(bob);
    const both = [await Dart.connected(ann), await Dart.connected(bob)];
    const blocked = blockerId => Promise.all(both.map(one => update(one, got => got.blockerId === blockerId)));
    const text = { type: 'text', roomId: room._id, content: 'no' };

    let told = blocked(bob.id);
    assert.equal(await bob.post('room/ban-chat-user', { peerId: ann.id }), DONE);
    assert.deepEqual((await told).map(one => one.updatedAt), [room.updatedAt, room.updatedAt]);
    for (const one of [ann, bob]) {
      assert.equal(await one.refused('POST', 'message/single', text), 403);
      assert.equal(await one.refused('POST', 'room/single', { peerEmail: (one === ann ? bob : ann).email, message: 'no' }), 403);
    }
    assert.equal(await ann.refused('POST', 'room/ban-chat-user', { peerId: bob.id }), 403);
    assert.equal((await ann.room(room._id)).blockerId, bob.id);

    told = blocked(null);
    assert.equal(await bob.post('room/ban-chat-user', { id: ann.id }), DONE);
    await told;
    await ann.send(room, 'open again');
    assert.equal(await ann.post('room/ban-chat-user', { peerId: bob.id }), DONE);
    assert.equal((await bob.room(room._id)).blockerId, ann.id);
    assert.equal(await bob.refused('POST', 'room/ban-chat-user', { peerId: ann.id }), 403);
    assert.deepEqual((await ann.history(room._id)).map(({ content }) => content), ['hello', 'open again']);
    assert.ok((await ann.refused('POST', 'room/ban-chat-user', { peerId: NOBODYS_ROOM })) < 500);
    assert.equal(await ann.refused('POST', 'room/ban-chat-user', { peerId: ann.id }), 400);
  });

  test('togglesAtOnceComeOneAfterAnother', async () => {
    const [ann, bob] = await everybody('Ann', 'Bob');
    const room = await ann.single(bob);
    const same = await Promise.all([1, 2].map(() => ann.call('POST', 'room/ban-chat-user', { peerId: bob.id })));
    assert.deepEqual(same.map(({ status }) => status), [200, 200]);
    assert.equal((await ann.room(room._id)).blockerId, null);
    // Both sides: one is first. The other one is refused, unless the first has opened it again by then.
    const sides = await Promise.all([ann, bob].map((one, i, all) => one.call('POST', 'room/ban-chat-user', { peerId: all[1 - i].id })));
    assert.deepEqual(sides.map(({ status }) => status).sort(), [200, 403]);
    assert.equal((await ann.room(room._id)).blockerId, [ann, bob][sides.findIndex(({ status }) => status === 200)].id);
  });

  test('whoIsNotInARoomLearnsAndDoesNothingThere', async () => {
    const [ann, bob, eve] = await everybody('Ann', 'Bob', 'Eve');
    const [single, group] = [await ann.single(bob, 'secret'), await ann.group('secret', bob)];
    const watcher = await Dart.connected(ann);
    const eves = await Promise.all([...Object.values(KINDS)].map(kind => kind.connected(eve, '/message')));
    const eveMain = await Dart.connected(eve);
    for (const [room, kind] of [[single, 'single'], [group, 'group']]) {
      const roomId = room._id;
      const calls = [
        ['GET', `message?lastId=first&roomId=${roomId}`],
        ['GET', `message?lastId=${room.lastMessage._id}&roomId=${roomId}`],
        ['GET', `room?id=${roomId}`],
        ['GET', `room/group-members?lastIndex=1&roomId=${roomId}`],
        ['POST', `message/${kind}`, { type: 'text', roomId, content: 'spam' }],
        ['POST', 'room/chat-notification', { roomId }],
        ['POST', 'room/add-member', { roomId, peersId: [eve.email] }],
        ['POST', 'room/update-group-info', { roomId, groupName: 'mine' }],
        ['POST', 'room/update-member-state', { roomId, peerId: ann.id, state: 'member' }],
        ['POST', 'room/kick-member', { roomId, peerId: ann.id }],
        ['POST', 'room/leave-group-chat', { groupId: roomId }],
        ['DELETE', `room/leave/${roomId}`],
      ];
      for (const [method, path, body] of calls) {
        const status = await eve.refused(method, path, body);
        assert.ok([400, 403, 404].includes(status), `${method} ${path}: ${status}`);
      }
      eves.forEach(one => one.emit('join', roomId));
      eveMain.emit('typing_changed', { status: 'typing', name: 'Ann', roomId });
    }
    // Ids that are no room's, and things that are no ids.
    for (const id of [NOBODYS_ROOM, '', 'x'.repeat(10_000), '../..', "' OR 1=1 --", 42, null, ['a'], { a: 1 }]) {
      assert.ok([400, 404].includes(await eve.refused('POST', 'message/single', { type: 'text', roomId: id, content: 'x' })), `${id}`);
      eves.forEach(one => one.emit('join', id));
      eveMain.emit('typing_changed', { status: 'typing', name: 'Ann', roomId: id });
    }
    eves.forEach(one => one.emit('join'));
    assert.equal((await eves[0].ask('join', single._id)).success, false);
    // What is said there passes them by, and what is theirs does not.
    await ann.send(single, 'still secret');
    await bob.send(group, 'still secret');
    const own = await eve.single(bob, 'mine');
    for (const one of eves) {
      await one.look(own);
      assert.deepEqual(one.all.map(({ event }) => event).filter(name => name !== 'pong'), ['all_messages']);
    }
    await eveMain.heard('update_one_room', ({ _id }) => _id === own._id);
    assert.ok(eveMain.all.every(({ data, event }) => event === 'pong' || data._id === own._id));
    assert.deepEqual(watcher.of('user_typing_changed'), []);
    assert.equal(await ann.refused('POST', 'message/group', { type: 'text', roomId: single._id, content: 'x' }), 400);
    assert.equal(await ann.refused('POST', 'message/single', { type: 'text', roomId: group._id, content: 'x' }), 400);
  });

  test('textIsIntactToTheByteOnEveryWay', async () => {
    const texts = [
      '<script>alert("x")</script> & <b>\'bold\'</b> &amp; %3Cb%3E',
      'שלום \u202Eevil\u202C مرحبا \u200F',
      '👩‍👩‍👧‍👦 🏳️‍🌈 é e\u0301 ﷽ 𝄞 \u2028\u2029\uFEFF',
      'tab\t line\nline\r\n quote" back\\slash / nul\\u0000 \u0001\u001f\u007f',
      '{"json":[1.5,1e9]}',
      '42["x"]',
      ' spaces around ',
    ];
    const [ann, bob] = [await Person.register(server, texts[0]), await Person.register(server, texts[2], 'فريد\u202E👻@<i>')];
    const kinds = Object.values(KINDS);
    const mains = await Promise.all(kinds.map(kind => kind.connected(bob)));
    const pages = await Promise.all(kinds.map(kind => kind.connected(bob, '/message')));
    const room = await ann.single(bob, texts[0]);
    assert.deepEqual([room.title, room.peerEmail], [bob.user.name, bob.email]);
    await Promise.all(pages.map(page => page.look(room)));
    for (const content of texts.slice(1)) await ann.send(room, content);
    await ann.post('message/single', dioForm({ type: 'text', roomId: room._id, content: texts[1] }));
    const all = [...texts, texts[1]];
    assert.deepEqual((await bob.history(room._id)).map(({ content }) => content), all);
    for (const page of pages) {
      await page.count(all.length - 1, ({ event }) => event === 'new_message');
      assert.deepEqual(page.of('new_message').map(({ content }) => content), all.slice(1));
      assert.equal(page.of('all_messages')[0][0].senderName, texts[0]);
    }
    for (const main of mains) {
      await main.heard('update_one_room', one => one.unReadCount === 0 && one.lastMessage.content === texts[1]);
      assert.ok(main.of('update_one_room').every(({ title }) => title === texts[0]));
    }
    mains[0].emit('typing_changed', { status: 'typing', name: 'x', roomId: room._id });
    const watcher = await Dart.connected(ann);
    mains[1].emit('typing_changed', { status: 'stop', name: 'x', roomId: room._id });
    assert.equal((await watcher.heard('user_typing_changed', ({ status }) => status === 'stop')).name, texts[2]);
    // Half a character, or none that can be stored, is no text.
    for (const content of ['\ud800', 'a\u0000b', '   ', '']) {
      assert.equal(await ann.refused('POST', 'message/single', { type: 'text', roomId: room._id, content }), 400, JSON.stringify(content));
    }
  });

  test('oddEventsHarmNobody', async () => {
    const [ann, bob] = await everybody('Ann', 'Bob');
    const room = await ann.single(bob);
    const names = ['typing_changed', 'update_one_room', 'new_message', 'message', 'leave'];
    for (const kind of Object.values(KINDS)) {
      const [watcher, main, page] = [await Dart.connected(ann), await kind.connected(bob), await kind.connected(bob, '/message')];
      const { _id: roomId } = room;
      const odd = [[], [null], ['typing'], [1, 2, 3], [[]], [{}], [{ status: 1, roomId }], [{ status: 'typing', roomId: [roomId] }]];
      odd.push([{ status: ['typing'], roomId }], [{ roomId }], [{ status: 'toString', roomId }]);
      for (const args of odd) {
        for (const event of [...names, '', '__proto__', 'x'.repeat(5000)]) main.emit(event, ...args);
        for (const event of [...names, 'join']) page.emit(event, ...args);
      }
      main.emit('join', 'join', 'join', { join: 1 });
      main.emit('typing_changed', { status: 'stop', roomId, name: 1 });
      assert.equal((await watcher.heard('user_typing_changed')).status, 'stop');
      assert.equal((await main.join()).length, 1);
      assert.equal((await page.look(room)).length, 1);
      assert.equal(watcher.of('user_typing_changed').length, 1);
      [watcher, main, page].forEach(one => one.close());
    }
  });

  test('numbersOfPagesMayBeAnything', async () => {
    const [ann, bob] = await everybody('Ann', 'Bob');
    const room = await ann.group('group', bob);
    for (const page of ['-1', 'x', '', '1.5', '99999999999999999999', '2147483647', '%00', '1&page=0']) {
      for (const path of [`room?page=${page}`, `room/group-members?roomId=${room._id}&lastIndex=${page}`]) {
        const { status, data } = await ann.call('GET', path);
        assert.ok(status === 400 || (status === 200 && Array.isArray(data)), `${path}: ${status}`);
      }
      for (const path of [`user?lastId=${page}`, `user/search?query=Ann&lastId=${page}`, `message?roomId=${room._id}&lastId=${page}`]) {
        const { status } = await ann.call('GET', path);
        assert.ok([200, 400].includes(status), `${path}: ${status}`);
      }
    }
  });

  test('whatTheSdkCannotSendIsRefused', async () => {
    const [ann, bob] = await everybody('Ann', 'Bob');
    const room = await ann.single(bob);
    for (const type of ['create', 'kick', 'call', 'TEXT', 'reply', 'allDeleted', '', null, 1]) {
      assert.equal(await ann.refused('POST', 'message/single', { type, roomId: room._id, content: 'x' }), 400, type);
    }
    assert.equal(await ann.refused('POST', 'message/single', { type: 'text', roomId: room._id, content: 'x'.repeat(70_000) }), 400);
    assert.equal(await ann.refused('POST', 'message/single', { type: 'image', roomId: room._id, content: 'x' }), 400);
    assert.equal(await ann.refused('POST', 'user/migrate-old-users', [{ email: 'm', name: 'm', image: 'default' }]), 403);
    assert.equal((await ann.history(room._id)).length, 1);
  });

  test('aBodyThatIsTooLargeIsAnswered', async () => {
    const [ann, bob] = await everybody('Ann', 'Bob');
    const room = await ann.single(bob);
    const huge = Buffer.from(JSON.stringify({ type: 'text', roomId: room._id, content: 'x'.repeat(25_000_000) }));
    for (const length of [{ 'content-length': huge.length }, {}]) {
      const headers = { authorization: `Bearer ${ann.token}`, 'content-type': 'application/json; charset=utf-8', ...length };
      const { status, text } = await posted(`${server.url}/api/v1/message/single`, headers, huge);
      assert.equal(envelope(status, text).status, 413);
    }
    await ann.send(room, 'after');
  });

  test('otherFamiliesHearNothingOfARoomAndWorkBesideIt', async () => {
    const [ann, bob] = await everybody('Ann', 'Bob');
    const room = await ann.single(bob, 'before');
    const names = [room._id, `vchat:${room._id}`, `room:${room._id}`, ann.id, bob.id, `user:${bob.id}`, 'vchat:chat'];
    const options = { app: 'chat', key: 'ck-chat' };
    const altogic = await Altogic.connected(server, options);
    const wires = await Promise.all(
      [['chat', 'ck-chat'], ['env1', 'ck-1']].map(([envId, clientKey]) => Wire.connected(server, { echoMessages: true, envId, clientKey })),
    );
    const plain = io4(server.url, { auth: { envId: 'env1', clientKey: 'ck-1', echoMessages: true }, forceNew: true });
    try {
      await within(PATIENCE, new Promise(resolve => plain.once('connect', resolve)), 'a plain client to connect');
      let calls = 0;
      for (const channel of names) {
        for (const wire of wires) assert.deepEqual(await wire.call(++calls, 'join', { channel, echo: false }), { ok: true });
        altogic.rt.join(channel);
        await wires[0].find(text => text.startsWith('42["channel:join"') && text.includes(channel), `${channel} to be joined`);
      }
      const [page, main] = [await Dart.connected(bob, '/message'), await Dart.connected(bob)];
      await page.look(room);
      for (const wire of wires) {
        const members = await wire.call(++calls, 'members', { channel: room._id });
        assert.ok(members.every(({ id }) => id !== bob.id), JSON.stringify(members));
        // Nor can they say anything there.
        for (const channel of names) wire.emit('message', { channel, eventName: 'new_message', message: '{}' });
        wire.emit('message', { eventName: 'update_one_room', message: {} });
      }
      await ann.send(room, 'between us');
      await page.heard('new_message', ({ content }) => content === 'between us');
      await main.heard('update_one_room', ({ lastMessage }) => lastMessage.content === 'between us');
      assert.equal(page.of('new_message').length, 1);
      // A plain client speaks with another one meanwhile, and that is all there is to hear.
      const heard = within(PATIENCE, new Promise(resolve => plain.once('word', resolve)), 'a word at the plain client');
      await within(PATIENCE, new Promise(resolve => plain.emit('join', { channel: 'plain', echo: false }, resolve)), 'its join');
      wires[1].emit('message', { channel: 'plain', eventName: 'word', message: 'hi' });
      assert.equal((await heard).message, 'hi');
      for (const wire of wires) await wire.settled();
      const all = [...wires.flatMap(wire => wire.all), ...altogic.frames.all].join('\n');
      assert.ok(!all.includes('between us') && !all.includes('"before"'), all);
      assert.ok(!all.includes(bob.email));
      const channels = await (await fetch(`${server.url}/v1/apps/chat/channels`, { headers: { authorization: 'Bearer sk-chat' } })).text();
      assert.ok(!channels.includes('vchat:chat:'), channels);
    } finally {
      plain.close();
      altogic.close();
      wires.forEach(wire => wire.close());
    }
  });
});

/** A POST whose answer may come before its body is there. */
function posted(url, headers, body) {
  const answer = new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, async response => {
      let text = '';
      for await (const chunk of response) text += chunk;
      sent.destroy();
      resolve({ status: response.statusCode, text });
    });
    sent.on('error', reject);
    sent.end(body);
  });
  return within(PATIENCE, answer, 'an answer');
}
