package dev.parley.socketio;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request a connection began with, copied so that the request itself can go.
 *
 * @param path request path
 * @param query first value of each query parameter
 * @param headers first value of each header, names in lower case
 * @param remoteAddress address of the client: the TCP peer's, or what a trusted proxy reported
 * @param secure whether the client's side of the connection is encrypted
 */
public record HandshakeInfo(
        String path, Map<String, String> query, Map<String, String> headers, String remoteAddress, boolean secure) {

    /** Copies what is kept of {@code request}; the address is the TCP peer's. */
    public static HandshakeInfo of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String host = remote == null ? "" : remote.hostAddress();
        String path = request.path();
        return new HandshakeInfo(
                path == null ? "" : path,
                first(request.params()),
                first(request.headers()),
                host == null ? "" : host,
                request.isSSL());
    }

    private static Map<String, String> first(MultiMap values) {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, String> entry : values) {
            copy.putIfAbsent(entry.getKey(), entry.getValue());
        }
        return copy;
    }

    /** The same request as a trusted proxy describes it. */
    public HandshakeInfo forwarded(String clientAddress, boolean encrypted) {
        return new HandshakeInfo(path, query, headers, clientAddress, encrypted);
    }

    /** First value of a header, by its name in any case. */
    public @Nullable String header(String name) {
        return headers.get(name);
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
