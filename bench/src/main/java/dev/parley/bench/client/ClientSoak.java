package dev.parley.bench.client;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.client.Message;
import dev.parley.client.RealtimeClient;
import dev.parley.client.TransportKind;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One client under a stream of messages for a long time. Prints, every few seconds, what came, what it cost, and how much of the heap was in use after the last
 * collection. Ends with 1 if a message was lost, doubled or out of order.
 */
final class ClientSoak {

    private static final int REPORT_SECONDS = 5;

    private final AtomicLong received = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private final OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private ClientSoak() {}

    /** Argument: the port of a {@link Firehose}. */
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(new ClientSoak().run(Integer.parseInt(arguments[0])));
    }

    private int run(int port) throws InterruptedException {
        try (RealtimeClient client = RealtimeClient.builder("http://127.0.0.1:" + port)
                .transports(TransportKind.WEBSOCKET)
                .reconnection(false)
                .build()) {
            client.on("chat-message", this::check);
            client.on("end", message -> end.countDown());
            client.onDisconnect(reason -> {
                if (end.getCount() > 0) {
                    System.out.println("the connection ended: " + reason);
                    wrong.incrementAndGet();
                    end.countDown();
                }
            });
            client.connect().join();
            boolean over = false;
            while (!over) {
                over = report();
            }
        }
        System.out.printf("%,d messages, %d wrong%n", received.get(), wrong.get());
        return wrong.get() == 0 ? 0 : 1;
    }

    private void check(Message message) {
        long expected = received.getAndIncrement();
        boolean right = message.content().value() instanceof Map<?, ?> map
                && map.get("n") instanceof Number number
                && number.longValue() == expected;
        if (!right) {
            wrong.incrementAndGet();
        }
    }

    private boolean report() throws InterruptedException {
        long before = received.get();
        long cpu = machine.getProcessCpuTime();
        long start = System.nanoTime();
        boolean over = end.await(REPORT_SECONDS, TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        long count = received.get() - before;
        if (count > 0) {
            double used = machine.getProcessCpuTime() - cpu;
            System.out.printf(
                    "%,10.0f messages/s  %5.2f us of CPU each, %3.0f %% of a core  %3d MB of the heap kept%n",
                    count / seconds, used / 1e3 / count, used / 1e7 / seconds, live() >> 20);
        }
        return over;
    }

    /** Bytes of the heap in use: of the young generation after its last collection, of the old one now, as it is seldom collected. */
    private static long live() {
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported()) {
                bytes += pool.getUsage().getUsed();
            } else if (pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null) {
                bytes += pool.getCollectionUsage().getUsed();
            }
        }
        return bytes;
    }
}
