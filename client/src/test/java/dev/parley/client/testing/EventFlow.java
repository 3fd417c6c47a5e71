package dev.parley.client.testing;

import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.PacketWriter;
import dev.parley.protocol.Payload;
import dev.parley.protocol.Sid;
import dev.parley.protocol.SocketPacket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the Socket.IO packets of clients. Runs on the dispatch thread: takes the lock to look and to act, and lets it go to
 * ask a hook.
 */
final class EventFlow {

    /** The version that is told to clients which ask whether this is Parley. */
    static final String VERSION = "0.0.0-fake";

    private static final String REFUSED = "Realtime Connection Error";

    private final Guard guard;
    private final Realm realm;
    private final Faults faults;
    private final Answers answers;
    private final Hooks hooks;
    private final Journal journal;
    private final Problems problems;
    private final Sid ids = new Sid();

    EventFlow(
            Guard guard, Realm realm, Faults faults, Answers answers, Hooks hooks, Journal journal, Problems problems) {
        this.guard = guard;
        this.realm = realm;
        this.faults = faults;
        this.answers = answers;
        this.hooks = hooks;
        this.journal = journal;
        this.problems = problems;
    }

    /** Handles a packet; false if the connection is to be cut. */
    boolean packet(Session session, SocketPacket packet) {
        return switch (packet.type()) {
            case CONNECT -> connect(session, packet);
            case EVENT, BINARY_EVENT -> event(session, packet);
            case DISCONNECT -> disconnect(session);
            case ACK, BINARY_ACK, CONNECT_ERROR -> mistake(packet.type() + " from a client that nobody asked");
        };
    }

    private boolean connect(Session session, SocketPacket packet) {
        if (!packet.namespace().equals("/")) {
            byte[] error =
                    PacketWriter.ENGINE.connectError(packet.namespace(), EngineVersion.V4, "Invalid namespace", null);
            guard.run(() -> session.send(new Outgoing(false, error)));
            return true;
        }
        if (guard.get(() -> session.member() != null)) {
            return mistake("a second CONNECT");
        }
        session.greeted = true;
        Peer peer = new Peer(ids.next(), session.transport(), session.opening, packet.data());
        journal.add(Received.of(Received.Kind.CONNECT, peer, null, packet.data()));
        if (session.fault == HandshakeFault.NEVER_CONNECT) {
            return true;
        }
        if (session.fault == HandshakeFault.JUNK_CONNECT) {
            guard.run(() -> session.send(Outgoing.text("40{\"sid\":")));
            return true;
        }
        if (session.fault == HandshakeFault.CLOSE_INSTEAD_OF_CONNECT) {
            return false;
        }
        Verdict verdict = hooks.decide(peer);
        guard.run(() -> admit(session, peer, verdict));
        return !(verdict instanceof Verdict.Drop);
    }

    private void admit(Session session, Peer peer, Verdict verdict) {
        if (verdict instanceof Verdict.Refuse refusal) {
            Payload data = Payload.json(Rest.error("client_error", refusal.code(), refusal.message()));
            byte[] error = PacketWriter.ENGINE.connectError("/", EngineVersion.V4, REFUSED, data);
            session.send(new Outgoing(false, error));
        } else if (verdict instanceof Verdict.Answer answer) {
            let(session, peer);
            session.send(Outgoing.text("40" + answer.content()));
        } else if (verdict instanceof Verdict.Accept) {
            JsonFields auth = let(session, peer);
            boolean asked = auth != null && auth.has("parley") && faults.parley();
            Payload extra = asked ? Payload.json("{\"parley\":{\"version\":\"" + VERSION + "\"}}") : null;
            session.send(new Outgoing(false, PacketWriter.ENGINE.connect("/", peer.id(), extra)));
        }
    }

    private @Nullable JsonFields let(Session session, Peer peer) {
        Payload shown = peer.auth();
        JsonFields auth = shown == null ? null : JsonFields.read(shown);
        if (!session.ended()) {
            Realm.Member member = new Realm.Member(peer, session, auth != null && auth.truthy("echoMessages"));
            session.member(member);
            realm.connected(member);
        }
        return auth;
    }

    private boolean disconnect(Session session) {
        guard.run(() -> leave(session, "client namespace disconnect"));
        return true;
    }

    /** With the lock: the end of a client that left or was lost, for this reason, or that the server cut, for none. */
    void leave(Session session, @Nullable String reason) {
        Realm.Member member = session.member();
        if (member != null) {
            if (reason != null) {
                journal.add(Received.of(Received.Kind.DISCONNECT, member.peer(), reason, null));
            }
            session.member(null);
            realm.disconnected(member);
        }
    }

    private boolean event(Session session, SocketPacket packet) {
        Realm.Member[] found = guard.get(() -> {
            Realm.Member member = session.member();
            return member == null ? new Realm.Member[0] : new Realm.Member[] {member};
        });
        if (found.length == 0) {
            // One that was on its way when the server sent a client away is no mistake.
            return session.greeted || mistake("an event before CONNECT");
        }
        Realm.Member member = found[0];
        ClientEvent event = ClientEvent.read(member.peer(), packet);
        journal.add(event.received());
        String mistake = event.mistake();
        Verdict verdict = mistake == null ? hooks.decide(event.received()) : Verdict.refuse("invalid_value", mistake);
        guard.run(() -> settle(session, member, event, verdict));
        return !(verdict instanceof Verdict.Drop);
    }

    private void settle(Session session, Realm.Member member, ClientEvent event, Verdict verdict) {
        if (session.member() != member) {
            return; // it was cut while the hook was asked
        }
        if (verdict instanceof Verdict.Refuse refusal) {
            answer(session, event, Events.error(refusal.code(), refusal.message()));
        } else if (verdict instanceof Verdict.Answer answer) {
            apply(member, event);
            answer(session, event, answer.content());
        } else if (verdict instanceof Verdict.Accept) {
            apply(member, event);
            accepted(session, event);
        }
    }

    private void accepted(Session session, ClientEvent event) {
        String channel = event.received().channel();
        if (event.received().kind() == Received.Kind.MEMBERS && channel != null) {
            answer(session, event, Events.members(realm.members(channel)));
        } else if (event.received().kind() != Received.Kind.OTHER) {
            answer(session, event, Answers.OK);
        }
    }

    private void answer(Session session, ClientEvent event, Payload content) {
        boolean answers = faults.parley() || event.received().kind() == Received.Kind.MEMBERS;
        if (event.wantsAnswer() && answers) {
            this.answers.give(session, event.ackId(), content);
        }
    }

    private void apply(Realm.Member member, ClientEvent event) {
        Received what = event.received();
        boolean echo = member.echo(what.echo());
        NameValue channel = event.channel();
        NameValue name = event.event();
        switch (what.kind()) {
            case JOIN -> {
                if (channel != null) {
                    realm.join(member, channel, echo);
                }
            }
            case LEAVE -> {
                if (channel != null) {
                    realm.leave(member, channel, echo);
                }
            }
            case UPDATE -> realm.update(member, what.content(), echo);
            case MESSAGE -> {
                if (name != null) {
                    List<Outgoing> written = Events.message(channel, name, what.content());
                    realm.message(member, channel, written, echo);
                }
            }
            case CONNECT, MEMBERS, DISCONNECT, OTHER -> {}
        }
    }

    private boolean mistake(String what) {
        problems.client(what);
        return false;
    }
}
