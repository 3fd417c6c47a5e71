package dev.parley.server.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Clock;
import dev.parley.server.directory.Change.Kind;
import dev.parley.storage.Database;
import dev.parley.storage.Dialect;
import dev.parley.storage.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChangeFeedTest {

    private static final Duration OFTEN = Duration.ofMillis(20);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by the test engine
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Change> heard = new CopyOnWriteArrayList<>();
    private final ChangeLog log = new ChangeLog(Clock.system());

    private Database database(Dialect dialect) throws Exception {
        Database database = Database.open(TestDatabases.fresh(dialect, folder, AppDirectory.SCHEMA));
        open.add(database);
        return database;
    }

    private ChangeFeed feed(Database database) throws Exception {
        ChangeFeed feed = ChangeFeed.open(database, log, Clock.system(), OFTEN);
        open.addFirst(feed);
        feed.listen(this::hear);
        return feed;
    }

    private CompletionStage<Boolean> hear(Change change) {
        return CompletableFuture.completedFuture(heard.add(change));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private CompletionStage<Boolean> append(Database database, String subject) {
        return database.write(handle -> {
            log.append(handle, "a", Kind.SESSION, subject);
            return true;
        });
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(10));
    }

    private List<String> subjects() {
        return heard.stream().map(Change::subject).toList();
    }

    @ParameterizedTest
    @EnumSource
    void changesAreToldOnceInOrderAndOnlyThoseAfterTheFeedWasOpened(Dialect dialect) throws Exception {
        Database database = database(dialect);
        get(append(database, "before"));
        ChangeFeed feed = feed(database);
        get(append(database, "between"));
        feed.start();
        get(append(database, "after"));
        soon().until(() -> heard.size() >= 2);
        assertThat(subjects()).containsExactly("between", "after");
        assertThat(heard.getFirst().app()).isEqualTo("a");
        assertThat(heard.getFirst().kind()).isEqualTo(Kind.SESSION);
    }

    @ParameterizedTest
    @EnumSource
    void manyWritersAtOnceAndNoneIsMissed(Dialect dialect) throws Exception {
        Database database = database(dialect);
        feed(database).start();
        List<CompletionStage<Boolean>> writes = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            expected.add("s" + i);
            writes.add(append(database, "s" + i));
        }
        for (CompletionStage<Boolean> write : writes) {
            get(write);
        }
        soon().until(() -> heard.size() >= 500);
        assertThat(subjects()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(heard).extracting(Change::seq).isSorted();
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aTransactionThatIsSlowToCommitIsNotOvertakenAndNotMissed(Dialect dialect) throws Exception {
        Database database = database(dialect);
        feed(database).start();
        CountDownLatch appended = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        CompletionStage<Boolean> slow = database.write(handle -> {
            log.append(handle, "a", Kind.USER, "slow");
            appended.countDown();
            return await(commit);
        });
        await(appended);
        CompletionStage<Boolean> quick = append(database, "quick");
        // While the slow one is under way the feed looks several times, and there is nothing to see.
        Awaitility.await()
                .during(OFTEN.multipliedBy(5))
                .atMost(Duration.ofSeconds(5))
                .until(heard::isEmpty);
        commit.countDown();
        get(slow);
        get(quick);
        soon().until(() -> heard.size() >= 2);
        assertThat(subjects()).containsExactly("slow", "quick");
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionThatIsUndoneLeavesNoGap(Dialect dialect) throws Exception {
        Database database = database(dialect);
        feed(database).start();
        get(append(database, "one"));
        CompletionStage<Boolean> undone = database.write(handle -> {
            log.append(handle, "a", Kind.USER, "undone");
            throw new IllegalStateException("no");
        });
        get(undone.handle((_, _) -> true));
        get(append(database, "two"));
        soon().until(() -> heard.size() >= 2);
        assertThat(subjects()).containsExactly("one", "two");
        assertThat(heard.get(1).seq()).isEqualTo(heard.get(0).seq() + 1);
    }

    @ParameterizedTest
    @EnumSource
    void whoWasAwayForLongerThanChangesAreKeptIsToldToLoadEverything(Dialect dialect) throws Exception {
        Database database = database(dialect);
        ChangeFeed feed = feed(database);
        get(append(database, "missed"));
        get(database.write(handle -> log.trim(handle, Long.MAX_VALUE)));
        feed.start();
        soon().until(() -> heard.size() == 1);
        assertThat(heard.getFirst().kind()).isEqualTo(Kind.ALL);
        get(append(database, "next"));
        soon().until(() -> heard.size() == 2);
        assertThat(heard.get(1).subject()).isEqualTo("next");
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatFailsKeepsNothingFromTheOthers(Dialect dialect) throws Exception {
        Database database = database(dialect);
        ChangeFeed feed = ChangeFeed.open(database, log, Clock.system(), OFTEN);
        open.addFirst(feed);
        feed.listen(_ -> {
            throw new IllegalStateException("no");
        });
        feed.listen(this::hear);
        feed.start();
        get(append(database, "one"));
        get(append(database, "two"));
        soon().until(() -> subjects().equals(List.of("one", "two")));
    }

    @ParameterizedTest
    @EnumSource
    void aKindThatOnlyANewerVersionKnowsIsPassedOver(Dialect dialect) throws Exception {
        Database database = database(dialect);
        feed(database).start();
        get(database.write(handle -> {
            log.append(handle, "a", Kind.USER, "one");
            return handle.execute("UPDATE changes SET kind = 'new-kind'");
        }));
        get(append(database, "two"));
        soon().until(() -> !heard.isEmpty());
        assertThat(subjects()).containsExactly("two");
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatCouldNotTakeAChangeInIsToldToLoadEverythingUntilItCan(Dialect dialect) throws Exception {
        Database database = database(dialect);
        ChangeFeed feed = feed(database);
        AtomicInteger failures = new AtomicInteger(2);
        feed.listen(_ -> failures.getAndDecrement() > 0
                ? CompletableFuture.failedFuture(new IllegalStateException("busy"))
                : CompletableFuture.completedFuture(null));
        feed.start();
        get(append(database, "one"));
        soon().until(() -> heard.size() >= 3);
        get(append(database, "two"));
        soon().until(() -> subjects().contains("two"));
        assertThat(heard).extracting(Change::kind).containsExactly(Kind.SESSION, Kind.ALL, Kind.ALL, Kind.SESSION);
    }

    @ParameterizedTest
    @EnumSource
    void aGapBetweenChangesIsNoticedWhereverItIs(Dialect dialect) throws Exception {
        Database database = database(dialect);
        ChangeFeed feed = feed(database);
        get(append(database, "one"));
        get(append(database, "of a node whose clock is slow"));
        get(append(database, "three"));
        get(database.write(handle -> handle.execute("UPDATE changes SET at = 1 WHERE seq = 2")));
        get(database.write(handle -> log.trim(handle, 2)));
        feed.start();
        soon().until(() -> !heard.isEmpty());
        assertThat(heard).extracting(Change::kind).contains(Kind.ALL);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
