// Records the WebSocket frames of unmodified clients: their library's "ws" is listened to, nothing is changed on the way.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const owner = new AsyncLocalStorage();
const KEY = Symbol('taps');

for (const client of ['socket.io-client', 'socket.io-client-2']) {
  const ofClient = createRequire(require.resolve(client));
  const ofEngine = createRequire(ofClient.resolve('engine.io-client'));
  tap(ofEngine('ws'));
}

function tap(WebSocket) {
  const { prototype } = WebSocket;
  if (prototype[KEY]) return;
  prototype[KEY] = true;
  const { addEventListener, emit, send } = prototype;
  prototype.addEventListener = function (...args) {
    // Called while the client makes the socket, so in the client's own context, also on a reconnect.
    this.tap ??= owner.getStore();
    return addEventListener.apply(this, args);
  };
  prototype.send = function (data, ...rest) {
    this.tap?.sent(frame(data));
    return send.call(this, data, ...rest);
  };
  prototype.emit = function (event, data, isBinary) {
    if (event === 'message') this.tap?.received(frame(isBinary === false ? data.toString() : data));
    return emit.apply(this, arguments);
  };
}

/** Text as it is; bytes as `<010203>`. */
export const frame = data => (typeof data === 'string' ? data : `<${Buffer.from(data).toString('hex')}>`);

/** Runs what makes or opens a client; its frames go to {@code tap} for good. */
export const tapped = (tap, open) => owner.run(tap, open);
