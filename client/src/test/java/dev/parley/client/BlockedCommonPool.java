package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/** An application that blocks every thread of the common pool. */
final class BlockedCommonPool {

    /** What a test does meanwhile. */
    interface Meanwhile {
        void run() throws Exception;
    }

    private final CountDownLatch end = new CountDownLatch(1);

    private BlockedCommonPool() {}

    static void during(Meanwhile test) throws Exception {
        BlockedCommonPool pool = new BlockedCommonPool();
        try {
            pool.block();
            test.run();
        } finally {
            pool.end.countDown();
        }
    }

    private void block() throws InterruptedException {
        int threads = Math.max(1, ForkJoinPool.getCommonPoolParallelism());
        CountDownLatch blocked = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            ForkJoinPool.commonPool().execute(() -> {
                blocked.countDown();
                awaitEnd();
            });
        }
        assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
