package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Deadlines are kept to a tick, and cost nothing while there are none. */
class TimersTest {
    private final ManualLoops loops = new ManualLoops(1);
    private final ManualLoop loop = loops.get(0);
    private final Timers timers = new Timers(loops.clock(), loop, new ShardCounters());
    private final List<String> fired = new ArrayList<>();
    private final long start = loops.clock().nanos();

    private Timer schedule(long delay, String name) {
        List<Timer> made = new ArrayList<>();
        loop.run(() -> made.add(timers.schedule(delay, () -> fired.add(name))));
        return made.getFirst();
    }

    private long now() {
        return (loops.clock().nanos() - start) / 1_000_000;
    }

    @Test
    void aDeadlineIsKeptToATickAndNeverEarly() {
        for (long delay : new long[] {0, 1, 4, 5, 6, 200, 999, 20_480, 25_000, 90_001}) {
            long from = now();
            List<Long> at = new ArrayList<>();
            loop.run(() -> timers.schedule(delay, () -> at.add(now() - from)));
            loops.advance(delay + 10);
            assertThat(at).as("delay %d", delay).hasSize(1);
            assertThat(at.getFirst()).isBetween(delay, delay + Timers.TICK_MILLIS + 1);
            loops.advance(3);
        }
    }

    @Test
    void deadlinesComeInOrder() {
        schedule(300, "c");
        schedule(100, "a");
        schedule(200, "b");
        loops.advance(400);
        assertThat(fired).containsExactly("a", "b", "c");
    }

    @Test
    void aCancelledDeadlineDoesNotComeAndCanBeArmedAgain() {
        Timer timer = schedule(100, "a");
        assertThat(timer.isPending()).isTrue();
        loop.run(timer::cancel);
        loop.run(timer::cancel);
        assertThat(timer.isPending()).isFalse();
        loops.advance(200);
        assertThat(fired).isEmpty();
        loop.run(() -> timer.rearm(50));
        loops.advance(60);
        assertThat(fired).containsExactly("a");
    }

    @Test
    void puttingOffIsForgettingTheOldDeadline() {
        Timer timer = schedule(200, "a");
        for (int i = 0; i < 50; i++) {
            loops.advance(100);
            loop.run(() -> timer.rearm(200));
        }
        assertThat(fired).isEmpty();
        loops.advance(199);
        assertThat(fired).isEmpty();
        loops.advance(7);
        assertThat(fired).containsExactly("a");
    }

    @Test
    void bringingForwardWorksToo() {
        Timer timer = schedule(30_000, "a");
        loop.run(() -> timer.rearm(50));
        loops.advance(56);
        assertThat(fired).containsExactly("a");
        loops.advance(60_000);
        assertThat(fired).hasSize(1);
    }

    @Test
    void aTaskMayRearmItselfAndCancelItsNeighbours() {
        List<Timer> all = new ArrayList<>();
        loop.run(() -> {
            all.add(timers.schedule(100, () -> {
                fired.add("a");
                all.get(0).rearm(100);
                all.get(1).cancel();
            }));
            all.add(timers.schedule(150, () -> fired.add("b")));
        });
        loops.advance(320);
        assertThat(fired).containsExactly("a", "a", "a");
        loop.run(all.get(0)::cancel);
        assertThat(timers.pending()).isZero();
    }

    @Test
    void aNeighbourOfTheSameTickMayBeCancelled() {
        List<Timer> all = new ArrayList<>();
        loop.run(() -> {
            for (int i = 0; i < 3; i++) {
                all.add(timers.schedule(100, () -> {
                    fired.add("x");
                    all.forEach(Timer::cancel);
                }));
            }
        });
        loops.advance(200);
        assertThat(fired).containsExactly("x");
        assertThat(timers.pending()).isZero();
    }

    @Test
    void aTaskThatThrowsDisturbsNoOther() {
        loop.run(() -> {
            timers.schedule(100, () -> {
                throw new IllegalStateException("on purpose");
            });
            timers.schedule(100, () -> fired.add("b"));
        });
        loops.advance(200);
        assertThat(fired).containsExactly("b");
    }

    @Test
    void anEmptyWheelAsksForNoWakeUps() {
        loops.advance(100_000);
        assertThat(loop.scheduled()).isZero();
        schedule(100, "a");
        assertThat(loop.scheduled()).isEqualTo(1);
        loops.advance(200);
        assertThat(loop.scheduled()).isZero();
    }

    @Test
    void shortDeadlinesBesideALongOneDoNotPileUpWakeUps() {
        schedule(25_000, "long");
        for (int i = 0; i < 1000; i++) {
            schedule(5, "short");
            loops.advance(10);
        }
        assertThat(loop.scheduled()).isEqualTo(1);
        assertThat(fired).hasSize(1000);
    }

    @Test
    void aLoopThatWasBusyForLongCatchesUp() {
        schedule(50, "a");
        schedule(21_000, "b");
        schedule(90_000, "c");
        loops.clock().advanceNanos(60_000_000_000L);
        loops.advance(0);
        assertThat(fired).containsExactlyInAnyOrder("a", "b");
        loops.advance(30_010);
        assertThat(fired).hasSize(3);
    }

    @Test
    void anyRunOfArmingsKeepsEveryDeadline() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int size = 40;
        long[] due = new long[size];
        Timer[] all = new Timer[size];
        int[] late = new int[1];
        loop.run(() -> {
            for (int i = 0; i < size; i++) {
                int index = i;
                all[i] = timers.schedule(1_000_000, () -> {
                    late[0] = (int) Math.max(late[0], Math.abs(now() - due[index]));
                    due[index] = Long.MAX_VALUE;
                });
                due[i] = 1_000_000;
            }
        });
        for (int round = 0; round < 3000; round++) {
            int index = random.nextInt(size);
            long delay = random.nextInt(4) == 0 ? random.nextInt(60_000) : random.nextInt(500);
            loop.run(() -> {
                if (random.nextInt(5) == 0) {
                    all[index].cancel();
                    due[index] = Long.MAX_VALUE;
                } else {
                    all[index].rearm(delay);
                    due[index] = now() + delay;
                }
            });
            loops.advance(random.nextInt(40));
            for (int i = 0; i < size; i++) {
                assertThat(all[i].isPending()).as("seed %d, timer %d", seed, i).isEqualTo(due[i] != Long.MAX_VALUE);
                assertThat(due[i]).as("seed %d, timer %d", seed, i).isGreaterThan(now() - Timers.TICK_MILLIS - 1);
            }
        }
        assertThat(late[0]).as("seed %d", seed).isLessThanOrEqualTo(Timers.TICK_MILLIS + 1);
    }
}
