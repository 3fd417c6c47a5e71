package dev.parley.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shell scripts, laid out as in a distribution and run with Javas that only print their arguments. */
class LauncherTest {
    private static final Path CHECKOUT = Path.of("..");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by the test engine
    private Path folder;

    @BeforeEach
    void unpack() throws IOException {
        Files.createDirectories(folder.resolve("dist/bin"));
        Files.createDirectories(folder.resolve("dist/lib"));
        Files.copy(CHECKOUT.resolve("parley"), folder.resolve("dist/bin/parley"));
        Files.copy(CHECKOUT.resolve(".mvn/find-jdk.sh"), folder.resolve("dist/lib/find-jdk.sh"));
    }

    private String java(String name, String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"" + name + ":\"\nprintf '<%s>\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home.toString();
    }

    private String run(Path script, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString());
        builder.command().addAll(java.util.List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_") || name.equals("JAVA_HOME"));
        builder.environment().putAll(environment);
        Process process =
                builder.directory(folder.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void argumentsAndOptionsArePassedOn() throws Exception {
        String home = java("jdk", "25.0.1");
        String output = run(
                folder.resolve("dist/bin/parley"),
                Map.of("PARLEY_JAVA_HOME", home, "PARLEY_JAVA_OPTS", "-Xmx1g -Da=b"),
                "serve",
                "--data-dir",
                "a b");
        assertThat(output)
                .contains("<-XX:+ExitOnOutOfMemoryError>", "<-Xmx1g>\n<-Da=b>\n<-cp>\n")
                .contains("/dist/lib/*>")
                .endsWith("<dev.parley.server.Main>\n<serve>\n<--data-dir>\n<a b>\n");
    }

    @Test
    void theScriptIsFoundThroughLinks() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("dist/bin/parley"));
        Path linkToLink = Files.createSymbolicLink(folder.resolve("again"), link);
        assertThat(run(linkToLink, Map.of("PARLEY_JAVA_HOME", java("jdk", "25"))))
                .contains("/dist/lib/*>");
    }

    @ParameterizedTest
    @CsvSource({
        "25, 26.0.1, own",
        "26-ea, 25, own",
        "24.0.2, 25.0.1, home",
        "1.8.0_422, 25, home",
        "17, 100, home",
    })
    void theFirstJavaThatIsNewEnoughIsUsed(String own, String home, String used) throws Exception {
        Map<String, String> environment = Map.of("PARLEY_JAVA_HOME", java("own", own), "JAVA_HOME", java("home", home));
        assertThat(run(folder.resolve("dist/bin/parley"), environment)).startsWith(used + ":");
    }

    @Test
    void theJavaOfThePathIsFoundThroughItsLinks() throws Exception {
        java("jdk", "25.0.1");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("../jdk/bin/java"));
        Map<String, String> environment = Map.of("PATH", bin + ":/usr/bin:/bin", "JAVA_HOME", "/nonexistent");
        assertThat(run(folder.resolve("dist/bin/parley"), environment)).startsWith("jdk:");
    }
}
