package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneTest {

    private final Lane lane = new Lane();

    @Test
    void aFreeLaneRunsATaskAtOnceOnTheCallersThread() {
        List<Thread> ran = new ArrayList<>();
        lane.execute(() -> ran.add(Thread.currentThread()));
        assertThat(ran).containsExactly(Thread.currentThread());
    }

    @Test
    void aTaskOfATaskRunsAfterIt() {
        List<String> log = new ArrayList<>();
        lane.execute(() -> {
            lane.execute(() -> {
                lane.execute(() -> log.add("third"));
                log.add("second");
            });
            log.add("first");
        });
        assertThat(log).containsExactly("first", "second", "third");
    }

    @Test
    void aTaskThatFailsHindersNoOther() {
        List<String> log = new ArrayList<>();
        lane.execute(() -> {
            throw new IllegalStateException("a task of the test fails");
        });
        lane.execute(() -> {
            throw new AssertionError("a task of the test fails");
        });
        lane.execute(() -> log.add("next"));
        assertThat(log).containsExactly("next");
    }

    @Test
    void tasksOfManyThreadsRunOneAtATimeAndInEachThreadsOrder() throws InterruptedException {
        List<List<Integer>> logs = new ArrayList<>();
        int[] count = new int[1]; // no lock: the lane is one
        List<Thread> threads = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(4 * 20_000);
        for (int t = 0; t < 4; t++) {
            List<Integer> log = new ArrayList<>();
            logs.add(log);
            threads.add(new Thread(() -> IntStream.range(0, 20_000)
                    .forEach(i -> lane.execute(() -> {
                        log.add(i);
                        count[0]++;
                        done.countDown();
                    }))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        Observer.await().until(() -> done.getCount() == 0);
        assertThat(count[0]).isEqualTo(4 * 20_000);
        assertThat(logs)
                .allMatch(log -> log.equals(IntStream.range(0, 20_000).boxed().toList()));
    }

    @Test
    void aCallerIsLetGoAfterAThousandTasks() {
        Log<Thread> last = new Log<>("last task");
        List<Thread> first = new ArrayList<>();
        lane.execute(() -> {
            IntStream.range(0, 1_500)
                    .forEach(i -> lane.execute(() -> {
                        if (i == 100) {
                            first.add(Thread.currentThread());
                        }
                    }));
            lane.execute(() -> last.add(Thread.currentThread()));
        });
        assertThat(first).containsExactly(Thread.currentThread());
        assertThat(last.next()).isNotSameAs(Thread.currentThread());
    }
}
