// Reads what v_chat's Dart code reads, as strictly: every field is cast to one type there, and one wrong field loses the whole list.
import assert from 'node:assert/strict';

const TYPES = new Set(
  'text voice image video file reply allDeleted location forward create join leave upgrade downgrade info kick add'.split(' '),
);
/** What the app does with an attachment of each type would fail without these. */
const NEEDED = {
  image: ['imageUrl', 'height', 'width'],
  voice: ['playUrl', 'fileDuration'],
  video: ['imageUrl', 'playUrl', 'height', 'width', 'fileDuration', 'fileSize'],
  file: ['playUrl', 'linkTitle', 'fileSize'],
};
const ATTACHMENT = 'imageUrl playUrl fileSize fileDuration width height lat lang linkTitle linkDescription linkDataUrl'.split(' ');

/** JSON as Dart reads it: 1.0 and 1e3 are doubles there, and no int. */
export function dartJson(text) {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  assert.doesNotMatch(bare, /\d[.eE]/, `a number that Dart takes for a double: ${text}`);
  return JSON.parse(text);
}

const string = value => typeof value === 'string';
const int = value => Number.isSafeInteger(value);
const flag = value => value === 0 || value === 1;
const bool = value => typeof value === 'boolean';
const map = value => typeof value === 'object' && value !== null && !Array.isArray(value);
const orNull = type => value => value === null || type(value);
/** Hex digits, and not all of what SQLite would take for a number. */
const id = value => string(value) && /^[0-9a-f]{24}$/.test(value) && /[abcdf]/.test(value);
/** Clients put it behind a path, and save downloads by it. */
const file = value => string(value) && /^[A-Za-z0-9_-]+\.[a-z0-9]{1,8}$/.test(value);
const time = value => int(value) && value > 1_600_000_000_000 && value < 10_000_000_000_000;

/** A map with just these fields, each of its type. */
function fields(what, value, types) {
  assert.ok(map(value), `${what} is no map: ${JSON.stringify(value)}`);
  assert.deepEqual(Object.keys(value).sort(), Object.keys(types).sort(), `fields of ${what}`);
  for (const [name, type] of Object.entries(types)) {
    assert.ok(type(value[name]), `${what}.${name} is ${JSON.stringify(value[name])}`);
  }
  return value;
}

function list(what, value, type) {
  assert.ok(Array.isArray(value), `${what} is no list: ${JSON.stringify(value)}`);
  return value.map(type);
}

const USER = { _id: id, imageThumb: file, createdAt: time, updatedAt: time, email: string, name: string };
const SHOWN = { _id: id, imageThumb: file, email: string, name: string };

/** A user itself (vchat 2.1). */
export const ownUser = value => fields('user', value, USER);
export const signedIn = value => fields('user', value, { ...USER, accessToken: string });
export const listedUser = value => fields('user', value, SHOWN);
export const users = value => list('users', value, listedUser);
export const members = value =>
  list('members', value, one => fields('member', one, { ...SHOWN, role: role => role === 'admin' || role === 'member' }));

export function message(value) {
  fields('message', value, {
    _id: id,
    messageType: type => TYPES.has(type),
    messageAttachment: orNull(map),
    createdAt: time,
    content: string,
    senderId: id,
    senderName: string,
    senderImageThumb: file,
    roomId: id,
  });
  const { messageType, messageAttachment } = value;
  const needed = NEEDED[messageType];
  assert.equal(messageAttachment !== null, needed !== undefined, `${messageType} with ${JSON.stringify(messageAttachment)}`);
  if (needed) attachment(messageAttachment, needed);
  return value;
}

function attachment(value, needed) {
  for (const [name, one] of Object.entries(value)) {
    assert.ok(ATTACHMENT.includes(name) && orNull(string)(one) && one !== 'null', `attachment.${name} is ${JSON.stringify(one)}`);
  }
  for (const name of needed) assert.ok(string(value[name]), `attachment.${name} is ${JSON.stringify(value[name])}`);
  for (const name of ['width', 'height']) if (value[name]) assert.ok(Number(value[name]) > 0, `${name} ${value[name]}`);
  for (const name of ['imageUrl', 'playUrl']) assert.ok(orNull(file)(value[name] ?? null), `${name} ${value[name]}`);
}

/** Newest first, each once. */
export function messages(value) {
  const read = list('messages', value, message);
  read.slice(1).forEach((one, i) => assert.ok(one._id < read[i]._id, `${one._id} after ${read[i]._id}`));
  return read;
}

export function room(value) {
  fields('room', value, {
    _id: id,
    blockerId: orNull(id),
    groupSetting: orNull(map),
    updatedAt: time,
    creatorId: id,
    roomType: type => type === 'single' || type === 'groupChat',
    lastMessage: map,
    isOnline: flag,
    title: string,
    peerId: orNull(id),
    peerEmail: orNull(string),
    thumbImage: file,
    ifPeerReadMyLastMessage: flag,
    unReadCount: value => int(value) && value >= 0,
    roomMembersCount: value => int(value) && value > 0,
    isMute: flag,
  });
  message(value.lastMessage);
  assert.equal(value.lastMessage.roomId, value._id);
  assert.ok(value.updatedAt >= value.lastMessage.createdAt);
  (value.roomType === 'single' ? single : group)(value);
  return value;
}

function single(value) {
  assert.equal(value.groupSetting, null);
  assert.equal(value.roomMembersCount, 2);
  assert.ok(id(value.peerId) && string(value.peerEmail), 'a single room without a peer');
}

function group(value) {
  fields('groupSetting', value.groupSetting, {
    name: string,
    roomMembersCount: int,
    role: role => role === 'admin' || role === 'member',
    isGroupCreator: bool,
    imageThumb: file,
  });
  assert.equal(value.groupSetting.name, value.title);
  assert.equal(value.groupSetting.imageThumb, value.thumbImage);
  assert.equal(value.groupSetting.roomMembersCount, value.roomMembersCount);
  const { blockerId, peerId, peerEmail, isOnline, ifPeerReadMyLastMessage } = value;
  assert.deepEqual([blockerId, peerId, peerEmail, isOnline, ifPeerReadMyLastMessage], [null, null, null, 0, 0]);
}

export const rooms = value => list('rooms', value, room);

/** The last changed first, each once. */
export function roomPage(value) {
  const read = rooms(value);
  read.slice(1).forEach((one, i) => assert.ok(one.updatedAt <= read[i].updatedAt, 'rooms out of order'));
  assert.equal(new Set(read.map(one => one._id)).size, read.length);
  return read;
}

const text = read => value => {
  assert.ok(string(value), `no JSON text: ${JSON.stringify(value)}`);
  return read(dartJson(value));
};

/** What the library does with the one argument of each event (vchat 4.4 and 4.5). */
export const EVENTS = {
  '/': {
    update_one_room: room,
    user_online_changed: text(value => fields('online', value, { status: flag, roomId: id })),
    user_typing_changed: value =>
      fields('typing', value, { status: status => /^(stop|typing|recording)$/.test(status), name: string, roomId: id }),
    all_rooms: roomPage,
    kick_from_group: value => (assert.ok(id(value), `${JSON.stringify(value)} is no room's id`), value),
  },
  '/message': { all_messages: text(messages), new_message: text(message) },
};

/** What was wrong with anything that any client here was sent. */
export const defects = [];

/** An event with its argument read, or nothing and one more defect. */
export function event(namespace, [name, ...args]) {
  try {
    const read = EVENTS[namespace][name];
    assert.ok(read, `no event of ${namespace}`);
    assert.equal(args.length, 1, `arguments: ${JSON.stringify(args)}`);
    return { event: name, data: read(args[0]) };
  } catch (error) {
    defects.push(`${namespace} ${name}: ${error.message}`);
    return { event: name, data: {}, wrong: error.message };
  }
}
