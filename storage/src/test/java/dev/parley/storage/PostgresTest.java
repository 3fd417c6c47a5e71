package dev.parley.storage;

import static dev.parley.storage.Items.get;
import static dev.parley.storage.Items.ids;
import static dev.parley.storage.Items.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds in PostgreSQL only: a server that may be away, several writers. */
class PostgresTest {

    @TempDir
    private Path folder;

    private DatabaseOptions options() {
        return TestDatabases.fresh(Dialect.POSTGRESQL, folder, Items.SCHEMA);
    }

    private DatabaseOptions at(String url) {
        return new DatabaseOptions(folder, url, List.of(Items.SCHEMA), 1, 2, 10);
    }

    @Test
    void aLostConnectionFailsClearlyAndTheDatabaseIsThereAgainWhenItIs() throws Exception {
        String url = TestDatabases.postgresUrl();
        String name = url.substring(url.lastIndexOf('/') + 1);
        try (Database database = Database.open(at(url))) {
            get(database.write(insert(1)));
            TestDatabases.admin("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch cut = new CountDownLatch(1);
            CompletionStage<Integer> under = database.write(handle -> {
                running.countDown();
                await(cut);
                return insert(2).run(handle);
            });
            await(running);
            TestDatabases.admin(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
            cut.countDown();
            assertThatThrownBy(() -> get(under))
                    .hasCauseInstanceOf(DatabaseUnavailableException.class)
                    .hasStackTraceContaining("the connection to PostgreSQL is lost");
            assertThatThrownBy(() -> get(database.write(insert(3))))
                    .hasCauseInstanceOf(DatabaseUnavailableException.class);
            TestDatabases.admin("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
            assertThat(get(database.write(insert(4)))).isEqualTo(1);
            assertThat(get(database.read(ids()))).containsExactly(1L, 4L);
        }
    }

    @Test
    void aTransactionGivenUpForAnotherRunsAgain() throws Exception {
        try (Database database = Database.open(options())) {
            get(database.write(insert(1)));
            get(database.write(insert(2)));
            CyclicBarrier both = new CyclicBarrier(2);
            AtomicInteger runs = new AtomicInteger();
            CompletionStage<Integer> there = database.write(handle -> crossing(handle, runs, both, 1, 2));
            CompletionStage<Integer> back = database.write(handle -> crossing(handle, runs, both, 2, 1));
            assertThat(get(there)).isEqualTo(1);
            assertThat(get(back)).isEqualTo(1);
            assertThat(runs).hasValueGreaterThan(2);
        }
    }

    /** Two of these, crosswise, deadlock the first time. */
    private static int crossing(Handle handle, AtomicInteger runs, CyclicBarrier both, int first, int second) {
        handle.execute("UPDATE items SET text = 'a' WHERE id = ?", first);
        if (runs.incrementAndGet() <= 2) {
            try {
                both.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return handle.execute("UPDATE items SET text = 'b' WHERE id = ?", second);
    }

    @Test
    void everyWayToWriteTheUrlLeadsThere() throws Exception {
        String url = TestDatabases.postgresUrl();
        String rest = url.substring("postgresql://".length());
        String place = rest.substring(rest.indexOf('@') + 1);
        for (String same : List.of(
                url,
                "jdbc:" + url,
                "postgres://" + rest,
                "jdbc:postgresql://" + place + "?user=postgres&password=x",
                url + "?preferQueryMode=simple&ApplicationName=other",
                "postgresql://post%67res:p%40ss@" + place)) {
            assertThat(Database.inspect(at(same)).problem()).as(same).isEmpty();
        }
    }

    @Test
    void noMessageShowsThePassword() throws Exception {
        String secret = "s3cret-pa55";
        for (String url : List.of(
                "postgresql://me:" + secret + "@localhost:1/none",
                "postgresql://me:" + secret + "%zz@localhost:1/none",
                "postgresql://me:" + secret + "@localhost:port/none",
                "postgresql://me:" + secret + "@localhost",
                "postgresql://localhost:1/none?user=me&password=" + secret,
                "postgresql://me:" + secret + "@localhost:1/none?loginTimeout=x",
                "mysql://me:" + secret + "@localhost/none",
                TestDatabases.postgresUrl().replace("some-password", secret).replaceAll("/test\\d+$", "/none"))) {
            assertThat(at(url).toString()).doesNotContain(secret);
            assertThat(Database.inspect(at(url)).problem())
                    .as("a problem with what is wrong")
                    .isNotEmpty()
                    .doesNotContain(secret);
            assertThatThrownBy(() -> Database.open(at(url)))
                    .isInstanceOf(IOException.class)
                    .satisfies(e -> {
                        for (Throwable each = e; each != null; each = each.getCause()) {
                            assertThat(each.toString()).doesNotContain(secret);
                        }
                    });
        }
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        assertThat(Database.inspect(at("postgresql://me:pw@localhost:1/none")).problem())
                .startsWith("database postgresql://localhost:1/none: the connection to PostgreSQL")
                .contains("refused");
    }

    @Test
    void anExceptionShowsNoDetailOfTheRow() throws Exception {
        try (Database database = Database.open(options())) {
            get(database.write(insert(7777)));
            assertThatThrownBy(() -> get(database.write(insert(7777))))
                    .rootCause()
                    .hasMessageContaining("items_pkey")
                    .message()
                    .doesNotContain("7777");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
