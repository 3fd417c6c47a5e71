package dev.parley.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The packaged server in a process of its own, on a free port, with a data folder of its own. */
final class ServerProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param launcher the script {@code parley} */
    static ServerProcess start(Path launcher, Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path settings = folder.resolve("parley.yaml");
        // Passwords are made cheap, as they are not what is measured; nothing that bounds a single user is in the way.
        Files.writeString(settings, """
                listen: { host: 127.0.0.1, port: %d }
                data: { dir: '%s' }
                socketio: { pingInterval: 10m }
                identity: { hashMemory: 64KiB, hashPasses: 1, hashQueue: 10000, attemptsPerIp: 1000000 }
                apps: [ { id: default, vchat: true } ]
                ops: { log: { level: WARN } }
                """.formatted(port, folder.resolve("data")));
        Process process = new ProcessBuilder(launcher.toString(), "serve", "--config", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        ServerProcess server = new ServerProcess(process, port);
        server.awaitReady(folder);
        return server;
    }

    private void awaitReady(Path folder) throws IOException, InterruptedException {
        for (int i = 0; i < 300; i++) {
            if (!process.isAlive()) {
                throw new IOException("the server did not start: " + Files.readString(folder.resolve("server.log")));
            }
            try (HttpLine line = new HttpLine(port)) {
                line.call("GET", "/health/ready", null, null);
                if (line.status() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not yet.
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new IOException("the server was not ready within a minute");
    }

    int port() {
        return port;
    }

    /** What the process has used so far. */
    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** A meter's value, summed over its labels. */
    double meter(String name) throws IOException {
        try (HttpLine line = new HttpLine(port)) {
            return line.call("GET", "/metrics", null, null)
                    .lines()
                    .filter(text -> text.startsWith(name + " ") || text.startsWith(name + "{"))
                    .mapToDouble(text -> Double.parseDouble(text.substring(text.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
