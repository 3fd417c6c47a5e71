package dev.parley.server.gateway.skapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.ChannelCount;
import dev.parley.core.ChannelQuery;
import dev.parley.core.Clock;
import dev.parley.server.config.Config;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.ChannelRights;
import dev.parley.server.identity.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Searches over more groups than one look at the hub takes. */
class GroupListsTest {

    private static final int GROUPS = 5_500;
    private static final Condition ABOVE = Condition.ABOVE;

    private static RestWorld world;

    @BeforeAll
    static void start() {
        world = new RestWorld("", "");
        RestWorld.Guest guest = world.new Guest("");
        IntStream.range(0, GROUPS).forEach(i -> guest.join("g%04d".formatted(i)));
        world.new Guest("").join("g0007", "g5003");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static App app(String rules) throws Exception {
        return new App(Config.parse("apps: [ { id: one" + rules + " } ]").apps().getFirst());
    }

    private static ChannelRights rights(App app) {
        return new Admission(Sessions.NONE, Clock.system()).rights(app, null);
    }

    private static GroupLists lists(Executor beside, int scans) {
        return new GroupLists(world.server.server().hub(), beside, new Scans(scans));
    }

    private static List<String> names(List<ChannelCount> found) {
        return found.stream().map(ChannelCount::name).toList();
    }

    private static List<ChannelCount> find(App app, GroupSearch search, int limit) {
        return lists(task -> Thread.ofVirtual().start(task), 1)
                .find(app, search, limit, rights(app))
                .toCompletableFuture()
                .join();
    }

    private static GroupSearch byName(boolean descending) {
        return new GroupSearch.ByName(ChannelQuery.all(1).descending(descending), null);
    }

    private static GroupSearch byCount(boolean ascending) {
        return new GroupSearch.ByCount(ABOVE, 0, null, ascending, null);
    }

    @Test
    void theLargestPageKnowsWhetherThereIsMore() throws Exception {
        assertThat(find(app(""), byName(false), 1_000)).hasSize(1_001);
        assertThat(names(find(app(""), byName(true), 1_000))).hasSize(1_001).startsWith("g5499", "g5498");
        assertThat(find(app(""), byName(false), 1)).hasSize(2);
    }

    @Test
    void aSearchByNumberLooksAtAllAndKeepsItsPage() throws Exception {
        assertThat(names(find(app(""), byCount(false), 2))).containsExactly("g5003", "g0007", "g5499");
        assertThat(names(find(app(""), byCount(true), 2))).containsExactly("g0000", "g0001", "g0002");
    }

    @Test
    void pagesAreFilledUpHoweverManyAreHidden() throws Exception {
        App app = app(", channels: [ { match: 'g549*', members: anyone }, { match: '*', members: server } ]");

        assertThat(names(find(app, byName(false), 3))).containsExactly("g5490", "g5491", "g5492", "g5493");
        assertThat(names(find(app, byCount(true), 3))).containsExactly("g5490", "g5491", "g5492", "g5493");
        assertThat(find(app, byName(false), 50)).hasSize(10);
    }

    @Test
    void onlySoManyLookAtAllGroupsAtOnce() throws Exception {
        App open = app("");
        App hidden = app(", channels: [ { match: '*', members: server } ]");
        LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        List<CompletableFuture<?>> searches = new ArrayList<>();
        GroupLists none = lists(tasks::add, 0);
        searches.add(none.find(open, byCount(true), 1, rights(open)).toCompletableFuture());
        searches.add(none.find(hidden, byName(false), 1, rights(hidden)).toCompletableFuture());
        CompletableFuture<List<ChannelCount>> shortOne =
                none.find(open, byName(false), 1_000, rights(open)).toCompletableFuture();
        tasks.forEach(Runnable::run);

        assertThat(shortOne.join()).hasSize(1_001);
        for (CompletableFuture<?> search : searches) {
            assertThatThrownBy(search::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(CallRefusal.class, refusal -> {
                        assertThat(refusal.status()).isEqualTo(429);
                        assertThat(refusal.retryAfterSeconds()).isPositive();
                    });
        }
    }

    @Test
    void whatASearchTookIsGivenBack() throws Exception {
        App app = app("");
        GroupLists one = lists(task -> Thread.ofVirtual().start(task), 1);
        for (int i = 0; i < 3; i++) {
            assertThat(one.find(app, byCount(true), 1, rights(app))
                            .toCompletableFuture()
                            .join())
                    .hasSize(2);
        }
    }
}
