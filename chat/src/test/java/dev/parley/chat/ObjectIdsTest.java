package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ObjectIdsTest {

    private final AtomicLong millis = new AtomicLong(1_640_862_250_273L);

    private final Clock clock = new Clock() {
        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public long millis() {
            return millis.get();
        }
    };

    @Test
    void anIdIsTwentyFourHexDigitsAndBeginsWithTheSecond() {
        assertThat(new ObjectIds(clock, new Random(1)).next()).matches("61cd922a[0-9a-f]{16}");
    }

    @Test
    void noIdLooksLikeANumberWhateverTheProcess() {
        for (int seed = 0; seed < 1000; seed++) {
            String id = new ObjectIds(clock, new Random(seed)).next();
            assertThat(id.substring(8)).as("seed %d", seed).matches("[abcdf][0-9a-f]{15}");
        }
    }

    @Test
    void idsGrowWithinASecondOverSecondsAndWhenTheClockGoesBack() {
        ObjectIds ids = new ObjectIds(clock, new Random(1));
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            made.add(ids.next());
            millis.addAndGet(i % 7 == 0 ? -2500 : 400);
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aUsedUpCounterRunsIntoTheNextSecond() {
        ObjectIds ids = new ObjectIds(clock, new Random(1));
        String first = ids.next();
        String last = first;
        for (int i = 0; i < 1 << 24; i++) {
            last = ids.next();
        }
        assertThat(last).startsWith("61cd922b").isGreaterThan(first).matches("[0-9a-f]{24}");
    }

    @Test
    void anIdComesAfterOneOfAnotherProcessInTheSameSecondAndInTheFuture() {
        ObjectIds ids = new ObjectIds(clock, new Random(1));
        assertThat(ids.nextAfter("61cd922affffffffffffffff")).isGreaterThan("61cd922affffffffffffffff");
        String future = "7fffffff8888888888888888";
        String after = ids.nextAfter(future);
        assertThat(after).isGreaterThan(future).hasSize(24);
        assertThat(ids.next()).isGreaterThan(after);
        assertThat(ids.nextAfter("000000000000000000000000")).isGreaterThan(after);
    }

    @Test
    void threadsNeverGetTheSameId() throws Exception {
        ObjectIds ids = new ObjectIds(clock, new Random(1));
        Set<String> all = ConcurrentHashMap.newKeySet();
        Set<Thread> threads = new HashSet<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 10_000; i++) {
                    all.add(ids.next());
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(all).hasSize(40_000);
    }
}
