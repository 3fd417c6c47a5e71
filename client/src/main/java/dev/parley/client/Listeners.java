package dev.parley.client;

import java.util.ArrayList;
import java.util.EventListener;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Who listens to which events. What {@code off} and {@code offAny} do is what the originals document, not what they do (altogic-agnost 7). Any thread adds and
 * removes; {@link #deliver} is called on the callback executor.
 */
final class Listeners {

    /** A listener as it was given, and how it is called. */
    private record Target(EventListener given, MessageListener call) {}

    private final Map<String, List<Slot<Target>>> byEvent = new ConcurrentHashMap<>(4);
    private final List<Slot<Target>> any = new CopyOnWriteArrayList<>();

    /** @param given what {@code off} and {@code getListeners} know it by */
    Registration on(String event, EventListener given, MessageListener call, boolean once) {
        Objects.requireNonNull(event, "event");
        Slot<Target> slot = new Slot<>(new Target(Objects.requireNonNull(given, "listener"), call), once);
        byEvent.compute(event, (name, known) -> {
            List<Slot<Target>> slots = known == null ? new CopyOnWriteArrayList<>() : known;
            slots.add(slot);
            return slots;
        });
        return () -> remove(event, each -> each == slot);
    }

    Registration onAny(MessageListener listener) {
        Objects.requireNonNull(listener, "listener");
        Slot<Target> slot = new Slot<>(new Target(listener, listener), false);
        any.add(slot);
        return () -> shut(any, each -> each == slot);
    }

    void off(String event, EventListener given) {
        remove(event, each -> each.listener().given().equals(given));
    }

    void off(String event) {
        remove(event, each -> true);
    }

    void off() {
        byEvent.keySet().forEach(this::off);
    }

    void offAny(EventListener given) {
        shut(any, each -> each.listener().given().equals(given));
    }

    void offAny() {
        shut(any, each -> true);
    }

    List<EventListener> of(String event) {
        List<EventListener> given = new ArrayList<>();
        byEvent.getOrDefault(event, List.of())
                .forEach(slot -> given.add(slot.listener().given()));
        return List.copyOf(given);
    }

    /** Whether anybody would be told of such an event. */
    boolean hasAny(String event) {
        return !any.isEmpty() || byEvent.containsKey(event);
    }

    /** Tells those who listen to everything, then those who listen to this event. One that fails hinders no other. */
    void deliver(Message message) {
        call(any, message);
        List<Slot<Target>> slots = byEvent.get(message.event());
        if (slots != null && call(slots, message)) {
            remove(message.event(), Slot::isSpent);
        }
    }

    /** Whether one of them was there for a single call. */
    private static boolean call(List<Slot<Target>> slots, Message message) {
        boolean spent = false;
        for (Slot<Target> slot : slots) {
            if (slot.claim()) {
                spent |= slot.isSpent();
                Callbacks.run(() -> slot.listener().call().received(message));
            }
        }
        return spent;
    }

    private void remove(String event, Predicate<Slot<Target>> which) {
        byEvent.computeIfPresent(event, (name, slots) -> {
            shut(slots, which);
            return slots.isEmpty() ? null : slots;
        });
    }

    private static void shut(List<Slot<Target>> slots, Predicate<Slot<Target>> which) {
        for (Slot<Target> slot : slots) {
            if (which.test(slot)) {
                slot.shut();
            }
        }
        slots.removeIf(which);
    }
}
