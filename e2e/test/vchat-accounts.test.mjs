// Accounts of v_chat's clients, who may come in, and what the end of a session ends (vchat 1, 3 and 4.3).
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { dioForm, png } from '../lib/vchat-forms.mjs';
import { defects, listedUser, ownUser, signedIn, users } from '../lib/vchat-types.mjs';
import { closeAll, Dart, KINDS } from '../lib/vchat-sockets.mjs';
import { call, envelope, NO_FIREBASE, Person, sdkPassword, SETTINGS } from '../lib/vchat.mjs';
import { PATIENCE, within } from '../lib/within.mjs';
import { Wire } from '../lib/wire.mjs';

const DEFAULT = 'default_user_image.png';

describe("accounts of v_chat's clients", () => {
  let server;
  before(async () => (server = await startServer(SETTINGS)));
  afterEach(() => {
    closeAll();
    assert.deepEqual(defects.splice(0), []);
  });
  after(() => server?.stop());

  const register = body => call(server, null, 'POST', 'user/register', body);
  const login = body => call(server, null, 'POST', 'user/login', body);

  test('anAccountFromItsRegistrationToItsLogout', async () => {
    const email = 'leia@chat.test';
    // As the SDK does it without and with a picture.
    const fields = { email, name: 'Leia', password: sdkPassword(email), fcmToken: NO_FIREBASE };
    const { data: user } = await register(fields);
    signedIn(user);
    assert.deepEqual([user.email, user.name, user.imageThumb], [email, 'Leia', DEFAULT]);
    const again = await register(dioForm({ ...fields, name: 'Other' }));
    assert.ok(again.status >= 400 && again.status < 500);
    assert.equal(again.data, 'User already in v chat database');

    const second = await Person.login(server, email);
    assert.deepEqual([second.id, second.user.name], [user._id, 'Leia']);
    assert.notEqual(second.token, user.accessToken);
    const first = new Person(server, user);

    const changed = ownUser(await first.ok('PATCH', 'user', { name: 'Leia Organa' }));
    assert.deepEqual([changed._id, changed.name, changed.imageThumb], [user._id, 'Leia Organa', DEFAULT]);
    const pictured = ownUser(await second.ok('PATCH', 'user', dioForm({}, [['me.png', png(900, 300)]])));
    assert.match(pictured.imageThumb, /^REGISTER_[0-9a-f-]{36}_THUMB\.jpg$/);
    assert.equal(pictured.name, 'Leia Organa');
    const picture = await fetch(`${server.url}/api/v1/public/profile/${pictured.imageThumb}`);
    assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/jpeg']);

    for (const more of [{ appLanguage: 'ar' }, { platform: 'ios' }, { fcmToken: 'Out' }, {}]) {
      assert.equal(ownUser(await second.ok('PATCH', 'user', more)).name, 'Leia Organa');
    }
    // A logout is a word about pushes. The token goes on working, as the SDK still ends its socket with it.
    await first.rooms();
    await second.rooms();
  });

  test('aPictureComesWithTheRegistration', async () => {
    const { data } = await register(
      dioForm({ email: 'han@chat.test', name: 'Han', password: 'x', fcmToken: NO_FIREBASE }, [['ha"n 📷.PNG', png(40, 40)]]),
    );
    assert.match(signedIn(data).imageThumb, /^REGISTER_[0-9a-f-]{36}_THUMB\.jpg$/);
  });

  test('formsOfTheWebWorkToo', async () => {
    const form = new FormData();
    Object.entries({ email: 'web', name: 'Web ünï', password: 'web' }).forEach(([name, value]) => form.append(name, value));
    const { data } = await register(form);
    assert.deepEqual([signedIn(data).email, data.name], ['web', 'Web ünï']);
    // The documentation's sample: the password in plain, no device.
    assert.equal(signedIn((await login({ email: 'web', password: 'web' })).data)._id, data._id);
  });

  test('bothFormsOfThePasswordAreJustTexts', async () => {
    const person = await Person.register(server, 'Luke');
    const plain = await login({ email: person.email, password: 'luke' });
    assert.deepEqual([plain.status >= 400, plain.data], [true, 'invalid credentials']);
    const nobody = await login({ email: 'nobody@chat.test', password: 'x' });
    assert.deepEqual([nobody.status >= 400, nobody.data], [true, 'User not in v chat database']);
  });

  test('anEmailIsAnyText', async () => {
    const odd = ['user1', '+20 100 200 300', '42', 'ليلى', 'émile@été.example', "o'hara+tag@x", '👩‍🚀', 'a b', 'ADMIN', 'admin', '<b>'];
    odd.push('x'.repeat(200));
    for (const email of odd) {
      const person = await Person.register(server, 'Odd', email);
      assert.equal(person.email, email);
      const again = await Person.login(server, email);
      assert.equal(again.id, person.id, email);
      assert.equal((await again.ok('GET', `user/${person.id}`)).email, email);
    }
    const everybody = await Promise.all(odd.map(email => Person.login(server, email)));
    assert.equal(new Set(everybody.map(({ id }) => id)).size, odd.length);
  });

  test('whatIsMissingIsSaid', async () => {
    for (const body of [{}, { email: 'x' }, { email: '', name: 'x', password: 'x' }, { email: 'y', name: 'y' }, [], 'null', '{', '"x"', '']) {
      assert.equal((await register(body)).status, 400, JSON.stringify(body));
      assert.equal((await login(body)).status, 400, JSON.stringify(body));
    }
    const texts = { email: 'types', name: 7, password: { a: 1 } };
    assert.equal((await register(texts)).status, 400);
  });

  test('usersAreListedAndFound', async () => {
    const people = await Promise.all(Array.from({ length: 25 }, (_, i) => Person.register(server, `Wookiee${i}`)));
    const [one] = people;
    const listed = [];
    for (let last = 'first'; ; last = listed.at(-1)._id) {
      const page = users(await one.ok('GET', `user?lastId=${last}`));
      if (page.length === 0) break;
      assert.ok(page.length <= 20);
      listed.push(...page);
    }
    assert.deepEqual(listed.map(({ _id }) => _id), [...new Set(listed.map(({ _id }) => _id))].sort());
    people.forEach(person => assert.ok(listed.some(({ _id }) => _id === person.id)));
    const found = users(await one.ok('GET', 'user/search?query=ookiee&lastId=first'));
    assert.equal(found.length, 20);
    const rest = users(await one.ok('GET', `user/search?query=ookiee&lastId=${found.at(-1)._id}`));
    assert.deepEqual([...found, ...rest].map(({ name }) => name).sort(), people.map(({ user }) => user.name).sort());
    listedUser(await one.ok('GET', `user/${people[3].id}`));
    assert.equal(await one.refused('GET', `user/${'0'.repeat(23)}a`), 404);
  });

  test('aNewNameIsEverywhereAtOnce', async () => {
    const [ann, bob] = await Person.all(server, 'Ann', 'Bob');
    const room = await ann.single(bob);
    const [annMain, bobMain] = await Promise.all([ann, bob].map(one => Dart.connected(one)));
    await bob.ok('PATCH', 'user', { name: 'Robert' });
    // The connection is older than the name, and the client says what it likes.
    const typing = annMain.hears('user_typing_changed');
    bobMain.emit('typing_changed', { status: 'typing', name: 'Somebody', roomId: room._id });
    assert.equal((await typing).name, 'Robert');
    assert.equal((await annMain.join())[0].title, 'Robert');
    await bob.send(room, 'it is me');
    const told = await annMain.heard('update_one_room', ({ lastMessage }) => lastMessage.content === 'it is me');
    assert.deepEqual([told.title, told.lastMessage.senderName], ['Robert', 'Robert']);
  });

  test('aDeletedUsersRoomsStay', async () => {
    const [ann, bob] = await Person.all(server, 'Ann', 'Bob');
    const room = await bob.single(ann, 'last words');
    const group = await bob.group('group', ann);
    const [annMain, bobMain] = await Promise.all([ann, bob].map(one => Dart.connected(one)));
    const headers = { authorization: 'Bearer sk-chat' };
    const answer = await fetch(`${server.url}/v1/apps/chat/users/${bob.id}`, { method: 'DELETE', headers });
    assert.ok(answer.ok, await answer.text());
    await bobMain.gone();
    await annMain.heard('user_online_changed', ({ status }) => status === 0);
    assert.equal(await bob.refused('GET', 'room?page=0'), 401);
    // Its name may be remembered for a moment.
    await within(PATIENCE, (async () => {
      while ((await annMain.join())[1].title !== 'Deleted account');
    })(), 'the room to be that of a deleted account');
    assert.deepEqual((await ann.rooms()).map(({ title }) => title), ['group', 'Deleted account']);
    const [message] = await ann.messages(room._id);
    assert.deepEqual([message.content, message.senderName], ['last words', 'Bob']);
    assert.equal((await ann.members(group._id)).length, 2);
    assert.ok((await ann.refused('POST', 'room/single', { peerEmail: bob.email, message: 'x' })) < 500);
    // The name is free again, for somebody else.
    const other = await Person.register(server, 'Bob', bob.email);
    assert.notEqual(other.id, bob.id);
    assert.deepEqual(await other.rooms(), []);
  });

  test('pagesOfOtherOriginsMayCall', async () => {
    const ask = { 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization,content-type,accept-language' };
    const answer = await fetch(`${server.url}/api/v1/user`, { method: 'OPTIONS', headers: { origin: 'https://web.test', ...ask } });
    assert.ok(answer.ok);
    assert.ok(['*', 'https://web.test'].includes(answer.headers.get('access-control-allow-origin')));
    const allowed = name => answer.headers.get(`access-control-allow-${name}`).toLowerCase();
    assert.match(allowed('methods'), /patch|\*/);
    for (const header of ['authorization', 'content-type', 'accept-language']) assert.ok(allowed('headers').includes(header), header);
    const person = await Person.register(server, 'Web');
    const { headers } = await person.call('GET', 'room?page=0', undefined, { origin: 'https://web.test' });
    assert.ok(['*', 'https://web.test'].includes(headers.get('access-control-allow-origin')));
  });

  test('everyCallButTwoNeedsAToken', async () => {
    const person = await Person.register(server, 'Lando');
    const calls = ['PATCH user', 'GET user?lastId=first', `GET user/${person.id}`, 'GET user/search?query=a&lastId=first'];
    calls.push('POST room/single', 'GET room?page=0', 'POST room/group', 'GET message?lastId=first&roomId=x', 'POST message/single');
    for (const one of calls) {
      const [method, path] = one.split(' ');
      for (const authorization of ['Bearer xxx', 'Bearer', '', 'Bearer x.y.z', `Basic ${person.token}`, `Bearer ${person.token}x`]) {
        const { status } = await call(server, null, method, path, method === 'GET' ? undefined : {}, { authorization });
        assert.equal(status, 401, `${one} with '${authorization.slice(0, 12)}'`);
      }
    }
    // The SDK's example app says its token without a word before it.
    for (const authorization of [person.token, `bearer ${person.token}`]) {
      assert.deepEqual((await call(server, null, 'GET', 'room?page=0', undefined, { authorization })).data, []);
    }
  });

  test('whatIsNotThereIsAnsweredInTheSameForm', async () => {
    const person = await Person.register(server, 'Greedo');
    assert.equal(await person.refused('GET', 'nowhere'), 404);
    assert.equal(await person.refused('POST', 'room/nowhere', {}), 404);
    assert.equal(await person.refused('DELETE', 'user'), 405);
    assert.equal(await person.refused('GET', 'user/login'), 405);
    assert.equal((await person.call('POST', 'room/single', 'peerEmail: x', { 'content-type': 'text/yaml' })).status, 415);
    // A base URL that ends in a slash.
    const response = await fetch(`${server.url}//api/v1/room?page=0`, { headers: { authorization: person.token } });
    assert.deepEqual(envelope(response.status, await response.text()), { status: 200, data: [] });
  });

  for (const eio of [3, 4]) {
    for (const namespace of ['/', '/message']) {
      for (const [what, authorization] of [['no token'], ['a bad token', 'x.y.z'], ["nobody's token", 'Bearer xxx']]) {
        test(`whoComesWith ${what} isRefused: Engine.IO ${eio}, ${namespace}`, async () => {
          const wire = new Wire(server, { eio, headers: authorization === undefined ? {} : { authorization } });
          await wire.opened;
          const address = namespace === '/' ? '' : `${namespace},`;
          if (eio === 4 || namespace !== '/') wire.send(`40${address}`);
          const start = new RegExp(`^4[0-9]${address === '' ? '(?!/)' : address}`);
          const answer = await wire.find(text => start.test(text), 'an answer to CONNECT');
          assert.ok(answer.startsWith(`44${address}`), answer);
          const why = JSON.parse(answer.slice(2 + address.length));
          if (eio === 4) assert.equal(typeof why, 'object', answer);
          assert.match(why.message ?? why, /^auth must be provided !/);
          assert.ok(!wire.all.some(text => text.startsWith('40')), 'it was let in first');
          wire.close();
        });
      }
    }
  }

  for (const [kind, client] of Object.entries(KINDS)) {
    test(`aRefusalReaches ${kind}`, async () => {
      for (const namespace of ['/', '/message']) {
        await assert.rejects(client.connected({ server, token: 'x.y.z' }, namespace), /refused: auth must be provided !/);
      }
    });
  }

  test('theTokenMayComeWithTheWordBearer', async () => {
    const person = await Person.register(server, 'Bearer');
    const client = await Dart.connected({ server, token: `Bearer ${person.token}` });
    assert.deepEqual(await client.join(), []);
  });

  test('aSessionThatEndsTakesItsSocketsAlong', async () => {
    const phone = await Person.register(server, 'Yoda');
    const tablet = await Person.login(server, phone.email);
    const peer = await Person.register(server, 'Obi');
    const room = await phone.single(peer);
    const watcher = await Dart.connected(peer);
    const kinds = Object.values(KINDS);
    const own = await Promise.all(kinds.flatMap(kind => ['/', '/message'].map(namespace => kind.connected(phone, namespace))));
    const other = await Dart.connected(tablet);
    const url = `${server.url}/v1/apps/chat/users/${phone.id}/sessions`;
    const headers = { authorization: 'Bearer sk-chat' };
    const { sessions } = await (await fetch(url, { headers })).json();
    assert.equal(sessions.length, 2);
    const [oldest] = sessions.sort((a, b) => new Date(a.createdAt) - new Date(b.createdAt));
    assert.ok((await fetch(`${url}/${oldest.id}`, { method: 'DELETE', headers })).ok);

    await Promise.all(own.map(one => one.gone()));
    assert.equal(await phone.refused('GET', 'room?page=0'), 401);
    await assert.rejects(Dart.connected(phone), /refused/);
    // The other device is still there, so its user is online, and hears.
    const heard = other.heard('update_one_room', ({ lastMessage }) => lastMessage.content === 'still');
    await peer.send(room, 'still');
    assert.equal((await heard).unReadCount, 1);
    assert.equal((await watcher.heard('update_one_room', ({ lastMessage }) => lastMessage.content === 'still')).isOnline, 1);
  });
});
