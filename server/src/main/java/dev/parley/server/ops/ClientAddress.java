package dev.parley.server.ops;

import dev.parley.server.config.Cidr;
import dev.parley.server.identity.Addresses;
import dev.parley.socketio.HandshakeInfo;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a request comes from. Only proxies listed in {@code listen.trustedProxies} are believed when they say so in
 * X-Forwarded-For and X-Forwarded-Proto; of a chain, the last address that is not a trusted proxy's counts.
 */
public final class ClientAddress {

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
