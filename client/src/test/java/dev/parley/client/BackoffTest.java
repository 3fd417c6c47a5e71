package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private double chance = 0.5;
    private final Backoff backoff = new Backoff(
            new Options.Pace(
                    Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(30)),
            new Timers() {
                @Override
                double random() {
                    return chance;
                }
            });

    @Test
    void doublesUpToTheBound() {
        long[] seconds = {1, 2, 4, 8, 16, 30, 30, 30};
        for (int i = 0; i < seconds.length; i++) {
            assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(seconds[i]));
            assertThat(backoff.attempts()).isEqualTo(i + 1);
        }
    }

    @Test
    void chanceTakesOrAddsUpToAHalf() {
        chance = 0;
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
        chance = 0.75;
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(2_500));
        for (int i = 0; i < 20; i++) {
            backoff.next();
        }
        chance = 1;
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void staysBoundedForever() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(backoff.next())
                    .isLessThanOrEqualTo(Duration.ofSeconds(45))
                    .isPositive();
        }
    }

    @Test
    void aConnectionThatLivedShorterThanItsWaitCountsAsFailed() {
        backoff.next();
        backoff.next();
        backoff.lived(Duration.ofMillis(1_999));
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(4));
        assertThat(backoff.attempts()).isEqualTo(3);
    }

    @Test
    void aConnectionThatLivedAsLongAsItsWaitBeginsTheCountAnew() {
        backoff.next();
        backoff.next();
        backoff.lived(Duration.ofSeconds(2));
        assertThat(backoff.attempts()).isZero();
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theFirstConnectionHasNoWaitToOutlive() {
        backoff.lived(Duration.ZERO);
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void jitterOfRealTimersIsSpread() {
        Timers timers = new Timers();
        assertThat(timers.random()).isBetween(0.0, 1.0);
        Backoff real = new Backoff(
                new Options.Pace(
                        Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                timers);
        long distinct = Stream.generate(real::next).limit(100).distinct().count();
        assertThat(distinct).isGreaterThan(90);
    }
}
