// The users of an old backend: imported, they sign in with what their clients make of the old key (vchat 3, U7 and "Password").
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { Dart } from '../lib/vchat-sockets.mjs';
import { HASH_KEY, Person, SETTINGS } from '../lib/vchat.mjs';

describe('the users of an old backend', () => {
  let server;
  before(async () => {
    const vchat = { passwordHashKey: HASH_KEY, migrateOldUsers: true };
    server = await startServer({ ...SETTINGS, vchat });
  });
  after(() => server?.stop());

  test('theCallMakesThemAndTheySignIn', async () => {
    const users = [{ email: 'old-1', name: 'One', image: 'default' }, { email: 'old-2', name: 'Zwei 🎉', image: 'default' }];
    const nobody = new Person(server, {});
    assert.deepEqual(await nobody.post('user/migrate-old-users', users), { added: 2, known: 0 });
    assert.deepEqual(await nobody.post('user/migrate-old-users', users), { added: 0, known: 2 });
    const [one, two] = await Promise.all(users.map(({ email }) => Person.login(server, email)));
    assert.equal(two.user.name, 'Zwei 🎉');
    const room = await one.single(two, 'still here');
    const page = await Dart.connected(two, '/message');
    assert.deepEqual((await page.look(room)).map(({ content }) => content), ['still here']);
    page.close();
  });

  test('theCommandMakesThemWhileTheServerRuns', async () => {
    const file = join(server.folder, 'users.json');
    writeFileSync(file, JSON.stringify([{ email: 'older', name: 'Older', image: 'default' }]));
    const printed = await server.command('users', 'import', '--app', 'chat', file);
    assert.match(printed, /added\t1/);
    assert.equal((await Person.login(server, 'older')).user.name, 'Older');
  });
});
