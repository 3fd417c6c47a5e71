package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.server.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that cannot start leaves nothing behind in the process. */
class StartFailureTest {

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("database-") || name.contains("vert.x") || name.contains("parley"))
                .sorted()
                .toList();
    }

    @Test
    void aTakenPortEndsWhatWasStarted(@TempDir Path folder) throws Exception {
        try (RunningServer other = RunningServer.of(RunningServer.TWO_APPS)) {
            List<String> before = threads();
            assertThat(before).anyMatch(name -> name.startsWith("database-writer"));
            Config config = Config.parse("listen: { host: 127.0.0.1, port: " + other.port() + " }\n" + "data: { dir: '"
                    + folder + "' }\napps: [ { id: a } ]\n");
            assertThatThrownBy(() -> Server.start(config))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + other.port());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(threads()).isSubsetOf(before).hasSize(before.size()));
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        RunningServer server = RunningServer.of(RunningServer.TWO_APPS);
        server.server().drain();
        server.server().close();
        server.close();
    }
}
