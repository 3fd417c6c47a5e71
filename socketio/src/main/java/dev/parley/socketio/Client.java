package dev.parley.socketio;

import dev.parley.core.CloseReason;
import dev.parley.core.Lane;
import dev.parley.core.Timer;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.PacketWriter;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.SocketDecoder;
import dev.parley.protocol.SocketPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Socket.IO side of one Engine.IO connection: decodes packets and takes them to the namespaces the client is in. Shard
 * thread only.
 *
 * <p>A namespace is absent, asked for ({@link Entry#entered} null), or entered. Anything the protocol does not allow in a state
 * ends this connection and no other.
 */
final class Client implements EngineEvents {

    private static final Logger log = LoggerFactory.getLogger(Client.class);

    private static final String ROOT = "/";
    /** Packets that may come before their namespace is entered: some clients flush their buffer too early. */
    private static final int MAX_EARLY_PACKETS = 16;

    private static final int MAX_EARLY_BYTES = 64 << 10;
    /** Refused CONNECTs of one connection; a flood of them would otherwise be free. */
    private static final int MAX_REFUSALS = 64;

    /** A namespace of this client. */
    static final class Entry {
        final String namespace;

        /** Accepted, and on its way into its audiences. */
        @Nullable
        Socket arriving;

        @Nullable
        Socket entered;

        Entry(String namespace) {
            this.namespace = namespace;
        }

        @Nullable
        Socket socket() {
            return entered != null ? entered : arriving;
        }
    }

    private final SocketIoServer server;
    private final EngineSocket engine;
    private final SocketDecoder decoder;
    private final Lane lane;
    /** A handful at most, and mostly one: searched from the start. */
    private final List<Entry> namespaces = new ArrayList<>(1);

    /** Packets for namespaces on their way in; null while there are none. */
    private @Nullable ArrayDeque<SocketPacket> early;

    private int earlyBytes;
    private int refusals;
    private boolean hasEntered;
    /** Whether the server has put a socket out, whose packets may still be on their way. */
    private boolean expelled;

    private boolean closed;
    private @Nullable Timer connectTimer;
    private @Nullable Timer attachmentTimer;

    Client(SocketIoServer server, EngineSocket engine) {
        this.server = server;
        this.engine = engine;
        this.decoder = server.decoder(engine.shard());
        this.lane = engine.shard().lane(engine);
        awaitNamespace();
    }

    private void awaitNamespace() {
        connectTimer = engine.shard()
                .timers()
                .schedule(
                        server.options().connectTimeout().toMillis(),
                        () -> refuseAll("no namespace was entered in time"));
    }

    private void awaitNamespaceIfNone() {
        if (namespaces.isEmpty() && connectTimer == null && !closed) {
            awaitNamespace();
        }
    }

    EngineSocket engine() {
        return engine;
    }

    Lane lane() {
        return lane;
    }

    SocketIoServer server() {
        return server;
    }

    /** Version 3 clients are in the root namespace without asking (Socket.IO protocol revision 4). */
    void start() {
        if (engine.version() == EngineVersion.V3 && !closed && entry(ROOT) == null) {
            enter(ROOT, null, null);
        }
    }

    @Override
    public void text(byte[] data, int from, int to) {
        try {
            SocketPacket packet = decoder.text(data, from, to);
            if (packet != null) {
                take(packet);
            } else {
                attachmentTimer = engine.shard()
                        .timers()
                        .schedule(server.options().attachmentTimeout().toMillis(), () -> {
                            if (decoder.awaitsAttachments()) {
                                refuseAll("attachments did not follow in time");
                            }
                        });
            }
        } catch (ProtocolException e) {
            malformed(e);
        }
    }

    @Override
    public void binary(byte[] data) {
        try {
            SocketPacket packet = decoder.binary(data);
            if (packet != null) {
                cancelAttachmentTimer();
                take(packet);
            }
        } catch (ProtocolException e) {
            malformed(e);
        }
    }

    private void malformed(ProtocolException e) {
        log.debug("{} broke the protocol: {}", engine.handshake(), e.getMessage());
        refuseAll("malformed packet");
    }

    private void refuseAll(String why) {
        log.debug("closing {}: {}", engine.handshake(), why);
        engine.server().meters().refused();
        engine.close(EngineClose.PARSE_ERROR);
    }

    private void take(SocketPacket packet) {
        if (closed) {
            return;
        }
        switch (packet.type()) {
            case CONNECT -> connect(packet);
            case DISCONNECT -> leave(packet.namespace());
            case EVENT, ACK -> inNamespace(packet);
            case CONNECT_ERROR, BINARY_EVENT, BINARY_ACK -> refuseAll("a client does not send " + packet.type());
        }
    }

    private void connect(SocketPacket packet) {
        String namespace = packet.namespace();
        if (entry(namespace) != null) {
            if (engine.version() == EngineVersion.V3) {
                return; // the root namespace was entered unasked; some clients ask all the same
            }
            refuseAll("second CONNECT for a namespace");
        } else if (namespaces.size() >= server.options().maxNamespaces()) {
            refuseAll("more than " + server.options().maxNamespaces() + " namespaces");
        } else {
            enter(namespace, packet.query(), packet);
        }
    }

    private void enter(String namespace, @Nullable String query, @Nullable SocketPacket packet) {
        Entry entry = new Entry(namespace);
        namespaces.add(entry);
        ConnectRequest request =
                new ConnectRequest(this, entry, namespace, query, packet == null ? null : packet.data());
        NamespaceHandler handler = server.handler(namespace);
        if (handler == null) {
            // An object for version 3 clients, too: so does the reference server.
            refuse(
                    entry,
                    namespace,
                    PacketWriter.SOCKET.connectError(namespace, EngineVersion.V4, "Invalid namespace", null));
            return;
        }
        try {
            handler.connect(request);
        } catch (RuntimeException e) {
            log.warn("the handler of a namespace failed on connect", e);
            request.refuse("Internal Server Error", null);
        }
    }

    /** @param entry what was asked for; if the client has left meanwhile, and asked again, that is another one */
    void accept(Entry entry, String namespace, Acceptance terms) {
        if (closed || !namespaces.contains(entry)) {
            return;
        }
        // A version 3 client takes the connection's id for its own in the root namespace.
        String id = engine.version() == EngineVersion.V4
                ? server.newId()
                : namespace.equals(ROOT) ? engine.sid() : namespace + "#" + engine.sid();
        Socket socket = new Socket(this, namespace, id, terms);
        entry.arriving = socket;
        socket.attach(terms.audiences(), () -> entered(entry, socket, terms));
    }

    private void entered(Entry entry, Socket socket, Acceptance terms) {
        entry.arriving = null;
        if (closed || !namespaces.contains(entry)) {
            return; // it has been ended on the way in
        }
        entry.entered = socket;
        hasEntered = true;
        cancelConnectTimer();
        engine.settled();
        socket.announce(terms.announcement());
        if (!socket.isConnected()) {
            return; // the announcement was too much for a client that is slow, and its owner has not heard of it
        }
        socket.entered();
        isolated(() -> terms.events().connected(socket));
        ArrayDeque<SocketPacket> waiting = early;
        if (waiting != null) {
            early = null;
            earlyBytes = 0;
            waiting.forEach(this::take); // those for other namespaces go on waiting
        }
    }

    void refuse(Entry entry, String namespace, byte[] packet) {
        if (!namespaces.remove(entry)) {
            return;
        }
        forgetEarly(namespace);
        if (closed) {
            return;
        }
        if (++refusals > MAX_REFUSALS) {
            refuseAll("too many refused namespaces");
            return;
        }
        engine.server().meters().refused();
        engine.sendText(packet);
    }

    private @Nullable Entry entry(String namespace) {
        for (int i = 0; i < namespaces.size(); i++) {
            if (namespaces.get(i).namespace.equals(namespace)) {
                return namespaces.get(i);
            }
        }
        return null;
    }

    private void inNamespace(SocketPacket packet) {
        Entry entry = entry(packet.namespace());
        Socket socket = entry == null ? null : entry.entered;
        if (socket != null) {
            receive(socket, packet);
        } else if (entry != null || (packet.namespace().equals(ROOT) && !hasEntered)) {
            keepEarly(packet);
        } else if (!expelled) {
            refuseAll("a packet for a namespace that was not entered");
        }
    }

    /** Like {@link #isolated}, for what comes with every packet. */
    private static void receive(Socket socket, SocketPacket packet) {
        try {
            socket.received(packet);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void keepEarly(SocketPacket packet) {
        ArrayDeque<SocketPacket> waiting = early;
        if (waiting == null) {
            waiting = new ArrayDeque<>();
            early = waiting;
        }
        earlyBytes += sizeOf(packet);
        if (waiting.size() >= MAX_EARLY_PACKETS || earlyBytes > MAX_EARLY_BYTES) {
            refuseAll("too many packets before CONNECT");
            return;
        }
        waiting.add(packet);
    }

    private static int sizeOf(SocketPacket packet) {
        // A packet keeps the whole frame it came in, padding included.
        Payload data = packet.data();
        return data == null ? 0 : data.array().length + data.size() - data.length();
    }

    private void forgetEarly(String namespace) {
        ArrayDeque<SocketPacket> waiting = early;
        if (waiting != null && waiting.removeIf(packet -> packet.namespace().equals(namespace))) {
            earlyBytes = 0;
            waiting.forEach(packet -> earlyBytes += sizeOf(packet));
        }
    }

    private void leave(String namespace) {
        Entry entry = entry(namespace);
        if (entry == null) {
            refuseAll("DISCONNECT from a namespace that was not entered");
            return;
        }
        namespaces.remove(entry);
        forgetEarly(namespace);
        Socket socket = entry.socket();
        if (socket != null) {
            socket.end(CloseReason.CLIENT, "client namespace disconnect");
        }
        if (engine.version() == EngineVersion.V3 && namespaces.isEmpty()) {
            // A version 3 client is always in the root namespace; one that left the last has said goodbye.
            engine.close(EngineClose.TRANSPORT_CLOSE);
        }
        awaitNamespaceIfNone();
    }

    /** The server puts a socket out of its namespace. */
    void expel(Socket socket) {
        Entry entry = entry(socket.namespace());
        if (entry != null && namespaces.remove(entry) && !closed) {
            expelled = true;
            engine.sendText(PacketWriter.SOCKET.disconnect(socket.namespace()));
            awaitNamespaceIfNone();
        }
    }

    /** Ends the connection if it is in no namespace and on its way into none. */
    void closeIfUnused() {
        if (namespaces.isEmpty() && !closed) {
            engine.closeBehind(EngineClose.FORCED_CLOSE);
        }
    }

    @Override
    public void carrierChanged(Carrier carrier) {
        for (Entry entry : namespaces) {
            Socket socket = entry.socket();
            if (socket != null) {
                socket.carrierChanged(carrier);
            }
        }
    }

    @Override
    public void closed(EngineClose reason) {
        closed = true;
        cancelConnectTimer();
        cancelAttachmentTimer();
        early = null;
        for (Entry entry : List.copyOf(namespaces)) {
            Socket socket = entry.socket();
            if (socket != null) {
                socket.end(reason.reason(), reason.text());
            }
        }
        namespaces.clear();
    }

    private void cancelConnectTimer() {
        Timer timer = connectTimer;
        if (timer != null) {
            timer.cancel();
            connectTimer = null;
        }
    }

    private void cancelAttachmentTimer() {
        Timer timer = attachmentTimer;
        if (timer != null) {
            timer.cancel();
            attachmentTimer = null;
        }
    }

    /** Runs a callback of the application: what it throws costs one event. */
    static void isolated(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private static void failed(RuntimeException e) {
        log.warn("a Socket.IO handler failed; the event is lost", e);
    }
}
