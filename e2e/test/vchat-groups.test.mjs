// Groups from their making to their end, and what their members are told (vchat 3, R6 to R12, and 5, "Groups").
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { dioForm, png } from '../lib/vchat-forms.mjs';
import { defects, room as readRoom } from '../lib/vchat-types.mjs';
import { closeAll, Dart } from '../lib/vchat-sockets.mjs';
import { Person, SETTINGS } from '../lib/vchat.mjs';

describe('groups', () => {
  let server;
  before(async () => (server = await startServer({ ...SETTINGS, vchat: { maxGroupMembers: 30 } })));
  afterEach(() => {
    closeAll();
    assert.deepEqual(defects.splice(0), []);
  });
  after(() => server?.stop());

  const everybody = (...names) => Person.all(server, ...names);
  const update = (client, matches) => client.hears('update_one_room', matches);

  test('aGroupFromItsMakingToItsEnd', async () => {
    const [ann, bob, cleo, dan] = await everybody('Ann', 'Bob', 'Cleo', 'Dan');
    const [annMain, bobMain, cleoMain, danMain] = await Promise.all([ann, bob, cleo, dan].map(one => Dart.connected(one)));
    const came = Promise.all([annMain, bobMain, cleoMain].map(one => update(one, got => got.roomType === 'groupChat')));
    const room = await ann.group('Rebels', bob, cleo);
    const [ofAnn, ofBob] = await came;
    assert.deepEqual(ofAnn, room);
    assert.deepEqual([room.creatorId, room.title, room.thumbImage], [ann.id, 'Rebels', 'default_group_image.png']);
    const setting = { name: 'Rebels', roomMembersCount: 3, imageThumb: 'default_group_image.png' };
    assert.deepEqual(room.groupSetting, { ...setting, role: 'admin', isGroupCreator: true });
    assert.deepEqual(ofBob.groupSetting, { ...setting, role: 'member', isGroupCreator: false });
    assert.deepEqual([room.unReadCount, ofBob.unReadCount, room.lastMessage.messageType], [0, 1, 'create']);

    const watching = await Dart.connected(bob, '/message');
    await watching.look(room);
    const system = (messageType, content) => watching.heard('new_message', one => one.messageType === messageType && one.content === content);

    // Members may not do what admins do.
    const body = { roomId: room._id };
    for (const [path, more] of Object.entries({
      'room/add-member': { peersId: [dan.email] },
      'room/update-group-info': { groupName: 'Empire' },
      'room/update-member-state': { peerId: cleo.id, state: 'admin' },
      'room/kick-member': { peerId: cleo.id },
    })) {
      const { status, data } = await bob.call('POST', path, { ...body, ...more });
      assert.deepEqual([status, data], [403, 'you dont have access'], path);
    }

    let news = Promise.all([annMain, danMain].map(one => update(one, got => got.roomMembersCount === 4)));
    assert.equal(await ann.post('room/add-member', { ...body, peersId: [dan.email, bob.email] }), 'users has been added successfully');
    assert.deepEqual((await news).map(one => [one._id, one.groupSetting.role]), [[room._id, 'admin'], [room._id, 'member']]);
    assert.equal((await system('add', 'Dan')).senderName, 'Ann');

    news = update(cleoMain, one => one.groupSetting?.role === 'admin');
    assert.equal(await ann.post('room/update-member-state', { ...body, peerId: cleo.id, state: 'admin' }), 'Upgrade');
    await news;
    await system('upgrade', 'Cleo');
    const members = await bob.members(room._id);
    assert.deepEqual(members.map(({ name, role }) => [name, role]), [['Ann', 'admin'], ['Bob', 'member'], ['Cleo', 'admin'], ['Dan', 'member']]);
    assert.deepEqual(await bob.members(room._id, 2), []);

    // Nobody is above the one who made it, and nobody changes oneself.
    assert.equal(await cleo.refused('POST', 'room/update-member-state', { ...body, peerId: ann.id, state: 'member' }), 400);
    assert.equal(await cleo.refused('POST', 'room/update-member-state', { ...body, peerId: cleo.id, state: 'member' }), 400);
    assert.equal(await cleo.refused('POST', 'room/kick-member', { ...body, peerId: ann.id }), 400);
    assert.equal(await cleo.refused('POST', 'room/kick-member', { ...body, peerId: cleo.id }), 400);
    assert.equal(await ann.post('room/update-member-state', { ...body, peerId: cleo.id, state: 'member' }), 'Downgrade');
    await system('downgrade', 'Cleo');

    const named = await ann.post('room/update-group-info', { ...body, groupName: 'Rebels <b>👊' });
    assert.deepEqual(named, { name: 'Rebels <b>👊', imageThumb: 'default_group_image.png' });
    await bobMain.heard('update_one_room', one => one.title === named.name && one.lastMessage.messageType === 'info');
    const pictured = await ann.post('room/update-group-info', dioForm(body, [['group.png', png(700, 700)]]));
    assert.deepEqual(Object.keys(pictured).sort(), ['imageThumb', 'name']);
    assert.match(pictured.imageThumb, /^GROUP_CHAT_[0-9a-f-]{36}_THUMB\.jpg$/);
    await watching.count(2, ({ event, data }) => event === 'new_message' && data.messageType === 'info');
    assert.equal((await fetch(`${server.url}/api/v1/public/profile/${pictured.imageThumb}`)).status, 200);

    // Who is put out learns it first, and then gets its list without the room.
    await cleo.single(ann, 'a room that stays');
    const looking = await Dart.connected(cleo, '/message');
    await looking.look(room);
    assert.equal(await ann.post('room/kick-member', { ...body, peerId: cleo.id }), 'kicked successfully');
    const left = await cleoMain.heard('all_rooms');
    assert.deepEqual(left.map(({ peerEmail }) => peerEmail), [ann.email]);
    const order = cleoMain.all.filter(({ event }) => ['kick_from_group', 'all_rooms'].includes(event));
    assert.deepEqual(order.map(({ event }) => event), ['kick_from_group', 'all_rooms']);
    assert.equal(order[0].data, room._id);
    await system('kick', 'Cleo');
    await bob.call('POST', 'message/group', { ...body, type: 'text', content: 'without Cleo' });
    await watching.heard('new_message', one => one.content === 'without Cleo');
    assert.ok(!looking.of('new_message').some(({ content }) => content === 'without Cleo'));
    assert.ok(!cleoMain.of('update_one_room').some(({ lastMessage }) => lastMessage.content === 'without Cleo'));
    assert.equal(await cleo.refused('GET', `message?lastId=first&roomId=${room._id}`), 403);

    // Both addresses for leaving.
    const danList = danMain.hears('all_rooms');
    assert.equal(await dan.post('room/leave-group-chat', { groupId: room._id }), 'leaved successfully');
    assert.deepEqual(await danList, []);
    assert.equal((await system('leave', 'Dan')).senderId, dan.id);
    assert.deepEqual(danMain.of('kick_from_group'), []);
    const bobList = bobMain.hears('all_rooms');
    assert.equal(await bob.post('room/kick-member', { groupId: room._id }), 'leaved successfully');
    assert.deepEqual(await bobList, []);
    const { data } = await bob.call('GET', `room/group-members?lastIndex=1&roomId=${room._id}`);
    assert.equal(data, 'You Not Exist In This Room');
    assert.deepEqual((await ann.members(room._id)).map(({ _id }) => _id), [ann.id]);
    assert.equal((await ann.room(room._id)).roomMembersCount, 1);
    const kinds = (await ann.history(room._id)).map(({ messageType }) => messageType);
    assert.deepEqual(kinds, ['create', 'add', 'upgrade', 'downgrade', 'info', 'info', 'kick', 'text', 'leave', 'leave']);
  });

  test('whatIsDoneTwiceAtOnceHappensOnce', async () => {
    const [ann, bob, cleo, dan] = await everybody('Ann', 'Bob', 'Cleo', 'Dan');
    const room = await ann.group('group', bob, cleo);
    const roomId = room._id;
    const statuses = async (who, path, body) => {
      const answers = await Promise.all(Array.from({ length: 4 }, () => who.call('POST', path, body)));
      return answers.map(({ status }) => status).sort();
    };
    assert.deepEqual(await statuses(ann, 'room/add-member', { roomId, peersId: [dan.email] }), [200, 200, 200, 200]);
    assert.deepEqual(await statuses(ann, 'room/update-member-state', { roomId, peerId: bob.id, state: 'admin' }), [200, 200, 200, 200]);
    assert.deepEqual(await statuses(ann, 'room/kick-member', { roomId, peerId: cleo.id }), [200, 400, 400, 400]);
    assert.deepEqual(await statuses(dan, 'room/leave-group-chat', { groupId: roomId }), [200, 403, 403, 403]);
    const history = (await ann.history(roomId)).map(({ messageType, content }) => `${messageType} ${content}`);
    assert.deepEqual(history, ['create group', 'add Dan', 'upgrade Bob', 'kick Cleo', 'leave Dan']);
    assert.equal((await bob.room(roomId)).roomMembersCount, 2);
    // An admin who is put out meanwhile puts nobody out any more.
    const answers = await Promise.all([
      ann.call('POST', 'room/kick-member', { roomId, peerId: bob.id }),
      bob.call('POST', 'room/add-member', { roomId, peersId: [dan.email] }),
      bob.call('POST', 'message/group', { roomId, type: 'text', content: 'x' }),
    ]);
    assert.equal(answers[0].status, 200);
    answers.slice(1).forEach(({ status }) => assert.ok([200, 403].includes(status), `${status}`));
    assert.equal(await bob.refused('POST', 'message/group', { roomId, type: 'text', content: 'x' }), 403);
    const types = (await ann.history(roomId)).map(({ messageType }) => messageType).slice(5);
    assert.equal(types.length, 1 + answers.slice(1).filter(({ status }) => status === 200).length);
    assert.equal(types.at(-1), 'kick');
  });

  test('aGroupOutlivesTheOneWhoMadeIt', async () => {
    const [ann, bob, cleo] = await everybody('Ann', 'Bob', 'Cleo');
    const room = await ann.group('group', bob, cleo);
    const bobMain = await Dart.connected(bob);
    const annMain = await Dart.connected(ann);
    assert.equal(await ann.post('room/leave-group-chat', { groupId: room._id }), 'leaved successfully');
    const after = await bobMain.heard('update_one_room');
    assert.deepEqual([after.roomMembersCount, after.groupSetting.role, after.groupSetting.isGroupCreator], [2, 'admin', false]);
    assert.equal(await bob.post('room/add-member', { roomId: room._id, peersId: [ann.email] }), 'users has been added successfully');
    // Back again as anybody else would be.
    const back = await annMain.heard('update_one_room', one => one._id === room._id);
    assert.deepEqual([back.groupSetting.role, back.unReadCount, back.lastMessage.content], ['member', 1, 'Ann']);
    assert.equal((await bob.call('DELETE', `room/leave/${room._id}`)).data, 'leaved successfully');
    assert.deepEqual((await cleo.members(room._id)).map(({ name }) => name).sort(), ['Ann', 'Cleo']);
  });

  test('aGroupsMembersComeInEveryForm', async () => {
    const [ann, bob, cleo] = await everybody('Ann', 'Bob', 'Cleo');
    const emails = [bob.email, cleo.email, bob.email];
    const repeated = new FormData();
    repeated.append('title', 'repeated');
    emails.forEach(email => repeated.append('peerEmails', email));
    const forms = [{ title: 'list', peerEmails: emails }, { title: 'text', peerEmails: JSON.stringify(emails) }, repeated];
    forms.push(dioForm({ title: 'picture', peerEmails: JSON.stringify(emails) }, [['g.png', png(10, 10)]]));
    for (const form of forms) assert.equal(readRoom(await ann.post('room/group', form)).roomMembersCount, 3);
    assert.match((await ann.rooms())[0].thumbImage, /^GROUP_CHAT_/);
    for (const peerEmails of [[], [ann.email], '[]', undefined, ['nobody']]) {
      assert.ok((await ann.refused('POST', 'room/group', { title: 'x', peerEmails })) < 500, JSON.stringify(peerEmails));
    }
    assert.equal(await ann.refused('POST', 'room/group', { title: '', peerEmails: emails }), 400);
    assert.equal((await ann.rooms()).length, forms.length);
  });

  test('aGroupHasAsManyMembersAsAllowed', async () => {
    const [ann, ...others] = await everybody(...Array.from({ length: 31 }, (_, i) => `Member${i}`));
    assert.equal(await ann.refused('POST', 'room/group', { title: 'x', peerEmails: others.map(({ email }) => email) }), 400);
    const last = others.pop();
    const room = await ann.group('full', ...others);
    assert.equal(await ann.refused('POST', 'room/add-member', { roomId: room._id, peersId: [last.email] }), 400);
    const pages = await Promise.all([1, 2, 3].map(page => ann.members(room._id, page)));
    assert.deepEqual(pages.map(({ length }) => length), [20, 10, 0]);
    assert.deepEqual(new Set(pages.flat().map(({ _id }) => _id)), new Set([ann, ...others].map(({ id }) => id)));
  });
});
