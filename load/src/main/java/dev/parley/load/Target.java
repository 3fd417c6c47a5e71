package dev.parley.load;

import java.net.InetSocketAddress;

/**
 * The server under load, and what its clients say to be let in.
 *
 * @param address where it listens; plain TCP
 * @param host what requests say in their Host header
 * @param path where Socket.IO is served, with both slashes, such as {@code /socket.io/}
 * @param connectPacket the Socket.IO packet that enters, such as {@code 40} or <code>40{"clientKey":"..."}</code>
 * @param channels what the names of the channels that are used begin with; letters, digits and {@code -_.:}
 */
public record Target(InetSocketAddress address, String host, String path, String connectPacket, String channels) {

    /** @throws IllegalArgumentException if a part cannot be sent as it is */
    public Target {
        if (!channels.matches("[A-Za-z0-9_.:-]{1,64}")) {
            throw new IllegalArgumentException(
                    "the names of channels must begin with 1 to 64 letters, digits and -_.: , not " + channels);
        }
        if (!path.startsWith("/") || !path.matches("[!-~]+")) {
            throw new IllegalArgumentException("the path must begin with a slash: " + path);
        }
    }

    /** With the usual path, and channels named {@code bench-...}. */
    public Target(InetSocketAddress address, String connectPacket) {
        this(address, address.getHostString() + ":" + address.getPort(), "/socket.io/", connectPacket, "bench");
    }

    /** Without the packet, which holds a key. */
    @Override
    public String toString() {
        return "Target[" + address + path + "]";
    }
}
