package dev.parley.storage;

import static dev.parley.storage.Items.get;
import static dev.parley.storage.Items.ids;
import static dev.parley.storage.Items.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds in SQLite only: grouped commits, one file. */
class SqliteTest {

    @TempDir
    private Path folder;

    private DatabaseOptions options() {
        return TestDatabases.fresh(Dialect.SQLITE, folder, Items.SCHEMA);
    }

    @Test
    void worksThatWaitTogetherShareATransactionAndAreAnsweredInOrderAfterIt() throws Exception {
        try (Database database = Database.open(options())) {
            MeterRegistry registry = new SimpleMeterRegistry();
            database.bindTo(registry);
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            CompletionStage<Boolean> blocker = database.write(handle -> {
                running.countDown();
                return await(go);
            });
            await(running);
            List<Long> order = new CopyOnWriteArrayList<>();
            List<CompletionStage<Void>> waiting = new ArrayList<>();
            List<Long> ran = new CopyOnWriteArrayList<>();
            for (long i = 0; i < 40; i++) {
                long id = i;
                waiting.add(database.write(handle -> {
                            ran.add(id);
                            // Answers come after the commit: while the transaction runs, nobody has one.
                            assertThat(order).isEmpty();
                            return insert(id).run(handle);
                        })
                        .thenAccept(_ -> order.add(id)));
            }
            assertThat(registry.get("parley.database.waiting")
                            .tag("kind", "write")
                            .gauge()
                            .value())
                    .isEqualTo(40);
            go.countDown();
            get(blocker);
            for (CompletionStage<Void> one : waiting) {
                one.toCompletableFuture().get(20, TimeUnit.SECONDS);
            }
            assertThat(ran).isSorted().hasSize(40);
            assertThat(order).isEqualTo(ran);
            assertThat(registry.get("parley.database.batch").summary().max()).isEqualTo(40);
            assertThat(registry.get("parley.database.works")
                            .tags("kind", "write", "result", "done")
                            .functionCounter()
                            .count())
                    .isEqualTo(41);
        }
    }

    @Test
    void aTransactionThatSqliteGaveUpFailsAllItsWorksAndTheNextOneGoesWell() throws Exception {
        try (Database database = Database.open(options())) {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            database.write(handle -> {
                running.countDown();
                return await(go);
            });
            await(running);
            CompletionStage<Integer> before = database.write(insert(1));
            // A full disk makes SQLite roll back by itself, in the middle of whatever a work does.
            CompletionStage<Integer> full = database.write(handle -> handle.execute("ROLLBACK"));
            CompletionStage<Integer> after = database.write(insert(2));
            go.countDown();
            for (CompletionStage<Integer> one : List.of(before, full, after)) {
                assertThatThrownBy(() -> get(one)).isNotNull();
            }
            assertThat(get(database.write(insert(3)))).isEqualTo(1);
            assertThat(get(database.read(ids()))).containsExactly(3L);
        }
    }

    @Test
    void aFullDiskIsCalledThat() throws Exception {
        try (Database database = Database.open(options())) {
            get(database.write(handle -> handle.execute("PRAGMA max_page_count = 30")));
            CompletionStage<Integer> tooMuch = database.write(
                    handle -> handle.execute("INSERT INTO items (id, text) VALUES (1, hex(zeroblob(1000000)))"));
            assertThatThrownBy(() -> get(tooMuch))
                    .hasCauseInstanceOf(DatabaseUnavailableException.class)
                    .hasStackTraceContaining("the disk of the SQLite database is full: make room");
            assertThat(get(database.write(insert(2)))).isEqualTo(1);
        }
    }

    @Test
    void whatIsNotADatabaseIsRefusedAndLeftAlone() throws Exception {
        byte[] text = "this is a letter, not a database, and it is long enough to be looked at\n"
                .repeat(20)
                .getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("parley.db");
        Files.write(file, text);
        assertThatThrownBy(() -> Database.open(options()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("parley.db is not an SQLite database");
        assertThat(Database.inspect(options()).problem()).contains("parley.db is not an SQLite database");
        assertThat(file).hasBinaryContent(text);
    }

    @Test
    void folderAndFileAreTheirOwnersOnly() throws Exception {
        Path made = folder.resolve("a/b");
        DatabaseOptions options = new DatabaseOptions(made, null, List.of(Items.SCHEMA), 1, 1, 10);
        try (Database database = Database.open(options)) {
            get(database.write(insert(1)));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
            for (String file : List.of("parley.db", "parley.db-wal", "parley.db-shm")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.resolve(file))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void anotherProcessMayWriteMeanwhile() throws Exception {
        DatabaseOptions options = options();
        try (Database server = Database.open(options);
                Database commandLine = Database.open(options)) {
            List<CompletionStage<Integer>> all = IntStream.range(0, 100)
                    .mapToObj(i -> (i % 2 == 0 ? server : commandLine).write(insert(i)))
                    .toList();
            for (CompletionStage<Integer> one : all) {
                get(one);
            }
            assertThat(get(server.read(ids()))).hasSize(100);
        }
    }

    @Test
    void everyAnsweredWriteOutlivesAKill() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<Long> answered = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                if (line.startsWith("row ") && line.endsWith(";")) {
                    answered.add(Long.valueOf(line.substring(4, line.length() - 1)));
                }
                if (answered.size() == 500) {
                    // Not Process.destroyForcibly: that closes the stream, and what was printed must be read to its
                    // end.
                    child.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(128 + 9);
        assertThat(answered).hasSizeGreaterThanOrEqualTo(500);
        try (Database database = Database.open(options())) {
            assertThat(get(database.read(ids()))).containsAll(answered);
            String check = get(database.read(handle -> handle.createQuery("PRAGMA integrity_check")
                    .mapTo(String.class)
                    .one()));
            assertThat(check).isEqualTo("ok");
            get(database.write(insert(-1)));
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
