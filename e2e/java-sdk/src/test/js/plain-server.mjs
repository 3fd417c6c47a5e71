// A stock Socket.IO server with Altogic's events, as a developer would write one: no acknowledgements, no word of Parley.
import { createRequire } from 'node:module';
import { serve, tell } from './lines.mjs';

const { Server } = createRequire(`${process.env.E2E_NPM}/package.json`)('socket.io');

let io;
let port = 0;

async function open() {
  io = new Server({ serveClient: false });
  io.use((socket, next) => {
    if (socket.handshake.auth.clientKey === 'ck-plain') return next();
    const error = new Error('No entry');
    error.data = { code: 'invalid_client_key', message: 'There is no such key.' };
    next(error);
  });
  io.on('connection', entered);
  io.listen(port);
  await new Promise(resolve => io.httpServer.once('listening', resolve));
  port = io.httpServer.address().port;
  return port;
}

function entered(socket) {
  tell('connected', { id: socket.id, auth: socket.handshake.auth });
  let profile;
  const member = () => ({ id: socket.id, data: profile });
  const publish = (channel, echo, event, message) =>
    (echo ? io : socket).to(channel).emit(event, { channel, message });
  const all = (echo, event) => {
    for (const channel of socket.rooms) if (channel !== socket.id) publish(channel, echo, event, member());
  };
  socket.on('join', ({ channel, echo }) => {
    socket.join(channel);
    publish(channel, echo, 'channel:join', member());
  });
  socket.on('leave', ({ channel, echo }) => {
    publish(channel, echo, 'channel:leave', member());
    socket.leave(channel);
  });
  socket.on('update', ({ data, echo }) => {
    profile = data;
    all(echo, 'channel:update');
  });
  socket.on('message', ({ channel, eventName, message, echo }) => {
    if (channel) publish(channel, echo, eventName, message);
    else (echo ? io : socket.broadcast).emit(eventName, { channel: null, message });
  });
  socket.on('disconnecting', () => all(false, 'channel:leave'));
}

serve({
  open,
  close: () => io.close(),
  putOut: id => io.in(id).disconnectSockets(true),
  emit: (...args) => void io.emit(...args),
});
