package dev.parley.socketio;

import dev.parley.core.Shard;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.PacketWriter;
import dev.parley.protocol.Payload;
import dev.parley.transport.Rate;
import org.jspecify.annotations.Nullable;

/** A client asks to enter a namespace (Socket.IO protocol, "Connection to a namespace"). Shard thread only. */
public final class ConnectRequest {

    private final Client client;
    private final Client.Entry entry;
    private final String namespace;
    private final @Nullable String query;
    private final @Nullable Payload auth;
    private boolean decided;

    ConnectRequest(
            Client client, Client.Entry entry, String namespace, @Nullable String query, @Nullable Payload auth) {
        this.client = client;
        this.entry = entry;
        this.namespace = namespace;
        this.query = query;
        this.auth = auth;
    }

    public String namespace() {
        return namespace;
    }

    /** The auth object of a version 4 client, or null. */
    public @Nullable Payload auth() {
        return auth;
    }

    /** Query of the namespace (version 3 clients write it behind the name), or null. */
    public @Nullable String query() {
        return query;
    }

    /** The HTTP request the connection began with. */
    public HandshakeInfo handshake() {
        return client.engine().handshake();
    }

    public EngineVersion version() {
        return client.engine().version();
    }

    public Shard shard() {
        return client.engine().shard();
    }

    /** Lets the client's connection send at another rate than the server's default. */
    public void rate(Rate rate) {
        client.engine().rate(rate);
    }

    /** Lets the client in; events come once it has been told. */
    public void accept(Acceptance terms) {
        if (!decided) {
            decided = true;
            client.accept(entry, namespace, terms);
        }
    }

    /**
     * Ends the connection without an answer, as nobody can say now whether the client may enter. Its library comes back by itself,
     * each time a little later; after {@link #refuse} it would stay away.
     */
    public void later() {
        if (!decided) {
            decided = true;
            client.engine().close(EngineClose.UNAVAILABLE);
        }
    }

    /**
     * Turns the client away.
     *
     * @param message for a person
     * @param data JSON for the program, or null
     */
    public void refuse(String message, @Nullable String data) {
        if (decided) {
            return;
        }
        decided = true;
        byte[] packet = PacketWriter.SOCKET.connectError(
                namespace, version(), message, data == null ? null : Payload.json(data));
        client.refuse(entry, namespace, packet);
    }
}
