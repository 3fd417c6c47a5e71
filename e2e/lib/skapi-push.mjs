// A push service as browsers have one, and the browser that reads what comes from it (RFC 8030, 8291 and 8292).
import assert from 'node:assert/strict';
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { Arrivals } from './within.mjs';

const TAG = 16;
const DAY_S = 24 * 60 * 60;

/** Takes messages for its browsers. */
export class PushService {
  #browsers = new Map();

  static async start() {
    const service = new PushService();
    service.http = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray());
      const browser = service.#browsers.get(request.url);
      response.writeHead(browser?.isGone === false ? 201 : 410).end();
      browser?.received.push({ method: request.method, headers: request.headers, body });
    });
    await new Promise(done => service.http.listen(0, '127.0.0.1', done));
    return service;
  }

  get origin() {
    return `http://127.0.0.1:${this.http.address().port}`;
  }

  browser() {
    const made = new Browser(this.origin);
    this.#browsers.set(made.path, made);
    return made;
  }

  stop() {
    this.http.closeAllConnections();
    this.http.close();
  }
}

/** What a browser keeps of a subscription, and what it makes of messages. */
class Browser {
  #keys = createECDH('prime256v1');
  #auth = randomBytes(16);
  isGone = false;
  received = new Arrivals();

  constructor(origin) {
    this.origin = origin;
    this.#keys.generateKeys();
    const [p256dh, auth] = [this.#keys.getPublicKey(), this.#auth].map(bytes => bytes.toString('base64url'));
    this.path = `/push/${randomBytes(12).toString('base64url')}`;
    /** What the client takes to subscribe: endpoint and keys. */
    this.taken = [origin + this.path, { p256dh, auth }];
  }

  /** The next message that comes, opened; it must be from whoever has this public key. */
  async next(vapidPublicKey) {
    return this.open(await this.received.next(() => true, 'a push message'), vapidPublicKey);
  }

  open({ method, headers, body }, vapidPublicKey) {
    assert.equal(method, 'POST');
    assert.equal(headers['content-encoding'], 'aes128gcm');
    assert.match(headers.ttl, /^\d+$/);
    this.#isFrom(headers.authorization, vapidPublicKey);
    return JSON.parse(this.#decrypted(body));
  }

  /** RFC 8292. */
  #isFrom(authorization, vapidPublicKey) {
    const [, jwt, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization);
    assert.equal(key, vapidPublicKey);
    const [header, payload, signature] = jwt.split('.');
    const point = Buffer.from(key, 'base64url');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map(bytes => bytes.toString('base64url'));
    const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    const signed = Buffer.from(`${header}.${payload}`);
    const isGood = verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    assert.ok(isGood, 'the signature');
    const { aud, exp, sub } = JSON.parse(Buffer.from(payload, 'base64url'));
    const now = Date.now() / 1000;
    assert.equal(aud, this.origin);
    assert.ok(exp > now && exp <= now + DAY_S, `${exp}`);
    assert.match(sub, /^(mailto|https):/);
  }

  /** RFC 8188 with the keys of RFC 8291: one record, as push services take no more. */
  #decrypted(body) {
    const salt = body.subarray(0, 16);
    const recordSize = body.readUInt32BE(16);
    const theirs = body.subarray(21, 21 + body[20]);
    const record = body.subarray(21 + body[20]);
    assert.ok(record.length <= recordSize && body.length <= 4096, `${body.length}`);
    const shared = this.#keys.computeSecret(theirs);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.#keys.getPublicKey(), theirs]);
    const secret = Buffer.from(hkdfSync('sha256', shared, this.#auth, info, 32));
    const derived = (name, length) => Buffer.from(hkdfSync('sha256', secret, salt, `Content-Encoding: ${name}\0`, length));
    const cipher = createDecipheriv('aes-128-gcm', derived('aes128gcm', 16), derived('nonce', 12));
    cipher.setAuthTag(record.subarray(-TAG));
    const padded = Buffer.concat([cipher.update(record.subarray(0, -TAG)), cipher.final()]);
    const end = padded.findLastIndex(byte => byte !== 0);
    assert.equal(padded[end], 2, 'the last record');
    return padded.subarray(0, end).toString();
  }
}
