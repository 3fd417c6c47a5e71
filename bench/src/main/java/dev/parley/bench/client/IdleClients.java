package dev.parley.bench.client;

import dev.parley.client.RealtimeClient;
import dev.parley.client.TransportKind;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Connects many clients that join a channel and do nothing, and prints the heap and the threads that one takes. */
final class IdleClients {

    /** A little longer than threads of the HTTP client's pool and the timer of an answer live. */
    private static final long IDLE_NANOS = 65_000_000_000L;

    private IdleClients() {}

    /** Arguments: the server's URL, a client key, how many clients. */
    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[2]);
        List<RealtimeClient> clients = new ArrayList<>(count);
        clients.add(connect(arguments[0], arguments[1])); // what all share is there now
        settle();
        long heap = heap();
        int threads = threads();
        for (int i = 0; i < count; i++) {
            clients.add(connect(arguments[0], arguments[1]));
        }
        settle();
        PrintStream out = System.out;
        out.printf(
                "%d clients: %,d bytes of heap each, %d threads before, %d with them%n",
                count, (heap() - heap) / count, threads, threads());
        System.exit(clients.stream().allMatch(RealtimeClient::isConnected) ? 0 : 1);
    }

    private static RealtimeClient connect(String url, String key) {
        RealtimeClient client = RealtimeClient.builder(url)
                .key(key)
                .transports(TransportKind.WEBSOCKET)
                .build();
        client.on("chat-message", message -> {});
        client.connect().join();
        client.join("idle").join();
        return client;
    }

    private static void settle() {
        long end = System.nanoTime() + IDLE_NANOS;
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            LockSupport.parkNanos(end - now);
        }
        ManagementFactory.getMemoryMXBean().gc();
        ManagementFactory.getMemoryMXBean().gc();
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }
}
