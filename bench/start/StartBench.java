import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * How long the launcher takes until the server is ready, and what memory it holds then. Uses nothing but the JDK, so that the
 * source file runs as it is.
 *
 * <p>Prints a line for each way to start: name, then medians, smallest and largest of the runs, with tabs between them.
 */
public final class StartBench {

    private static final long SETTLE_MILLIS = 8_000;
    private static final long PATIENCE_MILLIS = 60_000;
    private static final long TICKS_PER_SECOND = 100;
    private static final int PID_FIELDS = 2;
    private static final int UTIME = 13 - PID_FIELDS;

    private final Path launcher;
    private final Path folder;

    private StartBench(Path launcher, Path folder) {
        this.launcher = launcher;
        this.folder = folder;
    }

    /** One start. Times in milliseconds, memory in KiB. */
    private record Run(long ready, long banner, long cpu, long resident) {}

    /** @param arguments the launcher, how often, and names of ways to start; all of them if there are none */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path launcher = Path.of(arguments[0]).toAbsolutePath();
        int runs = Integer.parseInt(arguments[1]);
        List<String> wanted = List.of(arguments).subList(2, arguments.length);
        Map<String, String> ways = ways();
        ways.keySet().removeIf(name -> !wanted.isEmpty() && !wanted.contains(name));
        Path folder = Files.createTempDirectory("parley-start");
        try {
            new StartBench(launcher, folder).compare(ways, runs);
        } finally {
            delete(folder);
        }
    }

    /** Each by the options that make the difference. */
    private static Map<String, String> ways() {
        Map<String, String> ways = new LinkedHashMap<>();
        ways.put("default", "");
        ways.put("no-cache", "-XX:AOTMode=off");
        ways.put("large-heap", "-Xms384m");
        ways.put("no-trim", "-XX:TrimNativeHeapInterval=0");
        ways.put("serial", "-XX:+UseSerialGC");
        return ways;
    }

    private void compare(Map<String, String> ways, int runs) throws IOException, InterruptedException {
        // Makes the data folder and warms the disk's cache.
        once("");
        Map<String, List<Run>> results = new LinkedHashMap<>();
        for (int i = 0; i < runs; i++) {
            for (Map.Entry<String, String> way : ways.entrySet()) {
                results.computeIfAbsent(way.getKey(), _ -> new ArrayList<>()).add(once(way.getValue()));
            }
        }
        System.out.println(
                "way\tready_ms\tready_min\tready_max\tbanner_ms\tcpu_ms\tcpu_min\tcpu_max\trss_mb\trss_min\trss_max");
        results.forEach((name, all) -> System.out.println(String.join(
                "\t",
                name,
                spread(all, Run::ready, 1),
                median(all, Run::banner, 1),
                spread(all, Run::cpu, 1),
                spread(all, Run::resident, 1024))));
    }

    private Run once(String options) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path settings = folder.resolve("parley.yaml");
        Files.writeString(
                settings,
                "listen: { host: 127.0.0.1, port: %d }%ndata: { dir: '%s' }%n".formatted(port, folder.resolve("data")));
        Path output = folder.resolve("out.log");
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "serve", "--config", settings.toString())
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("err.log").toFile());
        String given = System.getenv("PARLEY_JAVA_OPTS");
        builder.environment().put("PARLEY_JAVA_OPTS", given == null ? options : given + " " + options);
        long begin = System.nanoTime();
        Process process = builder.start();
        try {
            URI ready = URI.create("http://127.0.0.1:" + port + "/health/ready");
            while (!isReady(ready)) {
                check(process, begin);
                TimeUnit.MILLISECONDS.sleep(2);
            }
            long readyAfter = since(begin);
            long cpu = cpu(process.pid());
            while (Files.size(output) == 0) {
                check(process, begin);
                TimeUnit.MILLISECONDS.sleep(2);
            }
            long bannerAfter = since(begin);
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
            return new Run(readyAfter, bannerAfter, cpu, resident(process.pid()));
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private void check(Process process, long begin) throws IOException {
        if (!process.isAlive() || since(begin) > PATIENCE_MILLIS) {
            throw new IOException("the server did not start: " + Files.readString(folder.resolve("err.log")));
        }
    }

    private static long since(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    private static boolean isReady(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** User and system time, of the launcher's own commands too. */
    private static long cpu(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.UTF_8);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = 0; i < 4; i++) {
            ticks += Long.parseLong(fields[UTIME + i]);
        }
        return ticks * 1_000 / TICKS_PER_SECOND;
    }

    private static long resident(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                    .sum();
        }
    }

    private static String spread(List<Run> runs, ToLongFunction<Run> value, long unit) {
        long[] sorted = runs.stream().mapToLong(value).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "%s\t%d\t%d",
                median(runs, value, unit),
                sorted[0] / unit,
                sorted[sorted.length - 1] / unit);
    }

    private static String median(List<Run> runs, ToLongFunction<Run> value, long unit) {
        long[] sorted = runs.stream().mapToLong(value).sorted().toArray();
        return Long.toString(sorted[sorted.length / 2] / unit);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
