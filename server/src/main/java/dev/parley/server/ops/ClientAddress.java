package dev.parley.server.ops;

import dev.parley.server.config.Cidr;
import dev.parley.server.identity.Addresses;
import dev.parley.socketio.HandshakeInfo;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who a request comes from. Only proxies listed in {@code listen.trustedProxies} are believed when they say so in
 * X-Forwarded-For and X-Forwarded-Proto; of a chain, the last address that is not a trusted proxy's counts.
 */
public final class ClientAddress {

    /** A name, an IPv4 address or an IPv6 address in brackets, and perhaps a port. */
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9_][A-Za-z0-9._-]{0,252}|\\[[0-9A-Fa-f:.]{2,45}])(:(?<port>[1-9][0-9]{0,4}))?");

    private static final int MAX_PORT = 65_535;

    private final List<Cidr> trusted;

    public ClientAddress(List<Cidr> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** The client's address, or null if the peer has none. */
    public @Nullable InetAddress of(HttpServerRequest request) {
        InetAddress client = peer(request);
        // Every proxy appends, some a header line of their own: all lines are one list.
        String chain = String.join(",", request.headers().getAll("X-Forwarded-For"));
        if (chain.isEmpty() || !isTrusted(client)) {
            return client;
        }
        String[] hops = chain.split(",");
        for (int i = hops.length - 1; i >= 0 && isTrusted(client); i--) {
            InetAddress hop = Addresses.parse(hops[i].strip());
            if (hop == null) {
                break;
            }
            client = hop;
        }
        return client;
    }

    /** What the Engine.IO layer keeps of a request. */
    public HandshakeInfo describe(HttpServerRequest request) {
        HandshakeInfo info = HandshakeInfo.of(request);
        if (!isTrusted(peer(request))) {
            return info;
        }
        InetAddress client = of(request);
        String protocol = request.getHeader("X-Forwarded-Proto");
        boolean secure = protocol == null ? info.secure() : protocol.equalsIgnoreCase("https");
        return info.forwarded(client == null ? info.remoteAddress() : client.getHostAddress(), secure);
    }

    /**
     * Where the client reached this server: {@code http://} or {@code https://}, a host and perhaps a port, nothing behind them. From
     * the request's Host, or from what a trusted proxy says in X-Forwarded-Proto and X-Forwarded-Host; of several the last counts,
     * which the proxy next to us wrote.
     *
     * @return null if the request names no host, or something that is none
     */
    public @Nullable String base(HttpServerRequest request) {
        String host = host(request);
        boolean secure = request.isSSL();
        if (isTrusted(peer(request))) {
            host = last(request, "X-Forwarded-Host", host);
            String protocol = last(request, "X-Forwarded-Proto", null);
            secure = protocol == null ? secure : protocol.equalsIgnoreCase("https");
        }
        return host != null && isHost(host) ? (secure ? "https://" : "http://") + host : null;
    }

    private static @Nullable String host(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        if (hosts.isEmpty()) {
            HostAndPort authority = request.authority(); // HTTP/2 has no Host
            return authority == null ? null : authority.toString();
        }
        return hosts.size() == 1 ? hosts.getFirst() : null;
    }

    private static boolean isHost(String text) {
        Matcher host = HOST.matcher(text);
        if (!host.matches()) {
            return false;
        }
        String port = host.group("port");
        return port == null || Integer.parseInt(port) <= MAX_PORT;
    }

    private static @Nullable String last(HttpServerRequest request, String header, @Nullable String otherwise) {
        String all = String.join(",", request.headers().getAll(header));
        return all.isEmpty()
                ? otherwise
                : all.substring(all.lastIndexOf(',') + 1).strip();
    }

    /** Whether the request was made on this machine and not passed on by anything. */
    public boolean isThisMachine(HttpServerRequest request) {
        InetAddress peer = peer(request);
        boolean passedOn = request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
        return peer != null && peer.isLoopbackAddress() && !passedOn;
    }

    /** Whether {@code address} is a listed proxy. */
    public boolean isTrusted(@Nullable InetAddress address) {
        return address != null && trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static @Nullable InetAddress peer(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return remote == null ? null : Addresses.parse(remote.hostAddress());
    }
}
