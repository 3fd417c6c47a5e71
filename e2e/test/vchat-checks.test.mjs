// What every other test of v_chat relies on: that its checks fail where v_chat's Dart code would.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defects, event } from '../lib/vchat-types.mjs';

describe('the checks of what a client is sent', () => {
  const id = '61cd922a3bd8731be040e138';
  const time = 1_640_862_250_273;
  const message = {
    _id: id,
    messageType: 'text',
    messageAttachment: null,
    createdAt: time,
    content: 'first',
    senderId: id,
    senderName: 'user1',
    senderImageThumb: 'default_user_image.png',
    roomId: id,
  };
  const room = {
    _id: id,
    blockerId: null,
    groupSetting: null,
    updatedAt: time,
    creatorId: id,
    roomType: 'single',
    lastMessage: message,
    isOnline: 0,
    title: 'user2',
    peerId: id,
    peerEmail: 'user2',
    thumbImage: 'default_user_image.png',
    ifPeerReadMyLastMessage: 0,
    unReadCount: 0,
    roomMembersCount: 2,
    isMute: 0,
  };
  const group = {
    ...room,
    roomType: 'groupChat',
    peerId: null,
    peerEmail: null,
    groupSetting: { name: 'user2', roomMembersCount: 2, role: 'admin', isGroupCreator: true, imageThumb: room.thumbImage },
  };
  const wrong = (namespace, ...args) => {
    const { wrong } = event(namespace, args);
    defects.splice(0);
    return wrong !== undefined;
  };
  const text = value => JSON.stringify(value);

  test('theyPassWhatDartTakes', () => {
    for (const one of [room, group, { ...room, lastMessage: { ...message, content: '1.5 "\\" 1e5' } }]) {
      assert.ok(!wrong('/', 'update_one_room', one) && !wrong('/', 'all_rooms', [one]));
    }
    assert.ok(!wrong('/message', 'new_message', text({ ...message, content: '1.5 "\\" 1e5' })));
    assert.ok(!wrong('/message', 'all_messages', text([message])));
    assert.ok(!wrong('/', 'user_online_changed', text({ status: 1, roomId: id })));
  });

  test('theyFailWhereDartDoes', () => {
    for (const name of Object.keys(room)) {
      const { [name]: value, ...without } = room;
      const others = [typeof value === 'number' ? value === 1 : 7, typeof value === 'number' ? 0.5 : {}];
      for (const one of [without, ...others.map(other => ({ ...room, [name]: other }))]) assert.ok(wrong('/', 'update_one_room', one), name);
    }
    for (const name of Object.keys(message)) {
      for (const value of [undefined, true, name === 'messageAttachment' ? 'null' : null]) {
        assert.ok(wrong('/message', 'new_message', text({ ...message, [name]: value })), `${name} ${value}`);
      }
    }
    for (const name of Object.keys(group.groupSetting)) {
      assert.ok(wrong('/', 'update_one_room', { ...group, groupSetting: { ...group.groupSetting, [name]: null } }), name);
    }
    const attachment = { imageUrl: 'a.png', height: '1', width: '1' };
    const image = { ...message, messageType: 'image' };
    assert.ok(!wrong('/message', 'new_message', text({ ...image, messageAttachment: attachment })));
    for (const part of [{ height: 1 }, { lat: 'null' }, { imageUrl: '../a.png' }, { width: null }, { more: 'x' }]) {
      assert.ok(wrong('/message', 'new_message', text({ ...image, messageAttachment: { ...attachment, ...part } })), text(part));
    }
    assert.ok(wrong('/', 'update_one_room', room, room) && wrong('/', 'update_one_room') && wrong('/', 'update_one_room', text(room)));
    assert.ok(wrong('/', 'all_rooms', text([room])) && wrong('/', 'all_rooms', { data: [room] }));
    assert.ok(wrong('/', 'user_online_changed', { status: 1, roomId: id }));
    assert.ok(wrong('/', 'user_online_changed', text({ status: true, roomId: id })));
    assert.ok(wrong('/message', 'new_message', message) && wrong('/message', 'all_messages', [message]));
    assert.ok(wrong('/message', 'new_message', text({ ...message, messageType: 'call' })));
    assert.ok(wrong('/message', 'new_message', text(message).replace(`${time}`, `${time}.0`)));
    assert.ok(wrong('/', 'new_message', text(message)) && wrong('/message', 'update_one_room', room));
    assert.ok(wrong('/message', 'all_messages', text([message, message])));
    assert.ok(wrong('/', 'user_typing_changed', { status: 'dancing', name: 'x', roomId: id }));
  });
});
