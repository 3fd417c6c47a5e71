// A conversation as v_chat's clients have it, by every kind of client and on both databases, and over a crash (vchat 3 to 5).
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { startPostgres } from '../lib/postgres.mjs';
import { startServer } from '../lib/server.mjs';
import { defects } from '../lib/vchat-types.mjs';
import { closeAll, Dart, KINDS } from '../lib/vchat-sockets.mjs';
import { Person, SETTINGS } from '../lib/vchat.mjs';
import { PATIENCE, within } from '../lib/within.mjs';

const SENT = 1000;
const SENDERS = 20;

const contents = messages => messages.map(({ content }) => content);

for (const [name, kinds] of Object.entries({ SQLite: Object.keys(KINDS), PostgreSQL: ['the Dart library'] })) {
  describe(`v_chat on ${name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-vchat-'));
    let postgres, settings, server;

    before(async () => {
      postgres = name === 'PostgreSQL' ? await startPostgres() : null;
      settings = { ...SETTINGS, data: { dir: join(folder, 'data') }, ...(postgres && { database: { url: postgres.url } }) };
      server = await startServer(settings);
    });
    afterEach(() => {
      closeAll();
      assert.deepEqual(defects.splice(0), []);
    });
    after(async () => {
      await server?.stop();
      await postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    for (const kind of kinds) {
      const client = KINDS[kind];

      test(`aConversation by ${kind}`, async () => {
        const [ann, bob] = await Person.all(server, 'Ann', 'Bob');
        const [annMain, bobMain] = await Promise.all([ann, bob].map(one => client.connected(one)));
        assert.deepEqual(await annMain.join(), []);

        const room = await ann.single(bob, 'first');
        const seen = ({ title, peerId, peerEmail, isOnline, unReadCount, ifPeerReadMyLastMessage: read }) => ({
          title,
          peerId,
          peerEmail,
          isOnline,
          unReadCount,
          read,
        });
        const ofAnn = { title: 'Bob', peerId: bob.id, peerEmail: bob.email, isOnline: 1, unReadCount: 0, read: 0 };
        const ofBob = { title: 'Ann', peerId: ann.id, peerEmail: ann.email, isOnline: 1, unReadCount: 1, read: 0 };
        assert.deepEqual(seen(room), ofAnn);
        assert.deepEqual([room.creatorId, room.isMute, room.blockerId, room.lastMessage.content], [ann.id, 0, null, 'first']);
        assert.deepEqual(seen(await annMain.heard('update_one_room')), ofAnn);
        assert.deepEqual(seen(await bobMain.heard('update_one_room')), ofBob);
        assert.deepEqual((await bobMain.join()).map(seen), [ofBob]);

        // Whoever looks has read everything, and the sender learns it.
        const [annLooks, bobLooks] = await Promise.all([ann, bob].map(one => client.connected(one, '/message')));
        const read = annMain.hears('update_one_room', one => one.ifPeerReadMyLastMessage === 1);
        const none = bobMain.hears('update_one_room', one => one.unReadCount === 0);
        assert.deepEqual(contents(await bobLooks.look(room)), ['first']);
        assert.deepEqual((await read).updatedAt, (await none).updatedAt);
        await annLooks.look(room);

        // Who is there while it is sent has read it at once.
        const readAtOnce = annMain.hears('update_one_room', one => one.lastMessage.content === 'second');
        const stillNone = bobMain.hears('update_one_room', one => one.lastMessage.content === 'second');
        await ann.send(room, 'second');
        const both = await Promise.all([annLooks, bobLooks].map(one => one.heard('new_message', ({ content }) => content === 'second')));
        assert.deepEqual(both[0], both[1]);
        assert.deepEqual([both[0].senderId, both[0].senderName, both[0].messageType], [ann.id, 'Ann', 'text']);
        assert.equal((await readAtOnce).ifPeerReadMyLastMessage, 1);
        assert.equal((await stillNone).unReadCount, 0);

        // When the page is left, messages are unread again.
        bobLooks.close();
        let sent = 2;
        const unread = await within(PATIENCE, (async () => {
          for (;;) {
            const content = `third ${++sent}`;
            const [mine, others] = [annMain, bobMain].map(one => one.hears('update_one_room', got => got.lastMessage.content === content));
            await ann.send(room, content);
            const { unReadCount } = await others;
            assert.equal((await mine).ifPeerReadMyLastMessage, unReadCount === 0 ? 1 : 0);
            if (unReadCount > 0) return unReadCount;
          }
        })(), 'a message that is unread');
        assert.equal(unread, 1);
        assert.equal((await bob.room(room._id)).unReadCount, 1);

        // Of what is typed the others hear, whatever name and room it comes with.
        const typing = status => ({ status, name: 'Nobody', roomId: room._id });
        bobMain.emit('typing_changed', typing('dancing'));
        bobMain.emit('typing_changed', typing('typing'));
        assert.deepEqual(await annMain.heard('user_typing_changed'), { ...typing('typing'), name: 'Bob' });
        annMain.emit('typing_changed', typing('recording'));
        annMain.emit('typing_changed', typing('stop'));
        await bobMain.heard('user_typing_changed', ({ status }) => status === 'stop');
        assert.deepEqual(bobMain.of('user_typing_changed').map(one => one.status), ['recording', 'stop']);
        assert.equal(annMain.of('user_typing_changed').length, 1);

        assert.equal(new Set(contents(await bob.history(room._id))).size, sent);
        bobMain.close();
        assert.deepEqual(await annMain.heard('user_online_changed', ({ status }) => status === 0), { status: 0, roomId: room._id });
        assert.equal((await ann.room(room._id)).isOnline, 0);
        // That Bob came may have been told after the room was there, or not at all.
        assert.equal(annMain.of('user_online_changed').filter(({ status }) => status === 0).length, 1);
      });
    }

    test('whatWasAnsweredOutlivesAKill', async () => {
      const everybody = await Promise.all(Array.from({ length: SENDERS }, (_, i) => Person.register(server, `Sender${i}`)));
      const [ann, bob] = everybody;
      const single = await ann.single(bob, 'single');
      const group = await ann.group('all', ...everybody.slice(1));
      const answered = [];
      const tried = new Set();
      const killed = deferred();
      const sending = everybody.map(async (person, sender) => {
        for (let n = 0; n < SENT / SENDERS; n++) {
          const content = `${sender}:${n}`;
          tried.add(content);
          try {
            await person.send(group, content);
          } catch (error) {
            if (error.code === 'ERR_ASSERTION') throw error;
            return; // the server is gone
          }
          answered.push(content);
          if (answered.length === SENT / 2) killed.resolve(server.kill());
        }
      });
      await within(30_000, Promise.all([killed.promise, ...sending]), () => `the senders to end; ${answered.length} sent`);
      assert.ok(answered.length < SENT, 'the server was killed in the middle');

      server = await startServer(settings);
      const back = everybody.map(person => person.at(server));
      const history = await back[0].history(group._id);
      const kept = contents(history.filter(({ messageType }) => messageType === 'text'));
      assert.equal(new Set(kept).size, kept.length, 'nothing is there twice');
      assert.deepEqual(answered.filter(content => !kept.includes(content)), [], 'nothing answered is missing');
      assert.deepEqual(kept.filter(content => !tried.has(content)), []);
      for (let sender = 0; sender < SENDERS; sender++) {
        const own = kept.filter(content => content.startsWith(`${sender}:`));
        assert.deepEqual(own, own.map((_, n) => `${sender}:${n}`), 'as it was sent');
      }
      // The counts were committed with the messages.
      for (const person of back.slice(1, 4)) {
        const seen = await person.room(group._id);
        assert.deepEqual(seen.lastMessage, history.at(-1));
        assert.equal(seen.unReadCount, history.filter(({ senderId }) => senderId !== person.id).length);
        assert.equal((await person.members(group._id)).length, SENDERS);
      }
      assert.deepEqual(contents(await back[1].history(single._id)), ['single']);
      assert.equal((await back[0].rooms()).length, 2);
      const main = await Dart.connected(back[0]);
      assert.equal((await main.join()).length, 2);
      // Ids go on after those of before.
      await back[0].send(group, 'after');
      const [newest, before] = await back[0].messages(group._id);
      assert.equal(newest.content, 'after');
      assert.ok(newest._id > before._id && before._id === history.at(-1)._id);
    });
  });
}

function deferred() {
  let resolve;
  const promise = new Promise(done => (resolve = done));
  return { promise, resolve };
}
