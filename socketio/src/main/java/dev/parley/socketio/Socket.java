package dev.parley.socketio;

import dev.parley.core.AudienceKey;
import dev.parley.core.CloseReason;
import dev.parley.core.Completion;
import dev.parley.core.Name;
import dev.parley.core.Shard;
import dev.parley.core.Subscriber;
import dev.parley.core.SubscriberSpec;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.EventArguments;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.PacketWriter;
import dev.parley.protocol.Payload;
import dev.parley.protocol.SocketPacket;
import dev.parley.protocol.SocketPacketType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One client in one namespace. Its id is what other clients may see of it; it grants nothing.
 *
 * <p>Thread rule: the shard of the connection only, except {@link #id()}, {@link #namespace()}, {@link #handshake()} and
 * {@link #shard()}. From elsewhere: {@code socket.shard().loop().execute(() -> socket.emit(…))}.
 */
public final class Socket {

    private static final int MAX_PENDING_ACKS = 1_000;

    private final Client client;
    private final String namespace;
    private final SocketEvents events;
    private final PacketFormats formats;
    private final Subscriber subscriber;
    private final @Nullable Payload auth;
    private boolean entered;
    private boolean ended;
    private long nextAckId;
    private @Nullable Map<Long, BiConsumer<Socket, EventArguments>> pendingAcks;

    Socket(Client client, String namespace, String id, Acceptance terms) {
        this.client = client;
        this.namespace = namespace;
        this.events = terms.events();
        this.formats = terms.formats();
        this.auth = terms.auth() == null ? null : terms.auth().compact();
        EngineSocket engine = client.engine();
        this.subscriber = engine.shard()
                .open(new SubscriberSpec(
                        id,
                        terms.app(),
                        terms.user(),
                        formats.of(engine.carrier()),
                        engine,
                        client.lane(),
                        terms.maxChannels(),
                        this::expelled));
        subscriber.mute(); // nothing comes before the client has been told that it is in
    }

    public String id() {
        return subscriber.id();
    }

    public String namespace() {
        return namespace;
    }

    public HandshakeInfo handshake() {
        return client.engine().handshake();
    }

    public Shard shard() {
        return client.engine().shard();
    }

    /** What takes packets to the client now. */
    public Carrier carrier() {
        return client.engine().carrier();
    }

    /** Its place in the hub: channels, profile, publications. */
    public Subscriber subscriber() {
        return subscriber;
    }

    /** The auth object the client entered with, or null if it sent none or it was not kept. */
    public @Nullable Payload auth() {
        return auth;
    }

    public boolean isConnected() {
        return !ended;
    }

    /** Subscribes to the audiences it was accepted for, one after the other, then runs {@code done}. */
    void attach(List<AudienceKey> audiences, Runnable done) {
        attach(audiences, 0, done);
    }

    private void attach(List<AudienceKey> audiences, int index, Runnable done) {
        if (index == audiences.size()) {
            done.run();
            return;
        }
        subscriber.attach(audiences.get(index), refusal -> attach(audiences, index + 1, done));
    }

    void announce(@Nullable String announcement) {
        subscriber.unmute();
        boolean version3 = client.engine().version() == EngineVersion.V3;
        Payload extra = announcement == null ? null : Payload.json("{" + announcement + "}");
        send(PacketWriter.SOCKET.connect(namespace, version3 ? null : id(), extra), Payload.EMPTY);
    }

    /**
     * Sends an event to this client alone.
     *
     * @param arguments JSON values separated by commas, with the attachments they refer to; {@link Payload#EMPTY} for none
     */
    public void emit(String event, Payload arguments) {
        if (!ended) {
            NameValue name = new NameValue(event, false);
            send(PacketWriter.SOCKET.event(namespace, name, arguments, SocketPacket.NO_ACK), arguments);
        }
    }

    /**
     * Sends an event and waits for the client's acknowledgement.
     *
     * @param answer called with the acknowledgement's arguments; never, if the client leaves before
     * @throws IllegalStateException if 1,000 acknowledgements are outstanding already
     */
    public void emit(String event, Payload arguments, BiConsumer<Socket, EventArguments> answer) {
        if (ended) {
            return;
        }
        Map<Long, BiConsumer<Socket, EventArguments>> pending = pendingAcks;
        if (pending == null) {
            pending = new LinkedHashMap<>();
            pendingAcks = pending;
        }
        if (pending.size() >= MAX_PENDING_ACKS) {
            throw new IllegalStateException(MAX_PENDING_ACKS + " acknowledgements of this client are outstanding");
        }
        long ackId = nextAckId++;
        pending.put(ackId, answer);
        send(PacketWriter.SOCKET.event(namespace, new NameValue(event, false), arguments, ackId), arguments);
    }

    /** What the client has just asked for counts as {@code messages} further messages against its rate. */
    public void charge(int messages) {
        client.engine().charge(messages);
    }

    /** Joins a room: it then receives what {@link Namespace#to} sends there. Joining twice is once. */
    public void join(String room) {
        subscriber.join(new Name(room, false), false, Completion.IGNORED);
    }

    /** Leaves a room. */
    public void leave(String room) {
        subscriber.leave(new Name(room, false), false, Completion.IGNORED);
    }

    /** Puts the client out of the namespace; the connection stays. Clients do not come back by themselves. */
    public void disconnect() {
        putOut(CloseReason.DENIED);
    }

    private void putOut(CloseReason reason) {
        if (!ended) {
            subscriber.beforePush(); // the farewell comes last; this may find the client too slow and end it
        }
        if (!ended) {
            client.expel(this);
            end(reason, "server namespace disconnect");
        }
    }

    /** A back end has the hub end it. The connection goes with the last socket on it. */
    private void expelled(CloseReason reason) {
        putOut(reason);
        client.closeIfUnused();
    }

    /** Ends the whole connection, with a farewell in this namespace, so that the client does not come back by itself. */
    public void disconnectConnection() {
        disconnect();
        client.engine().closeBehind(EngineClose.FORCED_CLOSE);
    }

    void received(SocketPacket packet) {
        if (packet.type() == SocketPacketType.ACK) {
            Map<Long, BiConsumer<Socket, EventArguments>> pending = pendingAcks;
            BiConsumer<Socket, EventArguments> answer = pending == null ? null : pending.remove(packet.ackId());
            if (answer != null) {
                answer.accept(this, packet.arguments());
            }
            return;
        }
        Ack ack = packet.ackId() == SocketPacket.NO_ACK ? null : new Ack(this, packet.ackId());
        events.event(this, packet.arguments(), ack);
    }

    void acknowledge(long ackId, Payload arguments) {
        if (!ended) {
            send(PacketWriter.SOCKET.ack(namespace, ackId, arguments), arguments);
        }
    }

    private void send(byte[] packet, Payload arguments) {
        subscriber.beforePush();
        client.engine().sendText(packet);
        for (byte[] attachment : arguments.attachments()) {
            client.engine().sendBinary(attachment);
        }
    }

    /** Its owner is about to be told of it. */
    void entered() {
        entered = true;
    }

    void carrierChanged(Carrier carrier) {
        subscriber.format(formats.of(carrier));
    }

    void end(CloseReason cause, String reason) {
        if (ended) {
            return;
        }
        ended = true;
        pendingAcks = null;
        subscriber.close(cause);
        if (entered) {
            Client.isolated(() -> events.disconnected(this, reason));
        }
    }
}
