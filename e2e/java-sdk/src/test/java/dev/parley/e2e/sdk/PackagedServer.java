package dev.parley.e2e.sdk;

import dev.parley.protocol.mapping.PlainMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The packaged server in a process of its own, on a port of this machine, with a config and a data folder of its own. It can be stopped or killed, and started again
 * with the same port and data. Not thread-safe.
 */
public final class PackagedServer implements AutoCloseable {

    /** The first app, with server key and client key. */
    public static final String APP = "env1";

    public static final String SERVER_KEY = "sk-1";
    public static final String CLIENT_KEY = "ck-1";
    /** A key of the first app whose clients need a session. */
    public static final String SESSION_KEY = "ck-session";

    /** The second app: same channel names, another tenant. */
    public static final String OTHER_APP = "env2";

    public static final String OTHER_SERVER_KEY = "sk-2";
    public static final String OTHER_CLIENT_KEY = "ck-2";

    private static final Map<String, ?> DRAIN = Map.of("spread", "0s", "timeout", "10s");

    private final Path folder;
    private final boolean ownsFolder;
    private final Map<String, ?> sections;
    private final String more;

    private int port;
    private @Nullable ServerProcess process;

    private PackagedServer(Path folder, boolean ownsFolder, Map<String, ?> sections, String more) {
        this.folder = folder;
        this.ownsFolder = ownsFolder;
        this.sections = sections;
        this.more = more;
        startAgain();
    }

    private static List<Map<String, ?>> apps() {
        return List.of(
                Map.of(
                        "id",
                        APP,
                        "serverKey",
                        SERVER_KEY,
                        "clientKeys",
                        List.of(Map.of("key", CLIENT_KEY), Map.of("key", SESSION_KEY, "enforceSession", true))),
                Map.of(
                        "id",
                        OTHER_APP,
                        "serverKey",
                        OTHER_SERVER_KEY,
                        "clientKeys",
                        List.of(Map.of("key", OTHER_CLIENT_KEY))));
    }

    /** Starts one with the two apps above. */
    public static PackagedServer start() {
        return start(Map.of());
    }

    /**
     * Starts one with the two apps above, in a folder of its own.
     *
     * @param settings sections of the config file, in plain Java; those of the same name are replaced, {@code listen} and {@code data} completed
     */
    public static PackagedServer start(Map<String, ?> settings) {
        Map<String, Object> sections = new LinkedHashMap<>(Map.of("apps", apps()));
        sections.putAll(settings);
        try {
            return new PackagedServer(Files.createTempDirectory("parley-sdk-"), true, sections, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one without apps in its settings: the app is {@code default}, and its keys are in files. */
    public static PackagedServer start(Path folder) {
        return start(folder, "");
    }

    /**
     * Starts one.
     *
     * @param folder for its settings and its data, empty at first; it stays when the server is closed
     * @param settings YAML without {@code listen}, {@code data} and {@code drain}
     */
    public static PackagedServer start(Path folder, String settings) {
        return new PackagedServer(folder, false, Map.of(), settings);
    }

    /** Starts it again after {@link #stop} or {@link #kill}, on the same port and with the same data; returns when it listens. */
    public void startAgain() {
        if (process != null) {
            throw new IllegalStateException("the server runs");
        }
        try {
            Path config = folder.resolve("parley.yaml");
            Files.writeString(config, config());
            ServerProcess started = new ServerProcess(folder, config);
            port = started.awaitPort();
            process = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String config() {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("drain", DRAIN));
        all.putAll(sections);
        all.put("listen", with(with(section("listen"), "host", "127.0.0.1"), "port", port));
        all.put("data", with(section("data"), "dir", data().toString()));
        PlainMapping json = new PlainMapping();
        // JSON is YAML.
        return all.entrySet().stream()
                        .map(section -> section.getKey() + ": " + json.write(section.getValue()) + "\n")
                        .collect(Collectors.joining())
                + more;
    }

    /** Asks it to end, as a supervisor does (SIGTERM), and waits until it has. */
    public void stop() {
        ServerProcess running = running();
        process = null;
        running.stop();
    }

    /** Ends it without a word to anyone (SIGKILL), and waits until it is gone. */
    public void kill() {
        ServerProcess running = running();
        process = null;
        running.kill();
    }

    /** The port; the same for each start. */
    public int port() {
        return port;
    }

    /** The address, without a path. */
    public String url() {
        return (section("listen").containsKey("tls") ? "https" : "http") + "://127.0.0.1:" + port;
    }

    /** An address below the server's. */
    public URI url(String path) {
        return URI.create(url() + path);
    }

    /** What the running process has printed. */
    public String log() {
        return running().log();
    }

    /** Where its data is. */
    public Path data() {
        return folder.resolve("data");
    }

    /** The client key of the app {@code default}, if the settings have no apps. */
    public String clientKey() {
        return read("client-key");
    }

    /** The server key of the app {@code default}, if the settings have no apps. */
    public String serverKey() {
        return read("server-key");
    }

    private String read(String name) {
        try {
            return Files.readString(data().resolve(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it, and deletes its folder if it made it. */
    @Override
    public void close() {
        if (process != null) {
            kill();
        }
        if (ownsFolder) {
            deleteFolder();
        }
    }

    private void deleteFolder() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerProcess running() {
        if (process == null) {
            throw new IllegalStateException("the server does not run");
        }
        return process;
    }

    private Map<?, ?> section(String name) {
        return sections.get(name) instanceof Map<?, ?> section ? section : Map.of();
    }

    private static Map<Object, Object> with(Map<?, ?> section, String name, Object value) {
        Map<Object, Object> all = new LinkedHashMap<>(section);
        all.putIfAbsent(name, value);
        return all;
    }
}
