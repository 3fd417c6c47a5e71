package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallbacksTest {

    private final Queue<Runnable> handed = new ArrayDeque<>();
    private final List<Object> log = new ArrayList<>();
    private final Callbacks callbacks = new Callbacks(handed::add, 100);

    private void runHanded() {
        for (Runnable next = handed.poll(); next != null; next = handed.poll()) {
            next.run();
        }
    }

    @Test
    void oneTaskOfTheExecutorRunsManyInOrder() {
        IntStream.range(0, 100).forEach(i -> callbacks.execute(() -> log.add(i)));
        assertThat(handed).hasSize(1);
        runHanded();
        assertThat(log)
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void theExecutorMayDoOtherWorkInBetween() {
        IntStream.range(0, 1_000).forEach(i -> callbacks.execute(() -> log.add(i)));
        handed.add(() -> log.add("other"));
        runHanded();
        assertThat(log).hasSize(1_001);
        assertThat(log.indexOf("other")).isLessThan(1_000);
    }

    @Test
    void whatACallAddsRunsAfterIt() {
        callbacks.execute(() -> {
            callbacks.execute(() -> log.add("inner"));
            log.add("outer");
        });
        runHanded();
        assertThat(log).containsExactly("outer", "inner");
    }

    @Test
    void whatThrowsHindersNoOther() {
        callbacks.execute(() -> {
            throw new AssertionError("a listener of the test fails");
        });
        callbacks.execute(() -> Sneaky.raise(new IOException("a listener of the test fails")));
        callbacks.execute(() -> log.add("next"));
        runHanded();
        assertThat(log).containsExactly("next");
        callbacks.execute(() -> log.add("later"));
        runHanded();
        assertThat(log).containsExactly("next", "later");
    }

    @Test
    void tellsOnceThatTooMuchWaitsAndOnceThatThereIsRoom() {
        callbacks.onBound(() -> log.add(callbacks.isFull()));
        for (int i = 0; i < 20; i++) {
            callbacks.execute(() -> {}, 10);
        }
        assertThat(log).containsExactly(true);
        runHanded();
        assertThat(log).containsExactly(true, false);
    }

    /** Room may be there before the lane is told of the bound. So it is told to look, not what was seen. */
    @Test
    void whoLooksAfterTheLastChangeSeesTheLastState() {
        callbacks.execute(() -> {}, 90);
        callbacks.onBound(() -> {
            callbacks.onBound(() -> log.add(callbacks.isFull()));
            runHanded();
            log.add(callbacks.isFull());
        });
        callbacks.execute(() -> {}, 20);
        assertThat(log).containsExactly(false, false);
    }

    @Test
    void anExecutorThatTakesNothingIsReplaced() {
        for (RuntimeException refusal :
                List.of(new RejectedExecutionException("shut"), new IllegalStateException("odd"))) {
            Log<Thread> ran = new Log<>("task");
            Callbacks refused = new Callbacks(
                    task -> {
                        throw refusal;
                    },
                    100);
            refused.execute(() -> ran.add(Thread.currentThread()));
            refused.execute(() -> ran.add(Thread.currentThread()));
            assertThat(ran.next(2)).doesNotContain(Thread.currentThread());
        }
    }
}
