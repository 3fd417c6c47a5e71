package dev.parley.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Who wants to know of the connection. Any thread adds and removes; the telling is done on the callback executor, in order with the events. */
final class Signals {

    private final Callbacks callbacks;
    private final List<Slot<Runnable>> connect = new CopyOnWriteArrayList<>();
    private final List<Slot<Consumer<String>>> disconnect = new CopyOnWriteArrayList<>();
    private final List<Slot<Consumer<RealtimeException>>> error = new CopyOnWriteArrayList<>();
    private final List<Slot<IntConsumer>> attempt = new CopyOnWriteArrayList<>();

    Signals(Callbacks callbacks) {
        this.callbacks = callbacks;
    }

    Registration onConnect(Runnable listener) {
        return add(connect, listener);
    }

    Registration onDisconnect(Consumer<String> listener) {
        return add(disconnect, listener);
    }

    Registration onError(Consumer<RealtimeException> listener) {
        return add(error, listener);
    }

    Registration onReconnectAttempt(IntConsumer listener) {
        return add(attempt, listener);
    }

    void connected() {
        tell(connect, Runnable::run);
    }

    void disconnected(String reason) {
        tell(disconnect, listener -> listener.accept(reason));
    }

    void failed(RealtimeException what) {
        tell(error, listener -> listener.accept(what));
    }

    void attempting(int number) {
        tell(attempt, listener -> listener.accept(number));
    }

    private <L> void tell(List<Slot<L>> slots, Consumer<L> call) {
        for (Slot<L> slot : slots) {
            callbacks.execute(() -> {
                if (slot.claim()) {
                    call.accept(slot.listener());
                }
            });
        }
    }

    private static <L> Registration add(List<Slot<L>> slots, L listener) {
        Slot<L> slot = new Slot<>(listener, false);
        slots.add(slot);
        return () -> {
            slot.shut();
            slots.remove(slot);
        };
    }
}
