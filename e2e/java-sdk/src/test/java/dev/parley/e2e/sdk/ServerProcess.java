package dev.parley.e2e.sdk;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of the server's launcher. */
final class ServerProcess {

    private static final Pattern BANNER = Pattern.compile("Parley listens on https?://\\S*?:(\\d+)");
    private static final long START_SECONDS = 40;
    private static final long STOP_SECONDS = 30;
    /** Quick to start, as these servers live for seconds. */
    private static final List<String> JAVA =
            List.of("-XX:TieredStopAtLevel=1", "-Xlog:disable", "-Xlog:all=error:stderr");

    private final Process process;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Thread hook;

    ServerProcess(Path folder, Path config) throws IOException {
        Path launcher = Distribution.home().resolve("bin").resolve("parley");
        List<String> options = new ArrayList<>(JAVA);
        options.addAll(Distribution.classes());
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "serve", "--config", config.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        // What a developer's shell sets for a server of his own must not reach this one.
        environment.keySet().removeIf(name -> name.startsWith("PARLEY_"));
        environment.put("PARLEY_JAVA_HOME", System.getProperty("java.home"));
        environment.put("PARLEY_JAVA_OPTS", String.join(" ", options));
        process = builder.start();
        hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                Matcher banner = BANNER.matcher(line);
                if (banner.find()) {
                    port.complete(Integer.parseInt(banner.group(1)));
                }
            }
            port.completeExceptionally(new IOException("the server ended before it listened"));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }

    int awaitPort() {
        try {
            return port.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            kill();
            throw new AssertionError("the server did not start:\n" + log(), e);
        }
    }

    void terminate() {
        process.destroy();
    }

    void stop() {
        terminate();
        awaitEnd("SIGTERM");
    }

    void kill() {
        process.destroyForcibly();
        awaitEnd("SIGKILL");
    }

    String log() {
        return String.join("\n", log);
    }

    private void awaitEnd(String signal) {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server did not end after " + signal + ":\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            forget();
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is about to end, and the hook is in its own time.
            log.add(e.toString());
        }
    }
}
