// What an app written against altogic 2.3.9 sees (altogic-agnost sections 2, 3 and 4).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Altogic, Marker } from '../lib/altogic.mjs';
import { startServer } from '../lib/server.mjs';
import { AUTH, Wire } from '../lib/wire.mjs';

let server, marker;
before(async () => {
  server = await startServer();
  marker = await Marker.in(server);
});
after(async () => {
  marker?.close();
  await server?.stop();
});

const open = [];
/** A client that is closed after the test. */
async function client(options) {
  const made = await Altogic.connected(server, options);
  open.push(made);
  return made;
}

/** Two members of a channel that have heard of each other's joins. */
async function two(channel, ...options) {
  const [a, b] = [await client({ realtime: options[0] }), await client({ realtime: options[1] })];
  for (const one of [a, b]) {
    one.rt.join(channel);
    await marker.after(one, a, b);
  }
  [a, b].forEach(one => one.events.take());
  return [a, b];
}

const isMarker = ([event]) => event === 'marker';
const heard = one => one.events.take().filter(item => !isMarker(item));

describe('altogic 2.3.9', () => {
  after(() => open.forEach(one => one.close()));

  test('pathFormAndSubdomainFormMeetInOneApp', async () => {
    const urls = [
      `http://a.b.c@localhost:${server.port}/e:env1`,
      `http://a.b.c@localhost:${server.port}/E:env1`,
      `http://c1.parley.test:${server.port}/e:env1`,
      `http://engine.parley.test:${server.port}/e:env1`,
      `http://myapp.c1.parley.test:${server.port}`,
      `http://MyApp.c1.parley.test:${server.port}`,
      `http://myapp.a.b.c@localhost:${server.port}`,
      `http://x.y@127.1:${server.port}/e:env1`,
    ];
    const all = await Promise.all(urls.map(url => client({ url })));
    for (const one of all) {
      one.rt.join('forms');
      await marker.after(one);
    }
    all[0].rt.send('forms', 'greeting', 'hello');
    for (const one of all) {
      assert.deepEqual(await one.events.find(([event]) => event === 'greeting', `greeting at ${one.url}`), [
        'greeting',
        { channel: 'forms', message: 'hello' },
      ]);
    }
  });

  for (const bufferMessages of [true, false]) {
    for (const echoMessages of [true, false, undefined]) {
      for (const echo of [true, false, undefined]) {
        // With its buffer on, the client never sends the echo of send and broadcast.
        const asked = bufferMessages ? undefined : echo;
        const selfHearsMessages = asked ?? echoMessages ?? true;
        const selfHearsPresence = echo ?? echoMessages ?? true;
        test(`echoRules: bufferMessages ${bufferMessages}, echoMessages ${echoMessages}, echo ${echo}`, async () => {
          const channel = `echo ${bufferMessages} ${echoMessages} ${echo}`;
          const options = { bufferMessages, ...(echoMessages === undefined ? {} : { echoMessages }) };
          const a = await client({ realtime: options });
          const b = await client();
          b.rt.join(channel);
          await marker.after(b, a);
          heard(b);
          const calls = [
            [() => a.rt.join(channel, echo), 'channel:join', selfHearsPresence],
            [() => a.rt.send(channel, 'word', 1, echo), 'word', selfHearsMessages],
            [() => a.rt.broadcast('word', 2, echo), 'word', selfHearsMessages],
            [() => a.rt.updateProfile({ n: 1 }, echo), 'channel:update', selfHearsPresence],
            [() => a.rt.leave(channel, echo), 'channel:leave', selfHearsPresence],
          ];
          for (const [call, event, selfHears] of calls) {
            call();
            await marker.after(a, b);
            assert.deepEqual(heard(b).map(([name]) => name), [event], `others hear ${event}`);
            assert.deepEqual(heard(a).map(([name]) => name), selfHears ? [event] : [], `self and ${event}`);
          }
          [a, b].forEach(one => one.close());
        });
      }
    }
  }

  test('senderOutsideTheChannelIsHeardButNeverEchoed', async () => {
    const [a] = await two('outside');
    const stranger = await client();
    stranger.rt.send('outside', 'knock', 'who');
    await marker.after(stranger, a);
    assert.deepEqual(heard(a), [['knock', { channel: 'outside', message: 'who' }]]);
    assert.deepEqual(heard(stranger), []);
  });

  test('profilesOfEveryKindAreShownAsTheyAre', async () => {
    const [a, b] = await two('profiles');
    const profiles = [{ n: { deep: [1, 2] } }, 'text', '', 0, 12.5, true, false, [], [1, 'two'], {}, null, 'ünï ☃ 𝄞'];
    for (const profile of profiles) {
      a.rt.updateProfile(profile);
      await marker.after(a, b);
      const update = ['channel:update', { channel: 'profiles', message: { id: a.id, data: profile } }];
      assert.deepEqual(heard(a), [update]);
      assert.deepEqual(heard(b), [update]);
      const { data } = await b.rt.getMembers('profiles');
      assert.deepEqual(data, [{ id: a.id, data: profile }, { id: b.id }]);
    }
  });

  test('profileThatIsAbsentIsAnUpdateWithoutData', async () => {
    const [a, b] = await two('absent');
    a.rt.updateProfile({ was: 'here' });
    a.rt.updateProfile(undefined);
    await marker.after(a, b);
    const updates = heard(b);
    assert.deepEqual(updates.map(([event]) => event), ['channel:update', 'channel:update']);
    assert.equal('data' in updates[1][1].message, false);
    const { data } = await b.rt.getMembers('absent');
    assert.deepEqual(data, [{ id: a.id }, { id: b.id }]);
  });

  test('profileIsShownWithEveryJoinAndLeaveButWithoutChannelsUpdatesAreSilent', async () => {
    const [b] = await two('with profile');
    const a = await client();
    a.rt.updateProfile({ name: 'Leia' });
    await marker.after(a, b);
    assert.deepEqual(heard(a), []);
    assert.deepEqual(heard(b), []);
    a.rt.join('with profile', false);
    a.rt.leave('with profile', false);
    await marker.after(a, b);
    const message = { id: a.id, data: { name: 'Leia' } };
    assert.deepEqual(heard(b), [
      ['channel:join', { channel: 'with profile', message }],
      ['channel:leave', { channel: 'with profile', message }],
    ]);
  });

  test('identicalProfilesAreNotSwallowed', async () => {
    const [a, b] = await two('same again');
    a.rt.updateProfile('same');
    a.rt.updateProfile('same');
    await marker.after(a, b);
    assert.equal(heard(b).length, 2);
  });

  test('numberAsChannelNameComesBackAsTheNumberAndAsTextInUpdateAndDisconnect', async () => {
    const a = await client();
    const b = await client({ realtime: { echoMessages: false } });
    b.rt.join('42');
    await marker.after(b, a);
    a.rt.join(42);
    a.rt.send(42, 'answer', 'life');
    a.rt.updateProfile('p');
    a.rt.leave(42);
    a.rt.join(42);
    await marker.after(a, b);
    assert.deepEqual(heard(b), [
      ['channel:join', { channel: 42, message: { id: a.id } }],
      ['answer', { channel: 42, message: 'life' }],
      ['channel:update', { channel: '42', message: { id: a.id, data: 'p' } }],
      ['channel:leave', { channel: 42, message: { id: a.id, data: 'p' } }],
      ['channel:join', { channel: 42, message: { id: a.id, data: 'p' } }],
    ]);
    const id = a.id;
    a.close();
    await b.events.find(([event]) => event === 'channel:leave' && b.events.all.length > 5);
    await b.events.count(2, ([event]) => event === 'channel:leave');
    assert.deepEqual(heard(b), [['channel:leave', { channel: '42', message: { id, data: 'p' } }]]);
  });

  test('numberAsEventNameComesBackAsTheNumber', async () => {
    const [a, b] = await two('numbered');
    b.frames.take();
    a.rt.send('numbered', 7, 'seven');
    await marker.after(a, b);
    assert.deepEqual(b.heard(), ['42[7,{"channel":"numbered","message":"seven"}]']);
  });

  test('binaryMessagesAndBinaryProfilesArriveAsBytes', async () => {
    const [a, b] = await two('binary');
    const payload = { first: Buffer.from([1, 2, 3]), nested: [{ second: Buffer.from('büt') }], empty: Buffer.alloc(0) };
    a.rt.send('binary', 'bytes', payload);
    a.rt.broadcast('bytes', Buffer.from([9]));
    a.rt.updateProfile({ picture: Buffer.from([7, 8]) });
    await marker.after(a, b);
    for (const one of [a, b]) {
      const [sent, broadcast, updated] = heard(one);
      assert.deepEqual(sent, ['bytes', { channel: 'binary', message: payload }]);
      assert.deepEqual(broadcast, ['bytes', { channel: null, message: Buffer.from([9]) }]);
      assert.deepEqual(updated[1].message, { id: a.id, data: { picture: Buffer.from([7, 8]) } });
    }
    const c = await client();
    c.rt.join('binary');
    await marker.after(c);
    const { data, errors } = await c.rt.getMembers('binary');
    assert.equal(errors, null);
    assert.deepEqual(data[0], { id: a.id, data: { picture: { type: 'Buffer', data: [7, 8] } } });
  });

  test('manyAttachmentsKeepTheirOrder', async () => {
    const [a, b] = await two('attachments');
    const parts = Array.from({ length: 10 }, (_, n) => Buffer.from([n, n]));
    a.rt.send('attachments', 'parts', parts);
    a.rt.send('attachments', 'after', 'text');
    await marker.after(a, b);
    assert.deepEqual(heard(b), [
      ['parts', { channel: 'attachments', message: parts }],
      ['after', { channel: 'attachments', message: 'text' }],
    ]);
  });

  test('messageThatIsAbsentStaysAbsent', async () => {
    const [a, b] = await two('quiet');
    b.frames.take();
    a.rt.send('quiet', 'nomsg');
    a.rt.broadcast('nomsg');
    a.rt.send('quiet', 'nomsg', null);
    await marker.after(a, b);
    assert.deepEqual(b.heard(), [
      '42["nomsg",{"channel":"quiet"}]',
      '42["nomsg",{"channel":null}]',
      '42["nomsg",{"channel":"quiet","message":null}]',
    ]);
  });

  test('messagesOfEveryKindArriveAsTheyWereWritten', async () => {
    const [a, b] = await two('kinds');
    const messages = [0, -1.5e300, true, false, '', 'x'.repeat(50_000), [], {}, [[[]]], { a: { b: { c: null } } }, '\u0000"\\\u2028'];
    messages.forEach(message => a.rt.send('kinds', 'kind', message));
    await marker.after(a, b);
    assert.deepEqual(heard(b).map(([, { message }]) => message), messages);
  });

  for (const channel of ['ünïcödé ☃ 𝄞', 'a.b.c', 'with  spaces ', 'quotes " and \\', 'e:env1/x?y#z', '__proto__', 'null', 'line\nbreak']) {
    test(`channelNamesAreFree: ${JSON.stringify(channel)}`, async () => {
      const [a, b] = await two(channel);
      a.rt.send(channel, channel, channel);
      await marker.after(a, b);
      assert.deepEqual(heard(b), [[channel, { channel, message: channel }]]);
      const { data } = await a.rt.getMembers(channel);
      assert.deepEqual(data.map(({ id }) => id), [a.id, b.id]);
    });
  }

  test('channelNamedLikeAnotherKindOfNameIsJustAChannel', async () => {
    // The original's rooms are called env, env.user and env.channel, so that these collide there.
    const [a] = await two('env1');
    const b = await client();
    b.rt.join('env1.env1');
    b.rt.join(a.id);
    await marker.after(b, a);
    heard(b);
    heard(a);
    a.rt.send('env1', 'inside', 1);
    await marker.after(a, b);
    assert.deepEqual(heard(b), []);
    assert.equal(heard(a).length, 1);
  });

  test('sameChannelOfAnotherAppIsAnotherChannel', async () => {
    const [a, b] = await two('shared name');
    const foreign = await client({ app: 'env2', key: 'ck-2' });
    const elsewhere = await Marker.in(server, { ...AUTH, envId: 'env2', clientKey: 'ck-2' });
    foreign.rt.join('shared name');
    foreign.rt.send('shared name', 'secret', 1);
    foreign.rt.broadcast('secret', 2);
    await elsewhere.after(foreign);
    a.rt.send('shared name', 'open', 3);
    a.rt.broadcast('open', 4);
    await marker.after(a, b);
    await elsewhere.after(foreign);
    assert.deepEqual(heard(b).map(([event]) => event), ['open', 'open']);
    assert.deepEqual(heard(foreign).map(([event]) => event), ['channel:join', 'secret', 'secret']);
    assert.deepEqual((await a.rt.getMembers('shared name')).data.map(({ id }) => id), [a.id, b.id]);
    assert.deepEqual((await foreign.rt.getMembers('shared name')).data.map(({ id }) => id), [foreign.id]);
    elsewhere.close();
  });

  test('oneClientsSendsToSeveralChannelsArriveInOrder', async () => {
    const [a, b] = await two('first');
    b.rt.join('second');
    b.rt.join('third');
    await marker.after(b, a);
    heard(b);
    for (let n = 0; n < 300; n++) {
      if (n % 4 === 3) a.rt.broadcast('n', n);
      else a.rt.send(['first', 'second', 'third'][n % 4], 'n', n);
    }
    await marker.after(a, b);
    assert.deepEqual(heard(b).map(([, { message }]) => message), Array.from({ length: 300 }, (_, n) => n));
  });

  test('onJoinOnLeaveAndOnUpdateAreCalledWithChannelAndMember', async () => {
    const a = await client();
    const calls = [];
    for (const on of ['onJoin', 'onLeave', 'onUpdate']) a.rt[on](({ channel, message }) => calls.push([on, channel, message.id === a.id]));
    a.rt.join('listeners');
    a.rt.updateProfile(1);
    a.rt.leave('listeners');
    await marker.after(a);
    assert.deepEqual(calls, ['onJoin', 'onUpdate', 'onLeave'].map(on => [on, 'listeners', true]));
  });

  test('disconnectIsSeenByOthersOncePerChannel', async () => {
    const [a, b] = await two('bye one');
    a.rt.join('bye two');
    b.rt.join('bye two');
    await marker.after(a, b);
    await marker.after(b, a);
    heard(b);
    const { id } = a;
    a.close();
    await b.events.find(([event, body]) => event === 'channel:leave' && body.channel === 'bye two');
    await marker.after(b);
    const leaves = heard(b);
    assert.deepEqual(leaves.map(([event, { channel, message }]) => [event, channel, message.id]).sort(), [
      ['channel:leave', 'bye one', id],
      ['channel:leave', 'bye two', id],
    ]);
    assert.deepEqual(a.disconnects.all, ['io client disconnect']);
    assert.deepEqual((await b.rt.getMembers('bye one')).data, [{ id: b.id }]);
  });

  test('lostConnectionIsALeaveSeenOnce', async () => {
    const b = await client();
    b.rt.join('cut');
    await marker.after(b);
    const wire = await Wire.connected(server);
    await wire.call(1, 'join', { channel: 'cut' });
    await b.events.find(([event, { message }]) => event === 'channel:join' && message.id === wire.sid);
    wire.socket.terminate();
    await b.events.find(([event, { message }]) => event === 'channel:leave' && message.id === wire.sid);
    await marker.after(b);
    assert.equal(b.events.all.filter(([event]) => event === 'channel:leave').length, 1);
  });

  test('ownCloseAndOpenJoinsAgainWithANewId', async () => {
    const [a, b] = await two('back again');
    const first = a.id;
    a.close();
    await a.disconnects.find(reason => reason === 'io client disconnect');
    await b.events.find(([event]) => event === 'channel:leave');
    a.open();
    await a.connected(2);
    assert.notEqual(a.id, first);
    const joined = await b.events.find(([event, { message }]) => event === 'channel:join' && message.id === a.id);
    assert.deepEqual(joined, ['channel:join', { channel: 'back again', message: { id: a.id } }]);
  });

  test('messagesSentWhileClosedAreDeliveredByTheClientLater', async () => {
    const [a, b] = await two('later');
    a.close();
    await b.events.find(([event]) => event === 'channel:leave');
    a.rt.send('later', 'late', 1);
    a.open();
    await a.connected(2);
    await marker.after(a, b);
    // Flushed before the channel is joined again: the others hear it, the sender does not.
    assert.deepEqual(heard(b).map(([event]) => event), ['channel:leave', 'late', 'channel:join']);
    assert.deepEqual(heard(a).map(([event]) => event), ['channel:join']);
  });
});
