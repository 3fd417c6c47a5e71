package dev.parley.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The peers that this machine can start. */
final class Peers {

    private static final String HERE = "dev.parley.bench.peer.";

    private final Path home;
    private final Parleys parleys;

    Peers(Path home, Parleys parleys) {
        this.home = home;
        this.parleys = parleys;
    }

    /** In the order of the table. */
    List<Peer> wanted(Options options) throws IOException {
        List<Peer> peers = new ArrayList<>(here(System.getProperty("java.class.path")));
        peers.add(parleys.shipped());
        for (String variant : options.variants()) {
            peers.add(parleys.variant(variant));
        }
        Path netty = home.resolve("bench/netty-socketio/target");
        peers.add(Peer.java(
                "netty-socketio",
                "netty-socketio on its own Netty 4.1",
                netty.resolve("classes") + ":" + netty.resolve("lib") + "/*",
                "dev.parley.bench.nettysocketio.NettySocketIoPeer"));
        Path socketIo = home.resolve("bench/peers/socketio");
        if (Files.isDirectory(socketIo.resolve("node_modules"))) {
            peers.add(Peer.of(
                    Peer.SOCKET_IO,
                    "socket.io on ws and Node",
                    List.of("node", socketIo.resolve("server.mjs").toString())));
        }
        peers.removeIf(peer -> !options.wantsPeer(peer.name()) && !isVariant(options, peer));
        return List.copyOf(peers);
    }

    private static boolean isVariant(Options options, Peer peer) {
        return options.variants().stream().anyMatch(variant -> variant.startsWith(peer.name() + ":"));
    }

    /** Those that are written in this module. */
    static List<Peer> here(String classes) {
        return List.of(
                Peer.java(
                        Peer.FLOOR,
                        "one thread, `java.nio`, all of one pass for a member in one write",
                        classes,
                        HERE + "Floor",
                        "coalesced"),
                Peer.java("floor, each", "the same with one write for each frame", classes, HERE + "Floor", "each"),
                Peer.java(
                        Peer.NETTY,
                        "bare Netty 4.2: a finished frame written to each member, flushed once in a pass of the loop",
                        classes,
                        HERE + "NettyPeer"),
                Peer.java(
                        "vert.x",
                        "Vert.x 5: its own WebSocket, and a loop over the members",
                        classes,
                        HERE + "VertxPeer"));
    }
}
