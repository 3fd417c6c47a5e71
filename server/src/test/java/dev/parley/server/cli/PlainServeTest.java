package dev.parley.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which command lines need no picocli. */
class PlainServeTest {

    @Test
    void settingsAreReadAsTyped() {
        assertThat(PlainServe.of("serve")).isEqualTo(new PlainServe(null, Map.of()));
        assertThat(PlainServe.of("serve", "--config", "a.yaml", "--port=0", "--listen.host", "::1"))
                .isEqualTo(new PlainServe(Path.of("a.yaml"), Map.of("--port", "0", "--listen.host", "::1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "version",
                "serve --help",
                "serve --port",
                "serve --port=",
                "serve --port --host",
                "serve --prot 0",
                "serve more",
                "serve @file",
                "serve --port 0 --port 1",
                "serve --port 0 --listen.port 1",
            })
    void whateverElseThereIsGoesToPicocli(String line) {
        assertThat(PlainServe.of(line.split(" "))).isNull();
    }
}
