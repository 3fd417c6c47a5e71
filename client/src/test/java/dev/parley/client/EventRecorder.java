package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.EnginePacket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes down what a transport tells, and whether it keeps its promises. */
class EventRecorder implements TransportEvents {

    final BlockingQueue<EnginePacket> packets = new LinkedBlockingQueue<>();
    private final CompletableFuture<TransportEnd> end = new CompletableFuture<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();

    @Override
    public void packet(EnginePacket packet) {
        enter();
        packets.add(packet);
        inside.decrementAndGet();
    }

    @Override
    public void ended(TransportEnd how) {
        enter();
        end.complete(how);
        inside.decrementAndGet();
    }

    private void enter() {
        if (inside.incrementAndGet() != 1 || end.isDone()) {
            faults.incrementAndGet();
        }
    }

    EnginePacket next() throws InterruptedException {
        EnginePacket packet = packets.poll(10, TimeUnit.SECONDS);
        assertThat(packet).as("a packet").isNotNull();
        return packet;
    }

    TransportEnd end() {
        return end.orTimeout(10, TimeUnit.SECONDS).join();
    }

    boolean hasEnded() {
        return end.isDone();
    }

    void requireOrder() {
        assertThat(faults).as("calls at the same time or after the end").hasValue(0);
    }
}
