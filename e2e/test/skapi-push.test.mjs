// Notifications of skapi-js: real Web Push, to a push service of this test that opens what it gets (skapi 2.4 and 4).
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { CHAT, closePages, Page, SETTINGS, until } from '../lib/skapi.mjs';
import { PushService } from '../lib/skapi-push.mjs';
import { startServer } from '../lib/server.mjs';

/** Of a user in a minute. */
const MOST = 5;

describe("skapi-js's notifications", () => {
  let service, server, key;
  before(async () => {
    service = await PushService.start();
    const push = { web: { services: [service.origin], contact: 'mailto:ops@example.test' } };
    server = await startServer({ ...SETTINGS, push, skapi: { notificationsPerMinute: MOST } });
  });
  afterEach(closePages);
  after(async () => {
    await server?.stop();
    service?.stop();
  });

  /** Somebody with a browser that takes notifications. */
  async function subscribed(userId, page = undefined) {
    const one = page ?? (await Page.signedIn(server, CHAT, userId));
    key ??= (await one.skapi.vapidPublicKey()).VAPIDPublicKey;
    const browser = service.browser();
    assert.equal(await one.skapi.subscribeNotification(...browser.taken), 'SUCCESS: Subscribed to receive notifications.');
    return { page: one, id: one.id, browser };
  }

  /** That a browser gets nothing is shown by the next thing it gets. */
  async function onlyNext({ id, browser }) {
    const admin = await Page.signedIn(server, CHAT, CHAT.admin);
    const coming = browser.next(key);
    await admin.skapi.pushNotification({ title: 'next', body: 'one' }, [id]);
    const { title, body } = await coming;
    assert.deepEqual([title, body], ['next', 'one']);
  }

  const NOTE = { title: '100% new', body: 'Somebody wrote "漢 😀"' };
  const shown = ({ title, body }) => ({ title, body });

  test('thePublicKeyIsOneAndStays', async () => {
    const keys = [];
    for (let i = 0; i < 2; i++) keys.push((await (await Page.signedIn(server)).skapi.vapidPublicKey()).VAPIDPublicKey);
    assert.equal(keys[0], keys[1]);
    const point = Buffer.from(keys[0], 'base64url');
    assert.deepEqual([point.length, point[0]], [65, 4]);
    assert.match(keys[0], /^[\w-]+$/);
  });

  test('aPrivateMessageNotifiesAUserWhoIsNotThere', async () => {
    const ann = await Page.connected(server);
    const bob = await subscribed();
    const coming = bob.browser.next(key);
    await ann.skapi.postRealtime('hello', bob.id, NOTE);
    assert.deepEqual(shown(await coming), NOTE);
    await onlyNext(bob);
  });

  test('whoIsThereIsNotNotifiedUnlessAlways', async () => {
    const ann = await Page.connected(server);
    const bob = await subscribed();
    await bob.page.connect();
    const told = bob.page.heard({ message: 'quietly' });
    await ann.skapi.postRealtime('quietly', bob.id, NOTE);
    await told;
    await onlyNext(bob);
    const coming = bob.browser.next(key);
    await ann.skapi.postRealtime('loudly', bob.id, { ...NOTE, config: { always: true } });
    assert.deepEqual(shown(await coming), NOTE);
  });

  test('aGroupIsNotifiedIfAlways', async () => {
    const [ann, bob] = await Page.all(server, 'notified', 2);
    const people = [await subscribed(undefined, ann), await subscribed(undefined, bob)];
    await ann.skapi.postRealtime('quietly', 'notified', NOTE);
    await until(ann, 'notified', ann, bob);
    const coming = people[1].browser.next(key);
    await ann.skapi.postRealtime('loudly', 'notified', { ...NOTE, config: { always: true } });
    assert.deepEqual(shown(await coming), NOTE);
    assert.equal(people[1].browser.received.all.length, 1);
    await onlyNext(people[0]);
  });

  test('messagesWithMoreNotificationsThanAreAllowedArriveWithoutThem', async () => {
    const [ann, bob] = await Page.all(server, 'often', 2);
    const { browser } = await subscribed(undefined, bob);
    const told = ann.heard({ type: 'error', code: 'REQUEST_EXCEED' });
    for (let i = 1; i <= MOST + 1; i++) await ann.skapi.postRealtime(i, bob.id, { ...NOTE, config: { always: true } });
    await told;
    const [heard] = await until(ann, 'often', bob);
    assert.deepEqual(heard.map(({ message }) => message), Array.from({ length: MOST + 1 }, (_, i) => i + 1));
    await browser.received.count(MOST);
    await onlyNext({ id: bob.id, browser });
    assert.equal(browser.received.all.length, MOST + 1);
  });

  test('everyBrowserOfAUserIsNotified', async () => {
    const ann = await Page.connected(server);
    const bob = await subscribed();
    const phone = await subscribed(bob.id);
    const coming = [bob, phone].map(({ browser }) => browser.next(key));
    await ann.skapi.postRealtime('hello', bob.id, NOTE);
    for (const note of await Promise.all(coming)) assert.deepEqual(shown(note), NOTE);
  });

  test('aBrowserThatSubscribesAgainIsNotifiedOnce', async () => {
    const ann = await Page.connected(server);
    const bob = await subscribed();
    await bob.page.skapi.subscribeNotification(...bob.browser.taken);
    const coming = bob.browser.next(key);
    await ann.skapi.postRealtime('hello', bob.id, NOTE);
    await coming;
    await onlyNext(bob);
    assert.equal(bob.browser.received.all.length, 2);
  });

  test('whoUnsubscribesIsLeftInPeace', async () => {
    const ann = await Page.connected(server);
    const bob = await subscribed();
    const phone = await subscribed(bob.id);
    assert.equal(await phone.page.skapi.unsubscribeNotification(...phone.browser.taken), 'SUCCESS: Unsubscribed from notifications.');
    const coming = bob.browser.next(key);
    await ann.skapi.postRealtime('hello', bob.id, NOTE);
    await coming;
    await onlyNext(bob);
    assert.deepEqual(phone.browser.received.all, []);
  });

  test('aBrowserThatIsGoneIsForgotten', async () => {
    const ann = await Page.connected(server);
    const bob = await subscribed();
    bob.browser.isGone = true;
    const tried = bob.browser.received.next(() => true, 'the message that finds nobody');
    await ann.skapi.postRealtime('hello', bob.id, NOTE);
    await tried;
    const phone = await subscribed(bob.id);
    const coming = phone.browser.next(key);
    await ann.skapi.postRealtime('hello', bob.id, NOTE);
    await coming;
    await onlyNext(phone);
    assert.equal(bob.browser.received.all.length, 1);
  });

  test('administratorsNotifyAnybody', async () => {
    const admin = await Page.signedIn(server, CHAT, CHAT.admin);
    const [bob, carl, dora] = [await subscribed(), await subscribed(), await subscribed()];
    const some = [bob, carl].map(({ browser }) => browser.next(key));
    assert.equal(await admin.skapi.pushNotification(NOTE, [bob.id, carl.id]), 'SUCCESS: Notification sent.');
    for (const note of await Promise.all(some)) assert.deepEqual(shown(note), NOTE);
    const all = [bob, carl, dora].map(({ browser }) => browser.next(key));
    await admin.skapi.pushNotification({ title: 'all', body: 'of you' });
    for (const note of await Promise.all(all)) assert.deepEqual(shown(note), { title: 'all', body: 'of you' });
    const one = dora.browser.next(key);
    await admin.skapi.pushNotification(NOTE, dora.id);
    assert.deepEqual(shown(await one), NOTE);
    assert.equal(dora.browser.received.all.length, 2);
  });

  test('nobodyElseDoes', async () => {
    const eve = await Page.signedIn(server);
    const bob = await subscribed();
    for (const ids of [undefined, [bob.id], [eve.id]]) {
      await assert.rejects(eve.skapi.pushNotification(NOTE, ids), error => {
        assert.ok(error.code, `${error}`);
        return true;
      });
    }
    await onlyNext(bob);
  });

  test('browsersOfUnknownServicesAreRefused', async () => {
    const eve = await Page.signedIn(server);
    const [endpoint, keys] = service.browser().taken;
    const refused = ({ code }) => ['INVALID_PARAMETER', 'INVALID_REQUEST'].includes(code);
    const port = new URL(server.url).port;
    const inside = [`http://127.0.0.1:${port}/v1/apps`, 'https://127.0.0.1/x', 'http://169.254.169.254/'];
    for (const other of [...inside, 'file:///etc/passwd', 'junk', `${service.origin}@evil.test/`]) {
      await assert.rejects(eve.skapi.subscribeNotification(other, keys), refused, other);
    }
    for (const bad of [{ ...keys, p256dh: 'junk' }, { ...keys, auth: 'x' }, { ...keys, p256dh: 'A'.repeat(87) }]) {
      await assert.rejects(eve.skapi.subscribeNotification(endpoint, bad), refused, JSON.stringify(bad));
    }
  });
});
