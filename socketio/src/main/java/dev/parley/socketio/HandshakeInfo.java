package dev.parley.socketio;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request a connection began with, copied so that the request itself can go. It lives as long as the connection, so
 * only what may be asked for later is kept.
 *
 * @param path request path
 * @param query first value of each query parameter, without those of Engine.IO itself
 * @param headers first value of each of the headers Host, Origin, User-Agent, Authorization, Accept-Language and X-…
 * @param remoteAddress address of the client: the TCP peer's, or what a trusted proxy reported
 * @param secure whether the client's side of the connection is encrypted
 */
public record HandshakeInfo(
        String path, Map<String, String> query, Map<String, String> headers, String remoteAddress, boolean secure) {

    private static final String AUTHORIZATION = "authorization";
    private static final List<String> SHARED_HEADERS = List.of("host", "origin", "user-agent", "accept-language");
    private static final RecurringTexts RECURRING = new RecurringTexts();
    private static final Set<String> ENGINE_PARAMETERS = Set.of("EIO", "transport", "sid", "t", "b64", "j");

    /** Copies what is kept of {@code request}; the address is the TCP peer's. */
    public static HandshakeInfo of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String host = remote == null ? "" : remote.hostAddress();
        String path = request.path();
        return new HandshakeInfo(
                path == null ? "" : RECURRING.shared(path),
                query(request.params()),
                headers(request.headers()),
                host == null ? "" : host,
                request.isSSL());
    }

    private static Map<String, String> query(MultiMap parameters) {
        Map<String, String> kept = new HashMap<>();
        for (Map.Entry<String, String> entry : parameters) {
            if (!ENGINE_PARAMETERS.contains(entry.getKey())) {
                kept.putIfAbsent(entry.getKey(), entry.getValue());
            }
        }
        return Map.copyOf(kept);
    }

    private static Map<String, String> headers(MultiMap all) {
        Map<String, String> kept = new HashMap<>();
        for (Map.Entry<String, String> entry : all) {
            String name = entry.getKey().toLowerCase(Locale.ROOT);
            String value = entry.getValue();
            if (SHARED_HEADERS.contains(name)) {
                kept.putIfAbsent(RECURRING.shared(name), RECURRING.shared(value));
            } else if (name.equals(AUTHORIZATION) || name.startsWith("x-")) {
                kept.putIfAbsent(RECURRING.shared(name), value); // it may be a secret
            }
        }
        return Map.copyOf(kept);
    }

    /** The same request as a trusted proxy describes it. */
    public HandshakeInfo forwarded(String clientAddress, boolean encrypted) {
        return new HandshakeInfo(path, query, headers, clientAddress, encrypted);
    }

    /** First value of a header, by its name in any case. */
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** First value of a query parameter. */
    public @Nullable String parameter(String name) {
        return query.get(name);
    }

    /** Names only: query and headers may hold tokens. */
    @Override
    public String toString() {
        return "HandshakeInfo[" + path + " from " + remoteAddress + "]";
    }
}
