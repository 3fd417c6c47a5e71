package dev.parley.server.gateway.vchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.RoomChange;
import dev.parley.core.Broker;
import dev.parley.core.Hub;
import dev.parley.core.HubOptions;
import dev.parley.core.ManualLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The order in which rooms are told of, on a loop that runs when it is told to. */
class RoomFeedTest {

    private static final RoomKey ROOM = new RoomKey("a", "0123456789abcdef01234567");
    private static final RoomKey OTHER = new RoomKey("a", "1123456789abcdef01234567");

    private final ManualLoops loops = new ManualLoops(2);
    private final Hub hub = new Hub(HubOptions.defaults(), Broker.embedded(), loops.clock(), loops.all());
    private final List<String> told = new ArrayList<>();
    private final RoomFeed feed = new RoomFeed(hub, this::tell);

    private void tell(RoomChange change) {
        told.add(change.roomId());
    }

    private static CompletionStage<?> done() {
        return CompletableFuture.completedFuture(null);
    }

    private void step(RoomKey room, String name, CompletionStage<?> until) {
        feed.inTurn(room, () -> {
            told.add(name);
            return until;
        });
    }

    @Test
    void aRoomWaitsForItsStepsAndOtherRoomsDoNot() {
        CompletableFuture<@Nullable Void> entering = new CompletableFuture<>();
        step(ROOM, "first", done());
        step(ROOM, "enter", entering);
        step(ROOM, "later", done());
        step(OTHER, "elsewhere", done());
        loops.runAll();
        assertThat(told)
                .containsExactlyInAnyOrder("first", "enter", "elsewhere")
                .containsSubsequence("first", "enter");

        entering.complete(null);
        loops.runAll();
        assertThat(told).hasSize(4).endsWith("later");
        assertThat(feed.pending()).isZero();
    }

    @Test
    void changesTakeTheirTurnBetweenSteps() {
        CompletableFuture<@Nullable Void> entering = new CompletableFuture<>();
        step(ROOM, "enter", entering);
        feed.changed(new RoomChange(ROOM.app(), ROOM.id(), List.of(), List.of(), Set.of(), null));
        loops.runAll();
        assertThat(told).containsExactly("enter");

        entering.complete(null);
        loops.runAll();
        assertThat(told).containsExactly("enter", ROOM.id());
    }

    @Test
    void aStepThatFailsDoesNotHoldTheRoom() {
        CompletableFuture<@Nullable Void> failing = new CompletableFuture<>();
        feed.inTurn(ROOM, () -> {
            throw new IllegalStateException("at once");
        });
        step(ROOM, "failing", failing);
        step(ROOM, "later", done());
        loops.runAll();
        failing.completeExceptionally(new IllegalStateException("afterwards"));
        loops.runAll();
        assertThat(told).containsExactly("failing", "later");
        assertThat(feed.pending()).isZero();
    }

    @Test
    void whoIsBehindTakesNoMore() {
        assertThat(feed.isFull()).isFalse();
        for (int i = 0; i <= 10_000; i++) {
            step(ROOM, "x", done());
        }
        assertThat(feed.isFull()).isTrue();
        loops.runAll();
        assertThat(feed.isFull()).isFalse();
        assertThat(told).hasSize(10_001);
    }
}
