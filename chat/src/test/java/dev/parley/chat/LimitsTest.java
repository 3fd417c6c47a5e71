package dev.parley.chat;

import static dev.parley.chat.World.actor;
import static dev.parley.chat.World.get;
import static dev.parley.chat.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Clock;
import dev.parley.storage.DatabaseUnavailableException;
import dev.parley.storage.Dialect;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aFullQueueRefusesAtOnceAndWhatWaitsIsDone(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder, new ChatOptions(5, 10, 100, 100, 100))) {
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            world.chat.bindTo(meters);
            String room = world.single("ann", "bob").room().id();
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            CompletionStage<Integer> holder = world.database.write(handle -> {
                handle.execute("UPDATE chat_rooms SET picture = NULL WHERE id = ?", room);
                held.countDown();
                return await(go) ? 1 : 0;
            });
            await(held);
            List<CompletionStage<Message>> waiting = IntStream.range(0, 5)
                    .mapToObj(i -> world.chat.send(actor("ann"), room, RoomKind.SINGLE, Draft.text("m" + i)))
                    .toList();
            CompletionStage<Message> late = world.chat.send(actor("ann"), room, RoomKind.SINGLE, Draft.text("late"));
            assertThat(late.toCompletableFuture()).isCompletedExceptionally();
            assertThat(refusal(late)).isEqualTo(Refusal.BUSY);
            assertThat(world.told).isEmpty();
            assertThat(meters.get("parley.chat.operations").gauge().value()).isEqualTo(5);
            go.countDown();
            assertThat(get(holder)).isEqualTo(1);
            for (CompletionStage<Message> one : waiting) {
                get(one);
            }
            assertThat(world.told).hasSize(5);
            assertThat(world.say("ann", room, RoomKind.SINGLE, "after").content())
                    .isEqualTo("after");
            assertThat(meters.get("parley.chat.messages").functionCounter().count())
                    .isEqualTo(7);
            assertThat(meters.get("parley.chat.refusals")
                            .tag("reason", "busy")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoCannotBeToldKeepsNobodyFromAnAnswer(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            Chat deaf = new Chat(
                    world.database,
                    Clock.system(),
                    (_, _) -> Set.of(),
                    _ -> {
                        throw new AssertionError("no");
                    },
                    ChatOptions.defaults());
            RoomView view = get(deaf.openSingle(actor("ann"), "bob", Draft.text("hi")));
            assertThat(get(deaf.enter(World.key("bob"), view.room().id(), _ -> {
                                throw new IllegalStateException("no");
                            }))
                            .history())
                    .hasSize(1);
            // An answer may come a moment before its place is given up.
            world.database.close();
            assertThat(deaf.waitingRooms()).isZero();
            assertThat(deaf.underWay()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedDatabaseFailsAndIsNotARefusal(Dialect dialect) throws Exception {
        World world = World.open(dialect, folder);
        world.close();
        CompletionStage<RoomView> late = world.chat.openSingle(actor("ann"), "bob", Draft.text("hi"));
        assertThat(late.toCompletableFuture())
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(DatabaseUnavailableException.class);
        world.close();
    }
}
