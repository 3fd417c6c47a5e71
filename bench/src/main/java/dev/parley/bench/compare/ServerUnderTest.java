package dev.parley.bench.compare;

import dev.parley.load.ProcessUse;
import dev.parley.load.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A peer that runs as a process of its own, on loopback, on the core that is the servers'. It ends when this is closed, when this program ends, and, where the
 * system can do that, when this program is killed.
 */
final class ServerUnderTest implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("^listening (\\d+)$", Pattern.MULTILINE);
    private static final Pattern VERSIONS = Pattern.compile("^versions (.+)$", Pattern.MULTILINE);
    private static final long START_SECONDS = 60;
    private static final long REST = 100_000_000;
    private static final long LONGEST_REST = 5_000_000_000L;
    /** Seconds of CPU that a server takes in a rest that is one. */
    private static final double RESTING = 0.025;

    private final Peer peer;
    private final Process process;
    private final Thread hook;
    private final Path log;
    private int port;

    private ServerUnderTest(Peer peer, Process process, Path log) {
        this.peer = peer;
        this.process = process;
        this.log = log;
        port = peer.port();
        hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * @param cores where it may run, as {@code taskset} has it; empty for anywhere
     * @return when it answers
     */
    static ServerUnderTest start(Peer peer, String cores) throws IOException, InterruptedException {
        Path log = Files.createTempFile("parley-bench-", ".log");
        List<String> command = new ArrayList<>();
        if (Boolean.getBoolean("parley.bench.setpriv")) {
            command.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
        }
        if (!cores.isEmpty()) {
            command.addAll(List.of("taskset", "-c", cores));
        }
        command.addAll(peer.command());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(peer.environment());
        ServerUnderTest server = new ServerUnderTest(peer, builder.start(), log);
        try {
            server.awaitReady();
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IOException(peer.name() + " did not start: " + output());
            }
            if (port == 0) {
                Matcher line = LISTENING.matcher(output());
                if (line.find()) {
                    port = Integer.parseInt(line.group(1));
                    return;
                }
            } else if (isReady()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new IOException(peer.name() + " was not ready within " + START_SECONDS + " s: " + output());
    }

    private boolean isReady() {
        try {
            HttpURLConnection call = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/health/ready")
                    .toURL()
                    .openConnection();
            call.setConnectTimeout(1000);
            call.setReadTimeout(5000);
            return call.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    Peer peer() {
        return peer;
    }

    long pid() {
        return process.pid();
    }

    /** What it has used so far. */
    ProcessUse use() {
        try {
            return ProcessUse.of(process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException("a server under test has ended, or this is not Linux", e);
        }
    }

    /** Until it is done with what the last run has left: members to be told of who left, and methods to be compiled. */
    void rest() {
        long end = System.nanoTime() + LONGEST_REST;
        ProcessUse before = use();
        double busy;
        do {
            LockSupport.parkNanos(REST);
            ProcessUse now = use();
            ProcessUse used = now.since(before);
            busy = used.user().plus(used.system()).toNanos() / 1e9;
            before = now;
        } while (busy > RESTING && System.nanoTime() < end);
    }

    Target target() {
        return new Target(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), peer.connectPacket());
    }

    /** What it said of itself; empty if nothing. */
    String versions() throws IOException {
        Matcher line = VERSIONS.matcher(output());
        return line.find() ? line.group(1) : "";
    }

    String output() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This program is ending.
        }
        Files.deleteIfExists(log);
    }
}
