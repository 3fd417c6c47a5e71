package dev.parley.transport;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How the one listener of a process is set up.
 *
 * @param host address to bind
 * @param port port to bind; 0 takes a free one
 * @param backlog connections the kernel queues before they are accepted
 * @param reusePort whether another process may listen on the same port (needs the native transport)
 * @param eventLoops number of event loops and so of shards; 0 means one per core
 * @param tls certificate and key, or null for plain HTTP
 * @param http limits on what a peer may send before and around a request
 * @param maxConnections open TCP connections of the whole listener
 * @param maxConnectionsPerIp open TCP connections of one remote address
 * @param unlimited addresses that {@code maxConnectionsPerIp} does not count (trusted proxies)
 */
public record ListenerOptions(
        String host,
        int port,
        int backlog,
        boolean reusePort,
        int eventLoops,
        @Nullable Tls tls,
        HttpLimits http,
        int maxConnections,
        int maxConnectionsPerIp,
        Predicate<InetAddress> unlimited) {

    /**
     * PEM files; read again when their modification time changes.
     *
     * @param certificate certificate chain
     * @param key private key
     * @param reloadEvery how often the files are looked at; zero for never
     */
    public record Tls(Path certificate, Path key, Duration reloadEvery) {}

    /**
     * Limits of the HTTP part of a connection.
     *
     * @param headerTimeout absolute time for the headers of one request, from its first byte (from the connect for the first)
     * @param bodyTimeout time for the body, unless it keeps {@code bodyMinRate}
     * @param bodyMinRate bytes per second a body that takes longer than {@code bodyTimeout} must bring
     * @param idleTimeout time a connection may stay open between two requests
     * @param tlsHandshakeTimeout time for the TLS handshake
     * @param maxInitialLine bytes of the request line
     * @param maxHeaderBytes bytes of all headers of a request
     */
    public record HttpLimits(
            Duration headerTimeout,
            Duration bodyTimeout,
            int bodyMinRate,
            Duration idleTimeout,
            Duration tlsHandshakeTimeout,
            int maxInitialLine,
            int maxHeaderBytes) {

        /** 10 s for headers, 15 s for bodies at 512 bytes a second, 75 s idle, 10 s for TLS, 8 KiB each of line and headers. */
        public static HttpLimits defaults() {
            return new HttpLimits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(15),
                    512,
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(10),
                    8192,
                    8192);
        }
    }

    /** Plain HTTP on a loopback port with the default limits; {@code eventLoops} loops. */
    public static ListenerOptions loopback(int port, int eventLoops) {
        return new ListenerOptions(
                "127.0.0.1",
                port,
                1024,
                false,
                eventLoops,
                null,
                HttpLimits.defaults(),
                100_000,
                100_000,
                address -> false);
    }

    /** The same options on another address. */
    public ListenerOptions withHost(String address) {
        return new ListenerOptions(
                address,
                port,
                backlog,
                reusePort,
                eventLoops,
                tls,
                http,
                maxConnections,
                maxConnectionsPerIp,
                unlimited);
    }

    /** The same options with other bounds on open connections, of all peers and of one address. */
    public ListenerOptions withMaxConnections(int all, int perIp) {
        return new ListenerOptions(host, port, backlog, reusePort, eventLoops, tls, http, all, perIp, unlimited);
    }

    /** The same options with TLS. */
    public ListenerOptions withTls(Tls files) {
        return new ListenerOptions(
                host,
                port,
                backlog,
                reusePort,
                eventLoops,
                files,
                http,
                maxConnections,
                maxConnectionsPerIp,
                unlimited);
    }

    /** The same options with other HTTP limits. */
    public ListenerOptions withHttp(HttpLimits limits) {
        return new ListenerOptions(
                host,
                port,
                backlog,
                reusePort,
                eventLoops,
                tls,
                limits,
                maxConnections,
                maxConnectionsPerIp,
                unlimited);
    }
}
