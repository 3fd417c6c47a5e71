package dev.parley.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultAppTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by the test engine
    private Path parent;

    @Test
    void theKeysSurviveARestart() throws IOException {
        Path folder = parent.resolve("data").resolve("inner");
        DefaultApp first = DefaultApp.open(folder);
        assertThat(DefaultApp.open(folder)).isEqualTo(first);
        assertThat(first.app().id()).isEqualTo("default");
        assertThat(first.app().clientKeys())
                .singleElement()
                .extracting(ClientKey::key)
                .asString()
                .matches("ck_[A-Za-z0-9_-]{32}");
        assertThat(first.app().serverKeys())
                .singleElement()
                .extracting(Secret::reveal)
                .asString()
                .matches("sk_[A-Za-z0-9_-]{32}");
        assertThat(first.serverKeyFile())
                .hasContent(first.app().serverKeys().getFirst().reveal());
    }

    @Test
    void theAppIsTheSameSkapiServiceEverywhere() throws IOException {
        SkapiService made = DefaultApp.open(parent).app().skapi();
        assertThat(made)
                .isEqualTo(new SkapiService(
                        "us31parley00", UUID.fromString("a1b2c3d4-0000-4000-8000-000000000001"), false, List.of()));
        assertThat(DefaultApp.withoutKeys().skapi()).isEqualTo(made);
        assertThat(DefaultApp.withoutKeys().clientKeys()).isEmpty();
    }

    @Test
    void everyDataFolderHasItsOwnKeys() throws IOException {
        DefaultApp one = DefaultApp.open(parent.resolve("one"));
        DefaultApp two = DefaultApp.open(parent.resolve("two"));
        assertThat(one.app().clientKeys()).isNotEqualTo(two.app().clientKeys());
        assertThat(one.app().serverKeys()).isNotEqualTo(two.app().serverKeys());
    }

    @Test
    void onlyTheOwnerMayReadTheKeys() throws IOException {
        Path folder = parent.resolve("data");
        DefaultApp app = DefaultApp.open(folder);
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(app.serverKeyFile())).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("client-key"))).isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("client-key", "server-key");
        }
    }

    @Test
    void aFolderThatWasThereKeepsItsMode() throws IOException {
        String before = mode(parent);
        DefaultApp.open(parent);
        assertThat(mode(parent)).isEqualTo(before);
    }

    @Test
    void aDamagedKeyFileIsNamedAndNotShown() throws IOException {
        Files.writeString(parent.resolve("server-key"), "canary");
        assertThatIOException()
                .isThrownBy(() -> DefaultApp.open(parent))
                .withMessageContaining("server-key")
                .withMessageContaining("delete it")
                .withMessageNotContaining("canary");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
