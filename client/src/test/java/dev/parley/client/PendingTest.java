package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PendingTest {

    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final Pending<String> pending = new Pending<>(new Callbacks(executor::add, 100));
    private final List<String> log = new ArrayList<>();
    private final RealtimeException failure = new NotSentException("closed", "of the test");

    private void runCallbacks() {
        for (Runnable next = executor.poll(); next != null; next = executor.poll()) {
            next.run();
        }
    }

    @Test
    void whoWaitsIsLetGoBeforeTheCallbacksRun() throws Exception {
        pending.thenAccept(log::add);
        pending.succeed("value");
        assertThat(pending.isDone()).isTrue();
        assertThat(pending.join()).isEqualTo("value");
        assertThat(pending.get()).isEqualTo("value");
        assertThat(pending.get(1, TimeUnit.SECONDS)).isEqualTo("value");
        assertThat(pending.getNow("none")).isEqualTo("value");
        assertThat(log).isEmpty();
        runCallbacks();
        assertThat(log).containsExactly("value");
    }

    @Test
    void failuresAreSeenInBothWays() {
        pending.exceptionally(error -> {
            log.add(error.getMessage());
            return "";
        });
        pending.fail(failure);
        assertThat(pending.isCompletedExceptionally()).isTrue();
        assertThat(pending.isCancelled()).isFalse();
        assertThatThrownBy(pending::join)
                .isInstanceOf(CompletionException.class)
                .hasCause(failure);
        assertThatThrownBy(pending::get).isInstanceOf(ExecutionException.class).hasCause(failure);
        runCallbacks();
        assertThat(log).containsExactly("of the test");
    }

    @Test
    void onlyTheFirstOutcomeCounts() {
        pending.succeed("first");
        pending.fail(failure);
        pending.succeed("second");
        assertThat(pending.complete("third")).isFalse();
        assertThat(pending.cancel(true)).isFalse();
        runCallbacks();
        assertThat(pending.join()).isEqualTo("first");
        assertThat(pending.isCancelled()).isFalse();
    }

    @Test
    void theUserMayCompleteOrCancelIt() {
        assertThat(pending.isAbandoned()).isFalse();
        pending.thenAccept(log::add);
        assertThat(pending.complete("mine")).isTrue();
        assertThat(pending.isAbandoned()).isTrue();
        pending.succeed("late");
        runCallbacks();
        assertThat(log).containsExactly("mine");

        Pending<String> other = new Pending<>(new Callbacks(executor::add, 100));
        assertThat(other.cancel(false)).isTrue();
        assertThat(other.cancel(false)).isTrue();
        assertThat(other.isCancelled()).isTrue();
        assertThat(other.isAbandoned()).isTrue();
        other.succeed("late");
        assertThatThrownBy(other::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void theFuturesOwnTimeoutsWork() {
        pending.orTimeout(1, TimeUnit.MILLISECONDS);
        assertThatThrownBy(() -> pending.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(pending.isAbandoned()).isTrue();
        Pending<String> other = new Pending<>(new Callbacks(executor::add, 100));
        other.completeOnTimeout("default", 1, TimeUnit.MILLISECONDS);
        assertThat(Observer.get(other)).isEqualTo("default");
    }

    @Test
    void waitingInVainEndsInTime() {
        assertThatThrownBy(() -> pending.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(pending.isDone()).isFalse();
    }
}
