package dev.parley.server.gateway.skapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.AudienceKey;
import dev.parley.core.Broker;
import dev.parley.core.CloseReason;
import dev.parley.core.Completion;
import dev.parley.core.Hub;
import dev.parley.core.HubOptions;
import dev.parley.core.ManualLoops;
import dev.parley.core.Member;
import dev.parley.core.Name;
import dev.parley.core.RecordingOutbound;
import dev.parley.core.Shard;
import dev.parley.core.SubscriberSpec;
import dev.parley.core.Valve;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Members of groups that are large, on loops that run when they are told to. */
class MemberListsTest {

    private static final int MANY = 10;
    private static final AudienceKey LARGE = AudienceKey.channel("a", "large");
    private static final AudienceKey SMALL = AudienceKey.channel("a", "small");
    private static final MemberLists.Search ANYBODY = new MemberLists.Search(null, null, true);

    private final ManualLoops loops = new ManualLoops(1);
    private final Hub hub = new Hub(HubOptions.defaults(), Broker.embedded(), loops.clock(), loops.all());
    private final List<Runnable> sorting = new ArrayList<>();
    private final Executor beside = sorting::add;

    MemberListsTest() {
        fill(LARGE, MANY + 1);
        fill(SMALL, MANY);
    }

    private void fill(AudienceKey group, int count) {
        loops.get(0).run(() -> {
            for (int i = 0; i < count; i++) {
                enter(group, "%s%04d".formatted(group.name(), i));
            }
        });
        loops.runAll();
    }

    private void enter(AudienceKey group, String cid) {
        Shard shard = hub.shard(0);
        Valve valve = new Valve() {
            @Override
            public void pause() {}

            @Override
            public void resume() {}

            @Override
            public void close(CloseReason reason) {}
        };
        shard.open(new SubscriberSpec(
                        cid, "a", null, new SkapiFormat(), new RecordingOutbound(shard), shard.lane(valve), 10))
                .join(Name.of(group.name()), true, Completion.IGNORED);
    }

    private CompletableFuture<List<Member>> find(MemberLists lists, AudienceKey group, int limit) {
        CompletableFuture<List<Member>> found =
                lists.find(group, ANYBODY, limit).toCompletableFuture();
        loops.runAll();
        return found;
    }

    private void sort() {
        sorting.forEach(Runnable::run);
        sorting.clear();
    }

    @Test
    void onlySoManyLookAtLargeGroupsAtOnce() {
        MemberLists lists = new MemberLists(hub, beside, new Scans(1), MANY);
        CompletableFuture<List<Member>> first = find(lists, LARGE, 2);
        CompletableFuture<List<Member>> second = find(lists, LARGE, 2);

        assertThatThrownBy(second::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(CallRefusal.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(429);
                    assertThat(refusal.retryAfterSeconds()).isPositive();
                });
        sort();
        assertThat(first.join()).extracting(Member::id).containsExactly("large0000", "large0001", "large0002");
        CompletableFuture<List<Member>> third = find(lists, LARGE, 1);
        sort();
        assertThat(third.join()).hasSize(2);
    }

    @Test
    void othersAreAlwaysListed() {
        MemberLists lists = new MemberLists(hub, beside, new Scans(0), MANY);
        CompletableFuture<List<Member>> all = find(lists, SMALL, MANY);
        sort();

        assertThat(all.join()).hasSize(MANY);
    }
}
