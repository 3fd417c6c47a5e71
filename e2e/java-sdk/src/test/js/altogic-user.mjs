// The unmodified Altogic client in a process of its own: node altogic-user.mjs PORT APP KEY OPTIONS
import { createRequire } from 'node:module';
import { serve, tell } from './lines.mjs';

const { createClient } = createRequire(`${process.env.E2E_NPM}/package.json`)('altogic');

const [port, app, key, options] = process.argv.slice(2);
// A user name makes the host look as if it had the three labels that the client insists on.
const client = createClient(`http://a.b.c@localhost:${port}/e:${app}`, key, { realtime: JSON.parse(options) });
const realtime = client.realtime;
realtime.onConnect(() => tell('connect', realtime.getSocketId()));
realtime.onDisconnect(reason => tell('disconnect', reason));
realtime.onAny((event, ...args) => tell('event', { event, args }));

const checked = ({ errors, ...rest }) => {
  if (errors) throw new Error(JSON.stringify(errors));
  return rest;
};

serve({
  join: (...args) => realtime.join(...args),
  leave: (...args) => realtime.leave(...args),
  update: (...args) => realtime.updateProfile(...args),
  send: (...args) => realtime.send(...args),
  broadcast: (...args) => realtime.broadcast(...args),
  members: async channel => checked(await realtime.getMembers(channel)).data,
  signUp: async (email, password) => checked(await client.auth.signUpWithEmail(email, password)),
  signOut: async () => checked(await client.auth.signOut()),
});
