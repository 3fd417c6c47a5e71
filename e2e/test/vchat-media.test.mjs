// Files of messages: sent as the SDK sends them, served to everybody who knows the name, and nothing else served (vchat 2.3, 3 and 6).
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { startServer } from '../lib/server.mjs';
import { chunk, dartForm, iso, png } from '../lib/vchat-forms.mjs';
import { defects } from '../lib/vchat-types.mjs';
import { closeAll, Dart } from '../lib/vchat-sockets.mjs';
import { CONTENTS, envelope, Person, SETTINGS } from '../lib/vchat.mjs';
import { PATIENCE, within } from '../lib/within.mjs';

const FILE_BYTES = 1_000_000;

describe('media', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-media-'));
  const settings = { ...SETTINGS, media: { ...SETTINGS.media, fileBytes: FILE_BYTES }, data: { dir: folder } };
  let server, ann, bob, room, page;

  before(async () => {
    server = await startServer(settings);
    [ann, bob] = await Person.all(server, 'Ann', 'Bob');
    room = await ann.single(bob);
    page = await Dart.connected(bob, '/message');
    await page.look(room);
  });
  afterEach(() => assert.deepEqual(defects.splice(0), []));
  after(async () => {
    closeAll();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const served = (name, headers, method = 'GET') => fetch(`${server.url}/api/v1/public/messages/${name}`, { method, headers });
  const bytes = async response => Buffer.from(await response.arrayBuffer());

  /** Files that are kept, without those on their way. */
  const kept = () =>
    readdirSync(join(folder, 'media'), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && !(entry.parentPath ?? entry.path).includes('incoming'))
      .map(({ name }) => name);
  /** Files on their way. */
  const coming = () =>
    readdirSync(join(folder, 'media', 'incoming'), { recursive: true, withFileTypes: true }).filter(
      entry => entry.isFile() && entry.name !== '.lock',
    );

  async function until(condition, what) {
    await within(PATIENCE, (async () => {
      while (!condition()) await new Promise(resolve => setTimeout(resolve, 5));
    })(), what);
  }

  /** Sends files, and gives the message as it comes to the other one. */
  async function sent(type, attachment, ...files) {
    const heard = page.hears('new_message', ({ messageType }) => messageType === type);
    const { status, data } = await ann.sendFiles(room, type, attachment, ...files);
    assert.deepEqual([status, data], [200, 'success to send to single chat']);
    const message = await heard;
    assert.equal(message.content, CONTENTS[type]);
    assert.deepEqual((await bob.messages(room._id))[0], message);
    return message.messageAttachment;
  }

  test('anImage', async () => {
    const picture = png(200, 100);
    const got = await sent('image', { fileSize: '100 kb', height: '100', width: '200' }, ['holiday 📷.PNG', picture]);
    assert.match(got.imageUrl, /^IMAGE_[0-9a-f-]{36}\.png$/);
    assert.deepEqual([got.fileSize, got.height, got.width, got.lat ?? null, got.lang ?? null], ['100 kb', '100', '200', null, null]);
    const response = await served(got.imageUrl);
    assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'image/png']);
    assert.deepEqual(await bytes(response), picture);
  });

  test('aVoice', async () => {
    const sound = iso('M4A ');
    const got = await sent('voice', { fileSize: '200 kb', fileDuration: '00:10' }, ['record.m4a', sound]);
    assert.match(got.playUrl, /^VOICE_[0-9a-f-]{36}\.m4a$/);
    assert.equal(got.fileDuration, '00:10');
    const response = await served(got.playUrl);
    assert.equal(response.headers.get('content-type'), 'audio/mp4');
    assert.deepEqual(await bytes(response), sound);
  });

  test('aVideoIsItsPictureAndThenItself', async () => {
    const [thumb, film] = [png(64, 36), iso('isom')];
    const attachment = { fileSize: '2 mb', fileDuration: '00:03', height: '36', width: '64' };
    const got = await sent('video', attachment, ['thumb.png', thumb], ['film.mp4', film]);
    assert.match(got.playUrl, /\.mp4$/);
    assert.deepEqual({ ...got, ...attachment }, got);
    assert.deepEqual(await bytes(await served(got.imageUrl)), thumb);
    const response = await served(got.playUrl);
    assert.equal(response.headers.get('content-type'), 'video/mp4');
    assert.deepEqual(await bytes(response), film);
  });

  test('aFileIsSavedAndNeverShown', async () => {
    const html = Buffer.from('<script>alert(document.domain)</script>');
    const names = { 'page.html': 'octet-stream', '../../up"\r\n🦊.svg': 'octet-stream', 'a.pdf': 'pdf', '.htaccess': null, none: null };
    for (const [name, type] of Object.entries(names)) {
      const got = await sent('file', { fileSize: '1 kb', linkTitle: name }, [name, html]);
      assert.equal(got.linkTitle, name);
      assert.match(got.playUrl, /^FILE_[0-9a-f-]{36}\.[a-z0-9]{1,8}$/);
      const response = await served(got.playUrl);
      const { headers } = response;
      assert.deepEqual(await bytes(response), html);
      if (type) assert.equal(headers.get('content-type'), `application/${type}`);
      assert.match(headers.get('content-disposition'), /^attachment/);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.match(headers.get('content-security-policy'), /sandbox/);
    }
    // Nor is it shown because it says that it is a picture.
    const { status } = await ann.sendFiles(room, 'image', { height: '1', width: '1' }, ['x.png', html]);
    assert.equal(status, 415);
  });

  test('playersGetRanges', async () => {
    const film = iso('isom', 100_000);
    const attachment = { fileSize: '1', fileDuration: '1', height: '1', width: '1' };
    const { playUrl } = await sent('video', attachment, ['t.png', png(1, 1)], ['v.mp4', film]);
    const ranges = { '0-99': [0, 99], '99990-': [99_990, 99_999], '-10': [99_990, 99_999], '500-9999999': [500, 99_999], '0-0': [0, 0] };
    for (const [range, [from, to]] of Object.entries(ranges)) {
      const response = await served(playUrl, { range: `bytes=${range}` });
      assert.equal(response.status, 206, range);
      assert.equal(response.headers.get('content-range'), `bytes ${from}-${to}/100000`);
      assert.equal(response.headers.get('content-length'), `${to - from + 1}`);
      assert.deepEqual(await bytes(response), film.subarray(from, to + 1));
    }
    for (const range of ['bytes=100000-', 'bytes=-0']) {
      const response = await served(playUrl, { range });
      assert.equal(response.headers.get('content-range'), 'bytes */100000', range);
      assert.equal(envelope(response.status, await response.text()).status, 416);
    }
    for (const range of ['bytes=9-1', 'chapters=1-2', 'bytes=', 'bytes=a-b', 'bytes=0-0,5-6']) {
      const response = await served(playUrl, { range });
      assert.deepEqual([response.status, (await bytes(response)).length], [200, film.length], range);
    }
    const pieces = [];
    for (let from = 0; from < film.length; from += 30_000) {
      pieces.push(await bytes(await served(playUrl, { range: `bytes=${from}-${from + 29_999}` })));
    }
    assert.deepEqual(Buffer.concat(pieces), film);
  });

  test('aCopyIsNotFetchedAgain', async () => {
    const { imageUrl } = await sent('image', { height: '5', width: '5' }, ['a.png', png(5, 5)]);
    const { headers } = await served(imageUrl);
    assert.match(headers.get('cache-control'), /max-age=\d{5,}/);
    assert.equal(headers.get('accept-ranges'), 'bytes');
    const etag = headers.get('etag');
    assert.match(etag, /^"[^"]+"$/);
    const same = await served(imageUrl, { 'if-none-match': etag });
    assert.deepEqual([same.status, await same.text(), same.headers.get('etag')], [304, '', etag]);
    assert.equal((await served(imageUrl, { 'if-modified-since': headers.get('last-modified') })).status, 304);
    assert.equal((await served(imageUrl, { 'if-none-match': '"other"' })).status, 200);
    assert.equal((await served(imageUrl, { range: 'bytes=0-1', 'if-range': etag })).status, 206);
    assert.equal((await served(imageUrl, { range: 'bytes=0-1', 'if-range': '"other"' })).status, 200);
    const head = await served(imageUrl, {}, 'HEAD');
    assert.deepEqual([head.status, head.headers.get('content-length'), await head.text()], [200, `${png(5, 5).length}`, '']);
    assert.equal((await served(imageUrl, {}, 'DELETE')).status, 405);
  });

  test('picturesOfThoseWhoHaveNone', async () => {
    for (const name of ['default_user_image.png', 'default_group_image.png']) {
      const response = await fetch(`${server.url}/api/v1/public/profile/${name}`);
      assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'image/png']);
      const length = (await bytes(response)).length;
      assert.ok(length > 0 && length < 300_000);
    }
  });

  test('nothingButTheseFilesIsServed', async () => {
    const { imageUrl } = await sent('image', { height: '5', width: '5' }, ['a.png', png(5, 5)]);
    const paths = ['messages/', 'messages', 'profile/', '', 'messages/..', `profile/${imageUrl}`, `messages/../messages/${imageUrl}`];
    paths.push('messages/../../../../parley.yaml', 'messages/%2e%2e/%2e%2e/parley.yaml', 'messages/..%2f..%2f..%2fparley.yaml');
    paths.push('messages/..%5c..%5cparley.yaml', 'messages//etc/passwd', 'messages/%2fetc%2fpasswd', `messages/${imageUrl}%00.txt`);
    paths.push(`messages/${imageUrl.toUpperCase()}`, `messages/./${imageUrl}`, `messages/${imageUrl}/x`, 'messages/.lock', 'incoming/.lock');
    paths.push('profile/%252e%252e%252fparley.db', 'messages/IMAGE_..%2f.png', `messages/${'a'.repeat(3000)}`);
    for (const path of paths) {
      const { status, text } = await raw(`/api/v1/public/${path}`);
      assert.ok(status >= 400 && status < 500, `${path}: ${status}`);
      envelope(status, text);
    }
    assert.equal((await raw(`/api/v1/public/messages/${imageUrl}`)).status, 200);
  });

  /** A GET of a path just as it is. */
  function raw(path) {
    const answer = new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port: server.port, path, agent: false }, async response => {
        let text = '';
        for await (const part of response) text += part;
        resolve({ status: response.statusCode, text });
      })
        .on('error', reject)
        .end();
    });
    return within(PATIENCE, answer, path);
  }

  test('ofARefusedMessageNoFileIsLeft', async () => {
    const stranger = await Person.register(server, 'Eve');
    const [other, cleo] = [await Person.register(server, 'Dan'), await Person.register(server, 'Cleo')];
    const blocked = await other.single(cleo);
    await cleo.post('room/ban-chat-user', { peerId: other.id });
    const before = kept().sort();
    const [picture, film] = [['a.png', png(9, 9)], ['a.mp4', iso('isom')]];
    const refused = async (status, who, where, type, ...files) => {
      const attachment = { fileSize: '1', height: '1', width: '1', fileDuration: '1', linkTitle: 'x' };
      const answer = await who.sendFiles(where, type, attachment, ...files);
      assert.equal(answer.status, status, `${type} with ${files.map(([name]) => name)}: ${JSON.stringify(answer.data)}`);
    };
    await refused(403, stranger, room, 'image', picture);
    await refused(403, other, blocked, 'video', picture, film);
    await refused(403, other, blocked, 'file', picture);
    await refused(400, ann, { ...room, roomType: 'groupChat' }, 'image', picture);
    await refused(404, ann, { ...room, _id: `${'0'.repeat(23)}a` }, 'image', picture);
    await refused(400, ann, room, 'video', picture);
    await refused(400, ann, room, 'image', picture, picture);
    await refused(400, ann, room, 'image');
    await refused(400, ann, room, 'file', ['empty.txt', Buffer.alloc(0)]);
    await refused(415, ann, room, 'voice', picture);
    await refused(415, ann, room, 'video', ['a.png', randomBytes(100)], film);
    await refused(415, ann, room, 'video', picture, ['a.mp4', randomBytes(100)]);
    await refused(413, ann, room, 'file', ['large.bin', Buffer.alloc(FILE_BYTES + 1)]);
    const text = dartForm({ type: 'text', roomId: room._id, content: 'a text has none' }, [picture]);
    assert.equal(await ann.refused('POST', 'message/single', text), 400);
    const attachment = dartForm({ type: 'image', roomId: room._id, content: 'x', attachment: '{"a":' }, [picture]);
    assert.equal(await ann.refused('POST', 'message/single', attachment), 400);
    await until(() => coming().length === 0 && kept().length === before.length, () => `files to go: ${kept().length} of ${before.length}`);
    assert.deepEqual(kept().sort(), before);
  });

  test('aFormThatBreaksOffLeavesNothing', async () => {
    const form = dartForm({ type: 'file', roomId: room._id, content: CONTENTS.file, attachment: '{}' }, [['a.bin', randomBytes(200_000)]]);
    const before = kept().length;
    const messages = (await ann.messages(room._id)).length;
    // The body ends as it was announced, but the form does not.
    for (const length of [form.bytes.length - 10, form.bytes.length - 1000, 100, 0]) {
      assert.equal(await ann.refused('POST', 'message/single', { ...form, bytes: form.bytes.subarray(0, length) }), 400, `${length} bytes`);
    }
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=', 'multipart/form-data; boundary=other']) {
      assert.equal(await ann.refused('POST', 'message/single', { ...form, type }), 400, type);
    }
    // The connection ends in the middle of the body.
    const head = `POST /api/v1/message/single HTTP/1.1\r\nHost: x\r\nAuthorization: ${ann.token}\r\nContent-Type: ${form.type}\r\n`;
    for (const end of ['destroy', 'end']) {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(`${head}Content-Length: ${form.bytes.length}\r\n\r\n`);
      socket.write(form.bytes.subarray(0, 100_000));
      await until(() => coming().length === 1, 'the file to begin to come');
      const closed = new Promise(resolve => socket.once('close', resolve));
      socket.resume();
      socket[end]();
      await within(PATIENCE, closed, 'the connection to end');
      await until(() => coming().length === 0, `the file to go after ${end}`);
    }
    assert.equal(kept().length, before);
    assert.equal((await ann.messages(room._id)).length, messages);
  });

  test('aPictureThatBecomesHugeIsNotDecoded', async () => {
    const bomb = png(40_000, 40_000);
    assert.ok(bomb.length < FILE_BYTES, 'is small itself');
    const zeros = deflateSync(Buffer.alloc(64_000_000));
    // Texts and colours that are packed in a small picture, 640 MB of them.
    const text = Buffer.concat([Buffer.from('x\0\0'), zeros]);
    const packed = ['zTXt', 'iCCP'].map(type => png(8, 8, Array.from({ length: 10 }, () => chunk(type, text))));
    const lie = png(300, 300);
    lie.writeUInt32BE(2_000_000_000, 16);
    const pictures = { bomb, lie, texts: packed[0], colours: packed[1], half: png(500, 500).subarray(0, 60), none: Buffer.from('GIF89a') };
    for (const [what, picture] of Object.entries(pictures)) {
      const file = [[`${what}.png`, picture]];
      const image = await ann.sendFiles(room, 'image', { height: '8', width: '8' }, ...file);
      const thumbnail = await ann.call('PATCH', 'user', dartForm({}, file));
      const fine = { texts: 'either', colours: 'either', half: 'kept' }[what];
      for (const { status } of [image, thumbnail]) assert.ok(status < 500, `${what}: ${status}`);
      // What is kept as it came is looked at no further than its size.
      if (fine === undefined) assert.notEqual(image.status, 200, what);
      if (fine !== 'either') assert.notEqual(thumbnail.status, 200, what);
    }
    await ann.send(room, 'still there');
    assert.equal(server.child.exitCode, null);
  });

  test('whatAKilledProcessWasSentIsDeletedAtTheNextStart', async () => {
    const { imageUrl } = await sent('image', { height: '5', width: '5' }, ['a.png', png(5, 5)]);
    const form = dartForm({ type: 'file', roomId: room._id, content: CONTENTS.file }, [['a.bin', randomBytes(200_000)]]);
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`POST /api/v1/message/single HTTP/1.1\r\nHost: x\r\nAuthorization: ${ann.token}\r\nContent-Type: ${form.type}\r\n`);
    socket.write(`Content-Length: ${form.bytes.length}\r\n\r\n`);
    socket.write(form.bytes.subarray(0, 100_000));
    await until(() => coming().length === 1, 'the file to begin to come');
    await server.kill();
    socket.destroy();
    server = await startServer(settings);
    assert.equal(coming().length, 0);
    assert.deepEqual(await bytes(await served(imageUrl)), png(5, 5));
  });
});
