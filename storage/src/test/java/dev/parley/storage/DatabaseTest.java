package dev.parley.storage;

import static dev.parley.storage.Items.get;
import static dev.parley.storage.Items.ids;
import static dev.parley.storage.Items.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds in every database. */
class DatabaseTest {

    @TempDir
    private Path folder;

    private Database open(Dialect dialect) throws Exception {
        return Database.open(TestDatabases.fresh(dialect, folder, Items.SCHEMA));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAnsweredIsThere(Dialect dialect) throws Exception {
        try (Database database = open(dialect)) {
            assertThat(database.dialect()).isEqualTo(dialect);
            assertThat(get(database.write(insert(1)))).isEqualTo(1);
            assertThat(get(database.read(ids()))).containsExactly(1L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWorkThatThrowsIsUndoneAlone(Dialect dialect) throws Exception {
        try (Database database = open(dialect)) {
            CompletionStage<Integer> before = database.write(insert(1));
            CompletionStage<Integer> thrower = database.write(handle -> {
                insert(2).run(handle);
                insert(3).run(handle);
                throw new IllegalStateException("no");
            });
            CompletionStage<Integer> after = database.write(insert(4));
            get(before);
            get(after);
            assertThatThrownBy(() -> get(thrower)).hasRootCauseMessage("no");
            assertThat(get(database.read(ids()))).containsExactly(1L, 4L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aViolatedConstraintUndoesTheWorkAndShowsNoValues(Dialect dialect) throws Exception {
        try (Database database = open(dialect)) {
            get(database.write(insert(1)));
            CompletionStage<Integer> twice = database.write(handle -> {
                insert(2).run(handle);
                return handle.execute("INSERT INTO items (id, text) VALUES (?, ?)", 1, "secret-text");
            });
            assertThatThrownBy(() -> get(twice))
                    .hasStackTraceContaining("onstraint")
                    .satisfies(e -> assertThat(wholeText(e)).doesNotContain("secret-text", "(1)"));
            CompletionStage<Integer> orphan =
                    database.write(handle -> handle.execute("INSERT INTO parts (id, item) VALUES (1, 99)"));
            assertThatThrownBy(() -> get(orphan)).hasStackTraceContaining("onstraint");
            assertThat(get(database.read(ids()))).containsExactly(1L);
        }
    }

    private static String wholeText(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            text.append(at).append('\n');
        }
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource
    void anErrorGoesToWhoeverWaitsAndTheDatabaseGoesOn(Dialect dialect) throws Exception {
        try (Database database = open(dialect)) {
            CompletionStage<Integer> thrower = database.write(handle -> {
                throw new StackOverflowError("deep");
            });
            assertThatThrownBy(() -> get(thrower)).hasCauseInstanceOf(StackOverflowError.class);
            assertThat(get(database.write(insert(1)))).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadSeesOneStateWhateverIsWrittenMeanwhile(Dialect dialect) throws Exception {
        try (Database database = open(dialect)) {
            get(database.write(insert(1)));
            CountDownLatch looked = new CountDownLatch(1);
            CountDownLatch written = new CountDownLatch(1);
            CompletionStage<List<List<Long>>> looks = database.read(handle -> {
                List<Long> first = ids().run(handle);
                looked.countDown();
                await(written);
                return List.of(first, ids().run(handle));
            });
            await(looked);
            get(database.write(insert(2)));
            written.countDown();
            assertThat(get(looks)).containsExactly(List.of(1L), List.of(1L));
            assertThat(get(database.read(ids()))).containsExactly(1L, 2L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadCannotWrite(Dialect dialect) throws Exception {
        try (Database database = open(dialect)) {
            assertThatThrownBy(() -> get(database.read(insert(1)))).isNotNull();
            assertThat(get(database.read(ids()))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWorkMayUseJdbisTransactionsInsideItsOwn(Dialect dialect) throws Exception {
        try (Database database = open(dialect)) {
            get(database.write(handle -> handle.inTransaction(insert(1)::run)));
            assertThatThrownBy(() -> get(database.write(handle -> {
                        handle.inTransaction(insert(2)::run);
                        throw new IllegalStateException("no");
                    })))
                    .hasRootCauseMessage("no");
            assertThat(get(database.read(ids()))).containsExactly(1L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFullQueueRefusesAtOnceAndWhatWaitsIsDone(Dialect dialect) throws Exception {
        DatabaseOptions all = TestDatabases.fresh(dialect, folder, Items.SCHEMA);
        DatabaseOptions options = new DatabaseOptions(all.folder(), all.url(), all.schemas(), 1, 1, 5);
        try (Database database = Database.open(options)) {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            CompletionStage<Boolean> blocker = database.write(handle -> {
                running.countDown();
                return await(go);
            });
            await(running);
            List<CompletionStage<Integer>> waiting = LongStream.range(0, 5)
                    .mapToObj(i -> database.write(insert(i)))
                    .toList();
            CompletableFuture<Integer> refused = database.write(insert(99)).toCompletableFuture();
            assertThat(refused).isCompletedExceptionally();
            assertThatThrownBy(() -> get(refused)).hasCauseInstanceOf(DatabaseBusyException.class);
            go.countDown();
            get(blocker);
            for (CompletionStage<Integer> one : waiting) {
                get(one);
            }
            assertThat(get(database.read(ids()))).containsExactly(0L, 1L, 2L, 3L, 4L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoHundredWritersAtOnceAllGetTheirAnswer(Dialect dialect) throws Exception {
        try (Database database = open(dialect)) {
            List<Thread> writers = new ArrayList<>();
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            CountDownLatch go = new CountDownLatch(1);
            for (long i = 0; i < 200; i++) {
                long id = i;
                CompletableFuture<Integer> answer = new CompletableFuture<>();
                answers.add(answer);
                writers.add(Thread.startVirtualThread(() -> {
                    await(go);
                    database.write(insert(id)).whenComplete((rows, e) -> {
                        if (e == null) {
                            answer.complete(rows);
                        } else {
                            answer.completeExceptionally(e);
                        }
                    });
                }));
            }
            go.countDown();
            for (CompletableFuture<Integer> answer : answers) {
                assertThat(get(answer)).isEqualTo(1);
            }
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(get(database.read(ids()))).hasSize(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingLetsWhatWaitsEndAndRefusesWhatComesLater(Dialect dialect) throws Exception {
        DatabaseOptions options = TestDatabases.fresh(dialect, folder, Items.SCHEMA);
        Database database = Database.open(options);
        List<CompletionStage<Integer>> waiting =
                LongStream.range(0, 50).mapToObj(i -> database.write(insert(i))).toList();
        database.close();
        for (CompletionStage<Integer> one : waiting) {
            assertThat(get(one)).isEqualTo(1);
        }
        assertThatThrownBy(() -> get(database.write(insert(99))))
                .hasCauseInstanceOf(DatabaseUnavailableException.class)
                .hasStackTraceContaining("the database is closed");
        assertThatThrownBy(() -> get(database.read(ids()))).hasCauseInstanceOf(DatabaseUnavailableException.class);
        try (Database again = Database.open(options)) {
            assertThat(get(again.read(ids()))).hasSize(50);
        }
    }

    @ParameterizedTest
    @EnumSource
    void handlesLeaveNothingBehindForTheNextWork(Dialect dialect) throws Exception {
        try (Database database = open(dialect)) {
            get(database.write(handle -> {
                // Left open on purpose.
                handle.createQuery("SELECT 1").mapTo(Integer.class).iterator().next();
                return insert(1).run(handle);
            }));
            List<Handle> seen = new ArrayList<>();
            get(database.write(handle -> {
                seen.add(handle);
                return insert(2).run(handle);
            }));
            assertThat(seen.getFirst().isClosed()).isTrue();
            assertThat(get(database.read(ids()))).containsExactly(1L, 2L);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
