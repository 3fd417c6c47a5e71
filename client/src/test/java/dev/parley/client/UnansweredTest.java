package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Payload;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnansweredTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Commands commands = new Commands(new Callbacks(Runnable::run, 100), true);
    private final Unanswered unanswered = new Unanswered();

    private Command<?> command() {
        return commands.message("a", "e", Payload.NULL, null);
    }

    @Test
    void eachAnswerBelongsToOneCommandOnce() {
        Command<?> first = command();
        Command<?> second = command();
        long one = unanswered.add(first, 0);
        long two = unanswered.add(second, 0);
        assertThat(one).isNotEqualTo(two);
        assertThat(unanswered.remove(two)).isSameAs(second);
        assertThat(unanswered.remove(two)).isNull();
        assertThat(unanswered.remove(-1)).isNull();
        assertThat(unanswered.remove(one)).isSameAs(first);
        assertThat(unanswered.isEmpty()).isTrue();
    }

    @Test
    void numbersOfAnEarlierConnectionAreNotUsedAgain() {
        long old = unanswered.add(command(), 0);
        assertThat(unanswered.clear()).hasSize(1);
        assertThat(unanswered.add(command(), 0)).isGreaterThan(old);
        assertThat(unanswered.remove(old)).isNull();
    }

    @Test
    void clearKeepsTheOrderOfSending() {
        Command<?> first = command();
        Command<?> second = command();
        Command<?> third = command();
        long one = unanswered.add(first, 0);
        unanswered.add(second, 0);
        unanswered.add(third, 0);
        unanswered.remove(one);
        assertThat(unanswered.clear()).isEqualTo(List.of(second, third));
        assertThat(unanswered.size()).isZero();
    }

    @Test
    void whatWaitedTooLongIsTakenOut() {
        long start = Long.MAX_VALUE - 500_000_000; // the clock of the JVM may wrap
        Command<?> first = command();
        Command<?> second = command();
        unanswered.add(first, start);
        unanswered.add(second, start + 600_000_000);
        assertThat(unanswered.expired(start + 999_999_999, SECOND)).isEmpty();
        assertThat(unanswered.untilNext(start + 999_999_999, SECOND)).isEqualTo(Duration.ofNanos(1));
        assertThat(unanswered.expired(start + 1_000_000_000, SECOND)).isEqualTo(List.of(first));
        assertThat(unanswered.untilNext(start + 1_000_000_000, SECOND)).isEqualTo(Duration.ofMillis(600));
        assertThat(unanswered.untilNext(start + 5_000_000_000L, SECOND)).isZero();
        assertThat(unanswered.expired(start + 5_000_000_000L, SECOND)).isEqualTo(List.of(second));
    }
}
