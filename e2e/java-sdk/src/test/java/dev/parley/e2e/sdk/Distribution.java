package dev.parley.e2e.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server as users get it, unpacked once for all tests. */
final class Distribution {

    private static final Path WORK = Path.of(System.getProperty("e2e.work", "target"));
    private static final Path HOME = WORK.resolve("parley").toAbsolutePath();
    /** What Java learnt about its classes in a first run: the many starts of the tests take half the time. */
    private static final Path CLASSES = HOME.resolve("classes.jsa");

    private static final long UNPACK_SECONDS = 60;

    private Distribution() {}

    /** The folder it is unpacked in. */
    static synchronized Path home() {
        try {
            Path archive = archive();
            Path stamp = HOME.resolve("unpacked");
            String state = Files.size(archive) + " " + Files.getLastModifiedTime(archive);
            if (!Files.exists(stamp) || !Files.readString(stamp).equals(state)) {
                unpack(archive);
                Files.writeString(stamp, state);
            }
            return HOME;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The archive of classes, if there is one or this launcher could be told of one: it splits options at spaces. */
    static List<String> classes() {
        if (HOME.toString().contains(" ")) {
            return List.of();
        }
        return List.of(
                Files.exists(CLASSES) ? "-XX:SharedArchiveFile=" + CLASSES : "-XX:ArchiveClassesAtExit=" + CLASSES);
    }

    private static Path archive() {
        String named = System.getProperty("e2e.distribution");
        Path archive = named == null
                ? Path.of("..", "..", "server", "target", "parley-0.1.0-SNAPSHOT.tar.gz")
                : Path.of(named);
        if (!Files.isRegularFile(archive)) {
            throw new AssertionError(archive + " is not there; the server module's package phase makes it");
        }
        return archive;
    }

    private static void unpack(Path archive) throws IOException {
        run("rm", "-rf", HOME.toString());
        Files.createDirectories(HOME);
        run("tar", "-xzf", archive.toString(), "-C", HOME.toString(), "--strip-components=1");
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(WORK.resolve("unpack.log").toFile())
                .start();
        try {
            if (!process.waitFor(UNPACK_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(
                        String.join(" ", command) + " failed:\n" + Files.readString(WORK.resolve("unpack.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
