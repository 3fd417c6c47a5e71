// The way from sign-up to sign-out with the unmodified altogic client, on both databases, with tokens of somebody else, and over a
// crash (altogic-agnost 3, 5 and 6.3).
import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createClient } from 'altogic';
import { startPostgres } from '../lib/postgres.mjs';
import { startServer } from '../lib/server.mjs';
import { Arrivals, PATIENCE, within } from '../lib/within.mjs';

const PASSWORD = 'correct horse';
const ISSUER = 'https://login.example/';
const HOUR = 3600;

const base64 = value => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What a login service elsewhere would hand to its users. */
function jwt(key, claims, header = { alg: 'RS256', typ: 'JWT' }) {
  const text = `${base64(header)}.${base64(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

const inAnHour = () => Math.floor(Date.now() / 1000) + HOUR;

for (const name of ['SQLite', 'PostgreSQL']) {
  describe(`accounts in ${name}`, () => {
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const folder = mkdtempSync(join(tmpdir(), 'parley-identity-'));
    const clients = [];
    let postgres, settings, server;

    before(async () => {
      const publicKey = join(folder, 'public.pem');
      writeFileSync(publicKey, keys.publicKey.export({ type: 'spki', format: 'pem' }));
      postgres = name === 'PostgreSQL' ? await startPostgres() : null;
      settings = {
        data: { dir: join(folder, 'data') },
        ...(postgres && { database: { url: postgres.url } }),
        identity: { hashMemory: '64KiB', attemptsPerIp: 100000 },
        apps: [
          { id: 'open', clientKeys: [{ key: 'ck' }], serverKey: 'sk-open' },
          {
            id: 'strict',
            clientKeys: [{ key: 'ck', enforceSession: true }],
            serverKey: 'sk-strict',
            auth: { jwt: [{ publicKey, issuer: ISSUER, audience: 'strict' }] },
          },
        ],
      };
      server = await startServer(settings);
    });
    after(async () => {
      clients.forEach(close);
      await server?.stop();
      await postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const settles = promise => within(PATIENCE, promise, "the client's promise to settle");
    const client = app => createClient(`http://a.b.c@localhost:${server.port}/e:${app}`, 'ck');
    const close = ({ realtime }) => realtime.close();

    /** Connects a client, and notes what it hears; its error if it is refused. */
    async function connect(one) {
      clients.push(one);
      one.users = new Arrivals();
      one.words = new Arrivals();
      one.realtime.onUserEvent((event, session, user) => one.users.push({ event, session, user }));
      one.realtime.on('word', ({ message }) => one.words.push(message));
      const connected = new Promise(resolve => one.realtime.onConnect(() => resolve(null)));
      const refused = new Promise(resolve => one.realtime.onError(resolve));
      return within(PATIENCE, Promise.race([connected, refused]), 'an answer to CONNECT');
    }

    async function signedUp(app, email) {
      const one = client(app);
      const { user, session, errors } = await settles(one.auth.signUpWithEmail(email, PASSWORD, 'Leia'));
      assert.equal(errors, null);
      return Object.assign(one, { user, session });
    }

    test('fromSignUpOverASecondDeviceToSignOutElsewhere', async () => {
      const desk = await signedUp('open', 'leia@rebels.test');
      assert.equal(await connect(desk), null);

      const pocket = client('open');
      const signin = desk.users.next(({ event }) => event === 'user:signin', 'user:signin');
      const { session } = await settles(pocket.auth.signInWithEmail('leia@rebels.test', PASSWORD));
      assert.equal((await signin).session.token, session.token);
      assert.equal(await connect(pocket), null);

      const everywhere = [desk, pocket].map(one => one.users.next(({ event }) => event === 'user:signout', 'user:signout'));
      assert.equal((await settles(desk.auth.signOut(session.token))).errors, null);
      for (const heard of everywhere) {
        const { session: ended, user } = await heard;
        assert.deepEqual([ended.token, user._id], [session.token, desk.user._id]);
      }
      // The device that was signed out hears nothing of its user any more; the other does.
      const change = desk.users.next(({ event }) => event === 'user:pwdchange', 'user:pwdchange');
      assert.equal((await settles(desk.auth.changePassword('battery staple', PASSWORD))).errors, null);
      await change;
      assert.deepEqual(pocket.users.all.map(({ event }) => event), ['user:signout']);
    });

    test('aChangedPasswordPutsStrangersOutAndShowsThemNothing', async () => {
      const stranger = await signedUp('open', 'lando@rebels.test');
      assert.equal(await connect(stranger), null);
      const owner = client('open');
      const { session } = await settles(owner.auth.signInWithEmail('lando@rebels.test', PASSWORD));
      assert.equal(await connect(owner), null);

      const changed = owner.users.find(({ event }) => event === 'user:pwdchange', 'user:pwdchange');
      assert.equal((await settles(owner.auth.changePassword('battery staple', PASSWORD))).errors, null);
      assert.equal((await changed).session.token, session.token);
      await stranger.users.find(({ event }) => event === 'user:signout', 'user:signout');
      // What is said to the whole app comes later than what was said to the user before.
      const word = stranger.words.find(text => text === 'later', 'a later word');
      owner.realtime.broadcast('word', 'later');
      await word;
      assert.deepEqual(stranger.users.all.map(({ event }) => event), ['user:signin', 'user:signout']);
    });

    test('anEnforcedAppRefusesWhoHasNoSession', async () => {
      const nobody = client('strict');
      const error = await connect(nobody);
      assert.equal(error.data.code, 'missing_session_token');
      const { errors } = await settles(nobody.realtime.getMembers('room'));
      assert.deepEqual([errors.status, errors.items[0].code], [401, 'missing_session_token']);
    });

    test('packetsOfARevokedSessionVanish', async () => {
      const han = await signedUp('strict', 'han@rebels.test');
      const luke = await signedUp('strict', 'luke@rebels.test');
      for (const one of [han, luke]) {
        assert.equal(await connect(one), null);
        const joined = within(PATIENCE, new Promise(resolve => one.realtime.onJoin(resolve)), 'its join');
        one.realtime.join('room');
        await joined;
      }
      han.realtime.send('room', 'word', 'before');
      await luke.words.find(word => word === 'before', 'the first word');

      assert.equal((await settles(han.auth.signOutAll())).errors, null);
      han.realtime.send('room', 'word', 'after');
      luke.realtime.send('room', 'word', 'last');
      await luke.words.find(word => word === 'last', 'the last word');
      assert.deepEqual(luke.words.all, ['before', 'last']);
      assert.ok(han.realtime.isConnected());
      assert.deepEqual(han.words.all, ['before']);
    });

    test('aTokenOfAnOutsideKeyPairIsASession', async () => {
      const claims = () => ({ iss: ISSUER, aud: 'strict', sub: 'outsider', exp: inAnHour() });
      const one = client('strict');
      one.auth.setSession({ token: jwt(keys.privateKey, claims()) });
      assert.equal(await connect(one), null);

      const answer = await fetch(`${server.url}/v1/apps/strict/users/outsider/events`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk-strict', 'content-type': 'application/json' },
        body: JSON.stringify({ event: 'user:update', user: { name: 'Lando' } }),
      });
      assert.ok(answer.ok, await answer.text());
      const { user } = await one.users.find(({ event }) => event === 'user:update', 'user:update');
      assert.deepEqual(user, { name: 'Lando' });
    });

    for (const [what, token] of Object.entries({
      'another key': () =>
        jwt(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey, { iss: ISSUER, aud: 'strict', sub: 'x', exp: inAnHour() }),
      'no signature': () => `${base64({ alg: 'none' })}.${base64({ iss: ISSUER, aud: 'strict', sub: 'x', exp: inAnHour() })}.`,
      'another audience': () => jwt(keys.privateKey, { iss: ISSUER, aud: 'other', sub: 'x', exp: inAnHour() }),
      'the past': () => jwt(keys.privateKey, { iss: ISSUER, aud: 'strict', sub: 'x', exp: inAnHour() - 2 * HOUR }),
      'another app': async () => (await signedUp('open', `foreign@rebels.test`)).session.token,
    })) {
      test(`aTokenIsNoSession: ${what}`, async () => {
        const one = client('strict');
        one.auth.setSession({ token: await token() });
        assert.equal((await connect(one)).data.code, 'invalid_session_token');
      });
    }

    test('whatWasAnsweredOutlivesAKill', async () => {
      // The library cannot be told to stop trying once the server is gone.
      clients.splice(0).forEach(close);
      const answered = [];
      let going = true;
      const writers = [1, 2, 3, 4].map(async writer => {
        for (let n = 1; going; n++) {
          const email = `kill-${writer}-${n}@rebels.test`;
          const path = `${server.url}/e:open/_api/rest/v1/auth/signup-email`;
          const request = { method: 'POST', headers: { 'x-client-key': 'ck', 'content-type': 'application/json' } };
          try {
            const response = await fetch(path, { ...request, body: JSON.stringify({ email, password: PASSWORD }) });
            const { session } = await response.json();
            if (response.status === 200) answered.push({ email, token: session.token });
          } catch {
            return; // the server is gone
          }
        }
      });
      await within(PATIENCE, (async () => {
        while (answered.length < 40) await new Promise(resolve => setTimeout(resolve, 5));
      })(), 'some sign-ups');
      await server.kill();
      going = false;
      await Promise.all(writers);

      server = await startServer(settings);
      for (const { email, token } of answered) {
        const one = client('open');
        one.auth.setSession({ token });
        const { user, errors } = await settles(one.auth.getUserFromDB());
        assert.equal(errors, null, `${email} had its answer`);
        assert.equal(user.email, email);
      }
    });
  });
}
