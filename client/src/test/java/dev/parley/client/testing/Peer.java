package dev.parley.client.testing;

import dev.parley.protocol.JsonFields;
import dev.parley.protocol.Payload;
import dev.parley.protocol.mapping.PlainMapping;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client, as it showed itself when it connected; or the caller of a REST request. Immutable. A client that comes back is
 * another peer with another id.
 */
public final class Peer {

    private final String id;
    private final String transport;
    private final String path;
    private final Map<String, String> headers;
    private final @Nullable Payload auth;

    Peer(String id, String transport, HttpRequest request, @Nullable Payload auth) {
        this.id = id;
        this.transport = transport;
        this.path = request.path();
        this.headers = request.headers();
        this.auth = auth;
    }

    /**
     * The socket id, the same that the client knows as its own; empty for the caller of a REST request.
     *
     * @return the id
     */
    public String id() {
        return id;
    }

    /**
     * How it connected: {@code websocket}, {@code polling} (also after an upgrade), or {@code rest}.
     *
     * @return the transport's name
     */
    public String transport() {
        return transport;
    }

    /**
     * The path of its first request, for instance {@code /socket.io/}.
     *
     * @return the path, without the query
     */
    public String path() {
        return path;
    }

    /**
     * A header of its first request.
     *
     * @param name the header's name in any case
     * @return its value; null if it was not sent
     */
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /**
     * The auth object of its CONNECT packet, as JSON.
     *
     * @return the object; null if it sent none
     */
    public @Nullable Payload auth() {
        return auth;
    }

    /**
     * The auth object of its CONNECT packet as a map, as {@link PlainMapping} reads it.
     *
     * @return the members, empty if it sent none; unmodifiable
     */
    public Map<String, @Nullable Object> authMap() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        JsonFields fields = auth == null ? null : JsonFields.read(auth);
        for (String name : fields == null ? List.<String>of() : fields.names()) {
            Payload value = fields == null ? null : fields.field(name);
            members.put(name, value == null ? null : new PlainMapping().<Object>read(value, Object.class));
        }
        return Collections.unmodifiableMap(members);
    }

    /** Id and transport; nothing of what it showed. */
    @Override
    public String toString() {
        return id + " (" + transport + ")";
    }
}
