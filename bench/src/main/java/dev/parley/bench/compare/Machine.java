package dev.parley.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures were taken on, and with. */
final class Machine {

    private static final List<String> LIBRARIES = List.of("netty-common", "vertx-core", "netty-socketio");

    private Machine() {}

    static void describe(Results results, Path home) throws IOException {
        results.fact("date", LocalDate.now(ZoneOffset.UTC).toString());
        results.fact(
                "machine", processor() + ", " + Integer.getInteger("parley.bench.cpus", 1) + " cores, " + memory());
        results.fact("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        results.fact("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        results.fact("bench libraries", libraries(home.resolve("bench/target/lib")));
        results.fact("netty-socketio libraries", libraries(home.resolve("bench/netty-socketio/target/lib")));
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String memory() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_048_576 + " GB")
                .findFirst()
                .orElse("");
    }

    /** Names and versions, as the names of the files have them. */
    private static String libraries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return "none";
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> LIBRARIES.stream().anyMatch(library -> name.matches(library + "-[0-9].*\\.jar")))
                    .map(name -> name.replace(".jar", "").replaceAll("-([0-9])", " $1"))
                    .sorted()
                    .collect(Collectors.joining(", "));
        }
    }
}
