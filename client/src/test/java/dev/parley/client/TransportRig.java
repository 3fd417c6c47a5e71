package dev.parley.client;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.PacketType;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A transport on its lane. */
final class TransportRig implements AutoCloseable {

    static final HttpClient HTTP = HttpClient.newHttpClient();
    static final int MAX_BYTES = 100_000;

    final CountedTimers timers;
    final Lane lane = new Lane();
    private final Transport transport;

    TransportRig(TransportKind kind, Address address, TransportEvents events) {
        this(kind, address, events, Duration.ofSeconds(10), 1);
    }

    TransportRig(TransportKind kind, Address address, TransportEvents events, Duration timeout, int speed) {
        timers = new CountedTimers(speed);
        transport = Transports.create(
                kind,
                new TransportTarget(HTTP, address.webSocket(), address.polling(), timeout, MAX_BYTES, lane, timers),
                events);
    }

    TransportRig open() {
        lane.execute(transport::open);
        return this;
    }

    /** Sends, and waits until all is with the network. */
    void send(List<EnginePacket> packets) {
        sending(packets).orTimeout(10, TimeUnit.SECONDS).join();
    }

    void send(String message) {
        send(List.of(EnginePacket.text(PacketType.MESSAGE, message)));
    }

    CompletableFuture<Boolean> sending(List<EnginePacket> packets) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        lane.execute(() -> transport.send(packets).whenComplete((sent, failure) -> {
            if (failure == null) {
                done.complete(true);
            } else {
                done.completeExceptionally(failure);
            }
        }));
        return done;
    }

    void pause() {
        lane.execute(transport::pause);
    }

    void resume() {
        lane.execute(transport::resume);
    }

    void shut() {
        lane.execute(transport::close);
    }

    void abort() {
        lane.execute(transport::abort);
    }

    @Override
    public void close() {
        abort();
    }
}
