// Signing up and in, sessions and their events, links and codes, as altogic 2.3.9 does it (altogic-agnost 3, 6.3 and 7).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createClient } from 'altogic';
import { Messages } from '../lib/messages.mjs';
import { startServer } from '../lib/server.mjs';
import { Arrivals, PATIENCE, within } from '../lib/within.mjs';

const PASSWORD = 'correct horse';
const PAGE = 'https://app.example/welcome';

describe('accounts with altogic', () => {
  let server, messages;
  const devices = [];
  before(async () => {
    const auth = { redirectUrls: [PAGE] };
    server = await startServer({
      identity: { hashMemory: '64KiB', attemptsPerAccount: 1000, attemptsPerIp: 100000, messagesPerHour: 1000 },
      apps: [
        { id: 'env1', clientKeys: [{ key: 'ck-1' }], auth },
        { id: 'env2', clientKeys: [{ key: 'ck-1' }], auth },
        { id: 'sure', clientKeys: [{ key: 'ck-1' }], auth: { ...auth, confirmEmail: true, confirmPhone: true } },
      ],
    });
    messages = new Messages(server);
  });
  after(async () => {
    devices.forEach(device => device.realtime.close());
    await server?.stop();
  });

  const url = (app = 'env1') => `http://a.b.c@localhost:${server.port}/e:${app}`;
  const fresh = app => createClient(url(app), 'ck-1');
  const settles = promise => within(PATIENCE, promise, "the client's promise to settle");
  let users = 0;
  const email = () => `user+${++users}@rebels.test`;
  const phone = () => `+1415555${String(1000 + ++users)}`;

  /** A client that is signed in. */
  async function signedIn(address) {
    const client = fresh();
    const { session, errors } = await settles(client.auth.signInWithEmail(address, PASSWORD));
    assert.equal(errors, null);
    client.token = session.token;
    return client;
  }

  /** A client that is signed in and hears of its user. */
  async function device(address) {
    const client = await signedIn(address);
    client.heard = new Arrivals();
    client.auth.onUserEvent((event, session, user) => client.heard.push({ event, session, user }));
    devices.push(client);
    await within(PATIENCE, new Promise(resolve => client.realtime.onConnect(resolve)), 'a device to connect');
    return client;
  }

  const heard = (client, event) => client.heard.next(arrival => arrival.event === event, event);

  async function user() {
    const address = email();
    const { errors, user } = await settles(fresh().auth.signUpWithEmail(address, PASSWORD, { name: 'Luke', age: 19 }));
    assert.equal(errors, null);
    return { address, user };
  }

  function isRefused({ errors }, status, code) {
    assert.equal(errors?.status, status, JSON.stringify(errors));
    assert.equal(errors.items[0].code, code);
    assert.ok(errors.statusText.length > 0);
  }

  test('signingUpWithAnEmailAddressSignsIn', async () => {
    const client = fresh();
    const address = email();
    const { user, session, errors } = await settles(client.auth.signUpWithEmail(address, PASSWORD, { name: 'Leia', age: 19 }));
    assert.equal(errors, null);
    assert.deepEqual([user.email, user.name, user.age, user.provider], [address, 'Leia', 19, 'altogic']);
    assert.equal(session.userId, user._id);
    assert.ok(!('password' in user));
    assert.deepEqual(session.accessGroupKeys, []);
    for (const part of [session.userAgent, session.userAgent.device, session.userAgent.os]) {
      for (const field of ['family', 'major', 'minor', 'patch']) assert.equal(typeof part[field], 'string');
    }
    assert.equal((await settles(client.auth.getUserFromDB())).user._id, user._id);
    isRefused(await settles(fresh().auth.signUpWithEmail(address, PASSWORD)), 400, 'email_not_unique');
    // The same address is somebody else in another app, and a session is of one app.
    assert.equal((await settles(fresh('env2').auth.signUpWithEmail(address, PASSWORD, 'Other'))).errors, null);
  });

  test('signingUpWithAPhoneNumber', async () => {
    const number = phone();
    const { user, session } = await settles(fresh().auth.signUpWithPhone(number, PASSWORD, 'Han'));
    assert.deepEqual([user.phone, user.name, session.userId], [number, 'Han', user._id]);
    assert.equal((await settles(fresh().auth.signInWithPhone(number, PASSWORD))).user._id, user._id);
  });

  test('wrongPasswordsAndUnknownUsersAreRefusedAlike', async () => {
    const { address } = await user();
    const wrong = await settles(fresh().auth.signInWithEmail(address, 'not this'));
    const unknown = await settles(fresh().auth.signInWithEmail(email(), 'not this'));
    isRefused(wrong, 401, 'invalid_sign_in_credentials');
    assert.deepEqual(unknown, wrong);
  });

  test('badInputIsRefusedWithJson', async () => {
    isRefused(await settles(fresh().auth.signUpWithEmail(email(), '12345')), 400, 'validation_error');
    isRefused(await settles(fresh().auth.signUpWithEmail('no address', PASSWORD)), 400, 'invalid_email');
    isRefused(await settles(fresh().auth.signUpWithPhone('12', PASSWORD)), 400, 'invalid_phone');
    isRefused(await settles(fresh().auth.getUserFromDB()), 401, 'missing_session_token');
    isRefused(await settles(fresh().auth.getAuthGrant('nonsense')), 403, 'invalid_access_token');
    isRefused(await settles(fresh().auth.fetcher.get('/_api/rest/v1/auth/nothing')), 404, 'resource_not_found');
  });

  test('sessionsAreListedAndEndedOneByOne', async () => {
    const { address, user: luke } = await user();
    const [desk, pocket] = [await device(address), await signedIn(address)];
    const { sessions } = await settles(desk.auth.getAllSessions());
    assert.equal(sessions.length, 3, 'the sign-up made one too');
    assert.ok(sessions.every(({ userId }) => userId === luke._id));

    const ended = heard(desk, 'user:signout');
    const { token } = pocket;
    assert.equal((await settles(desk.auth.signOut(token))).errors, null);
    const { session, user: now } = await ended;
    assert.deepEqual([session.token, now._id], [token, luke._id]);
    isRefused(await settles(pocket.auth.getUserFromDB()), 401, 'invalid_session_token');
    assert.equal((await settles(desk.auth.getAllSessions())).sessions.length, 2);
  });

  test('otherDevicesHearOfSigningInAndOut', async () => {
    const { address, user: luke } = await user();
    const desk = await device(address);
    const coming = heard(desk, 'user:signin');
    const pocket = await signedIn(address);
    const { session, user: now } = await coming;
    assert.deepEqual([session.token, session.userId, now._id], [pocket.token, luke._id, luke._id]);

    const going = heard(desk, 'user:signout');
    assert.equal((await settles(pocket.auth.signOut())).errors, null);
    assert.equal((await going).session.token, session.token);
  });

  test('signingOutEverywhereElseKeepsTheCurrentSession', async () => {
    const { address } = await user();
    const desk = await device(address);
    const others = [await signedIn(address), await signedIn(address)];
    assert.equal((await settles(desk.auth.signOutAllExceptCurrent())).errors, null);
    await desk.heard.count(3, ({ event }) => event === 'user:signout');
    for (const other of others) isRefused(await settles(other.auth.getUserFromDB()), 401, 'invalid_session_token');
    assert.equal((await settles(desk.auth.getAllSessions())).sessions.length, 1);
  });

  test('signingOutEverywhereEndsEverySession', async () => {
    const { address } = await user();
    const [desk, pocket] = [await signedIn(address), await signedIn(address)];
    const { token } = desk;
    assert.equal((await settles(desk.auth.signOutAll())).errors, null);
    isRefused(await settles(pocket.auth.getUserFromDB()), 401, 'invalid_session_token');
    desk.auth.fetcher.setSession({ token });
    isRefused(await settles(desk.auth.getUserFromDB()), 401, 'invalid_session_token');
  });

  test('aPasswordIsChangedByWhoKnowsIt', async () => {
    const { address } = await user();
    const desk = await device(address);
    isRefused(await settles(desk.auth.changePassword('new password', 'not this')), 401, 'invalid_credentials');
    const changed = heard(desk, 'user:pwdchange');
    assert.equal((await settles(desk.auth.changePassword('new password', PASSWORD))).errors, null);
    assert.equal((await changed).user.email, address);
    isRefused(await settles(fresh().auth.signInWithEmail(address, PASSWORD)), 401, 'invalid_sign_in_credentials');
    assert.equal((await settles(fresh().auth.signInWithEmail(address, 'new password'))).errors, null);
  });

  test('addressAndNumberAreChangedByWhoKnowsThePassword', async () => {
    const { address } = await user();
    const desk = await device(address);
    const [wanted, number] = [email(), phone()];
    const told = heard(desk, 'user:emailchange');
    const { user: moved, errors } = await settles(desk.auth.changeEmail(PASSWORD, wanted));
    assert.deepEqual([errors, moved?.email], [null, wanted]);
    assert.equal((await told).user.email, wanted);
    const toldToo = heard(desk, 'user:phonechange');
    const { user: reached } = await settles(desk.auth.changePhone(PASSWORD, number));
    assert.equal(reached.phone, number);
    assert.equal((await toldToo).user.phone, number);
    isRefused(await settles(desk.auth.changePhone('not this', phone())), 401, 'invalid_credentials');
  });

  test('anAddressThatMustBeConfirmedIsConfirmedByItsLink', async () => {
    const address = email();
    const client = fresh('sure');
    const { user: luke, session } = await settles(client.auth.signUpWithEmail(address, PASSWORD, 'Luke'));
    assert.deepEqual([luke.email, session], [address, null]);
    await messages.link('confirm_email', address);
    isRefused(await settles(client.auth.signInWithEmail(address, PASSWORD)), 401, 'email_not_verified');
    assert.equal((await settles(client.auth.resendVerificationEmail(address))).errors, null);
    const page = await messages.followed('confirm_email', address);
    assert.ok(page.href.startsWith(PAGE));
    assert.deepEqual([page.searchParams.get('action'), page.searchParams.get('status')], ['email-confirm', '200']);
    const grant = await settles(client.auth.getAuthGrant(page.searchParams.get('access_token')));
    assert.deepEqual([grant.errors, grant.user?._id, grant.user?.emailVerified], [null, luke._id, true]);
    assert.equal((await settles(client.auth.getUserFromDB())).user._id, luke._id);
    const again = await settles(fresh('sure').auth.getAuthGrant(page.searchParams.get('access_token')));
    isRefused(again, 403, 'invalid_access_token');
  });

  test('aNumberThatMustBeConfirmedIsConfirmedByItsCode', async () => {
    const number = phone();
    const client = fresh('sure');
    const { user: han, session } = await settles(client.auth.signUpWithPhone(number, PASSWORD, 'Han'));
    assert.deepEqual([han.phone, session], [number, null]);
    isRefused(await settles(client.auth.signInWithPhone(number, PASSWORD)), 401, 'phone_not_verified');
    const code = await messages.code('confirm_phone', number);
    isRefused(await settles(client.auth.verifyPhone(number, code === '0000' ? '1111' : '0000')), 403, 'invalid_access_token');
    const verified = await settles(client.auth.verifyPhone(number, code));
    assert.deepEqual([verified.errors, verified.user?.phoneVerified, verified.session?.userId], [null, true, han._id]);
  });

  test('aMagicLinkSignsIn', async () => {
    const { address, user: luke } = await user();
    const client = fresh();
    assert.equal((await settles(client.auth.sendMagicLinkEmail(address))).errors, null);
    const page = await messages.followed('magic_link', address);
    assert.equal(page.searchParams.get('action'), 'magic-link');
    const grant = await settles(client.auth.getAuthGrant(page.searchParams.get('access_token')));
    assert.deepEqual([grant.errors, grant.user?._id], [null, luke._id]);
  });

  test('aPasswordIsResetByItsLink', async () => {
    const { address } = await user();
    const desk = await device(address);
    assert.equal((await settles(fresh().auth.sendResetPwdEmail(address))).errors, null);
    const page = await messages.followed('reset_password', address);
    assert.equal(page.searchParams.get('action'), 'reset-pwd');
    const told = heard(desk, 'user:pwdchange');
    const token = page.searchParams.get('access_token');
    assert.equal((await settles(fresh().auth.resetPwdWithToken(token, 'new password'))).errors, null);
    assert.equal((await told).session, null);
    assert.equal((await settles(fresh().auth.signInWithEmail(address, 'new password'))).errors, null);
    isRefused(await settles(fresh().auth.resetPwdWithToken(token, 'and again')), 403, 'invalid_access_token');
  });

  test('codesSignInAndResetPasswords', async () => {
    const number = phone();
    await settles(fresh().auth.signUpWithPhone(number, PASSWORD, 'Han'));
    assert.equal((await settles(fresh().auth.sendSignInCode(number))).errors, null);
    const signedIn = await settles(fresh().auth.signInWithCode(number, await messages.code('sign_in_code', number)));
    assert.deepEqual([signedIn.errors, signedIn.user?.phone], [null, number]);

    assert.equal((await settles(fresh().auth.sendResetPwdCode(number))).errors, null);
    const code = await messages.code('reset_password', number);
    assert.equal((await settles(fresh().auth.resetPwdWithCode(number, code, 'new password'))).errors, null);
    assert.equal((await settles(fresh().auth.signInWithPhone(number, 'new password'))).errors, null);
    isRefused(await settles(fresh().auth.resetPwdWithCode(number, code, 'and again')), 403, 'invalid_access_token');
  });

  test('askingForMailTellsNobodyWhoHasAnAccount', async () => {
    const { address } = await user();
    const [known, unknown] = [await settles(fresh().auth.sendResetPwdEmail(address)), await settles(fresh().auth.sendResetPwdEmail(email()))];
    assert.deepEqual(unknown, known);
    assert.equal(known.errors, null);
  });
});
