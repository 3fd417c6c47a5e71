package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.mapping.Content;
import dev.parley.protocol.mapping.PlainMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ListenersTest {

    private final Listeners listeners = new Listeners();
    private final List<String> called = new ArrayList<>();

    private Message event(String name) {
        return new Message(name, null, new Content(null, new PlainMapping()), List.of());
    }

    private MessageListener named(String name) {
        return message -> called.add(name);
    }

    private void on(String event, MessageListener listener) {
        listeners.on(event, listener, listener, false);
    }

    @Test
    void thoseOfEverythingAreCalledFirstAndAllInOrder() {
        on("e", named("1"));
        listeners.onAny(named("any"));
        on("e", named("2"));
        on("f", named("other"));
        listeners.deliver(event("e"));
        assertThat(called).containsExactly("any", "1", "2");
    }

    @Test
    void whoIsTakenOutByAnEarlierListenerIsNotCalledAnyMore() {
        MessageListener second = named("second");
        on("e", message -> listeners.off("e", second));
        on("e", second);
        listeners.deliver(event("e"));
        assertThat(called).isEmpty();
    }

    @Test
    void whoIsAddedByAListenerIsCalledFromTheNextEventOn() {
        listeners.on("e", named(""), message -> on("e", named("new")), true);
        listeners.deliver(event("e"));
        assertThat(called).isEmpty();
        listeners.deliver(event("e"));
        assertThat(called).containsExactly("new");
    }

    @Test
    void oneThatThrowsHindersNoOther() {
        on("e", message -> {
            throw new IllegalStateException("a listener of the test fails");
        });
        on("e", message -> Sneaky.raise(new java.io.IOException("a listener of the test fails")));
        on("e", named("next"));
        listeners.deliver(event("e"));
        assertThat(called).containsExactly("next");
    }

    @Test
    void onceIsCalledOnceUnderRaces() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            AtomicInteger calls = new AtomicInteger();
            MessageListener once = message -> calls.incrementAndGet();
            listeners.on("e", once, once, true);
            CountDownLatch ready = new CountDownLatch(2);
            Runnable deliver = () -> {
                ready.countDown();
                while (ready.getCount() > 0) {
                    Thread.onSpinWait();
                }
                listeners.deliver(event("e"));
            };
            Thread other = new Thread(deliver);
            other.start();
            deliver.run();
            other.join();
            assertThat(calls).hasValue(1);
            assertThat(listeners.hasAny("e")).isFalse();
        }
    }

    @Test
    void oncesThatDeliverThemselvesAreCalledOnce() {
        listeners.on(
                "e",
                named(""),
                message -> {
                    called.add("once");
                    listeners.deliver(event("e"));
                },
                true);
        listeners.deliver(event("e"));
        assertThat(called).containsExactly("once");
    }

    @Test
    void closingTakesExactlyThatRegistrationOut() {
        MessageListener same = named("same");
        Registration first = listeners.on("e", same, same, false);
        listeners.on("e", same, same, false);
        first.close();
        first.close();
        assertThat(listeners.of("e")).containsExactly(same);
        Registration any = listeners.onAny(same);
        any.close();
        listeners.deliver(event("e"));
        assertThat(called).containsExactly("same");
    }

    @Test
    void eventsWithoutListenersLeaveNothingBehind() {
        for (int i = 0; i < 100; i++) {
            Registration one = listeners.on("e" + i, named(""), named(""), false);
            one.close();
            assertThat(listeners.hasAny("e" + i)).isFalse();
        }
    }
}
