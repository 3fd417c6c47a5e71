package dev.parley.bench.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes peers of Parley as it is shipped, except that nothing limits how much one client, or one address, may do. */
final class Parleys {

    private static final String KEY = "bench";
    private static final String DATA = "data";
    private static final String JAVA_OPTIONS = "PARLEY_JAVA_OPTS";

    private final Path home;
    private final Path folder;

    /**
     * @param home a checkout
     * @param folder for settings and data
     */
    Parleys(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
    }

    /** As it is shipped. */
    Peer shipped() throws IOException {
        return peer(Peer.PARLEY, "");
    }

    /** @param variant {@code NAME:WORDS}; see {@link Options#USAGE} */
    Peer variant(String variant) throws IOException {
        int colon = variant.indexOf(':');
        return peer(variant.substring(0, colon), variant.substring(colon + 1));
    }

    /** @param words as a variant has them */
    Peer peer(String name, String words) throws IOException {
        Path from = home;
        List<String> flags = new ArrayList<>();
        List<String> java = new ArrayList<>();
        Map<String, String> environment = new HashMap<>();
        for (String word : Arrays.asList(words.strip().split(" +"))) {
            int equals = word.indexOf('=');
            if (word.startsWith("--")) {
                flags.add(word);
            } else if (word.startsWith("-")) {
                java.add(word);
            } else if (word.startsWith("home=")) {
                from = Path.of(word.substring(equals + 1));
            } else if (equals > 0) {
                environment.put(word.substring(0, equals), word.substring(equals + 1));
            } else if (!word.isEmpty()) {
                throw new IllegalArgumentException("variant " + name + ": " + word + " is not understood");
            }
        }
        java.addFirst(System.getenv().getOrDefault(JAVA_OPTIONS, ""));
        environment.put(JAVA_OPTIONS, String.join(" ", java).strip());
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                from.resolve("parley").toString(),
                "serve",
                "--config",
                settings(name, port).toString()));
        command.addAll(flags);
        String title = words.isBlank() ? "Parley, as it is shipped" : "Parley with `" + words + "`";
        return new Peer(name, title, command, environment, port, "40{\"clientKey\":\"" + KEY + "\"}");
    }

    private Path settings(String name, int port) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        return Files.writeString(own.resolve("parley.yaml"), """
                listen: { host: 127.0.0.1, port: %d }
                data: { dir: '%s' }
                limits:
                  maxConnectionsPerIp: 100000
                  pendingHandshakesPerIp: 100000
                  publishRate: { events: 0, bytes: 0 }
                apps: [ { id: default, maxChannelsPerSubscriber: 100000, clientKeys: [ { key: %s } ] } ]
                """.formatted(port, own.resolve(DATA), KEY));
    }

    /** Removes what a peer that is not running has kept. */
    void forget(Peer peer) throws IOException {
        Path data = folder.resolve(peer.name()).resolve(DATA);
        if (Files.exists(data)) {
            delete(data);
        }
    }

    /** With all that is in it. */
    static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
