package dev.parley.server;

import dev.parley.server.cli.CommandLines;
import dev.parley.server.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shows the JVM what a server does, so that it can keep what it learned in a cache and begin with it. A program of its own, run by the
 * launcher, twice on one folder: the first run makes the database, which is no part of what is to be learned (Flyway would be a
 * tenth of the cache, for something that happens once); the second starts a server and has clients send. It takes no settings from its
 * surroundings.
 */
public final class Training {

    /** So few that the hot path's classes are learned, but nothing of how often what is done: that is another load's business. */
    private static final int MESSAGES = 20;

    private Training() {}

    /** @param arguments the data folder */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        System.exit(CommandLines.runAlone(
                (config, _) -> serve(config),
                folder,
                "serve",
                "--host=127.0.0.1",
                "--port=0",
                "--data-dir=" + folder,
                "--ops.log.level=ERROR"));
    }

    private static int serve(Config config) throws IOException {
        Path keyFile = config.data().dir().resolve("client-key");
        boolean isFirst = !Files.exists(keyFile);
        try (Closing closing = new Closing()) {
            Main.open(config, new PrintWriter(Writer.nullWriter()), closing::take);
            if (!isFirst) {
                traffic(closing.server().port(), Files.readString(keyFile).strip());
            }
        }
        return 0;
    }

    private static void traffic(int port, String key) throws IOException {
        TrainingClient.get(port, "/health/ready");
        TrainingClient.get(port, "/");
        try (TrainingClient one = TrainingClient.open(port, key);
                TrainingClient other = TrainingClient.open(port, key)) {
            List<TrainingClient> both = List.of(one, other);
            for (TrainingClient client : both) {
                client.join();
            }
            for (int i = 0; i < MESSAGES; i++) {
                one.publish(i);
                for (TrainingClient client : both) {
                    client.awaitMessage();
                }
            }
        }
    }

    /** The server that was started, if it was. */
    private static final class Closing implements AutoCloseable {

        private @Nullable Server server;

        void take(Server started) {
            server = started;
        }

        Server server() {
            return Objects.requireNonNull(server);
        }

        @Override
        public void close() {
            if (server != null) {
                server.close();
            }
        }
    }
}
