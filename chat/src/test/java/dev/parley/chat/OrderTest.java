package dev.parley.chat;

import static dev.parley.chat.World.actor;
import static dev.parley.chat.World.get;
import static dev.parley.chat.World.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One order in each room, whoever writes. */
class OrderTest {

    private static final int SENDERS = 20;
    private static final int EACH = 25;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void idsCommitsAndWhatIsToldHaveOneOrder(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String[] others = IntStream.range(1, SENDERS).mapToObj(i -> "u" + i).toArray(String[]::new);
            String room = world.group("u0", others);
            world.enter("u0", room);
            world.told.clear();
            AtomicBoolean sending = new AtomicBoolean(true);
            List<List<String>> snapshots = new ArrayList<>();
            Thread watcher = Thread.ofPlatform().start(() -> watch(world, room, sending, snapshots));
            sendAll(world, room);
            sending.set(false);
            watcher.join();
            List<String> told = world.told.stream()
                    .flatMap(c -> c.messages().stream())
                    .map(Message::id)
                    .toList();
            assertThat(told).hasSize(SENDERS * EACH).isSorted();
            List<String> stored = all(world, room);
            assertThat(stored.subList(1, stored.size())).isEqualTo(told);
            // A message was never committed after a greater one: whatever anybody ever saw was a beginning of the
            // whole.
            assertThat(snapshots).isNotEmpty();
            for (List<String> snapshot : snapshots) {
                assertThat(stored.subList(0, snapshot.size())).isEqualTo(snapshot);
            }
            assertThat(world.told)
                    .allSatisfy(c -> assertThat(c.views().getFirst().room().lastMessage())
                            .isEqualTo(c.messages().getLast()));
            assertThat(world.told.stream().map(c -> World.viewOf(c, "u0").unread()))
                    .as("unread of one who sends, too, without looking")
                    .isSorted()
                    .endsWith((SENDERS - 1) * EACH);
        }
    }

    private static void watch(World world, String room, AtomicBoolean going, List<List<String>> snapshots) {
        while (going.get()) {
            try {
                snapshots.add(all(world, room));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static List<String> all(World world, String room) throws Exception {
        return get(world.database.read(
                handle -> handle.createQuery("SELECT id FROM chat_messages WHERE room_id = ? ORDER BY id")
                        .bind(0, room)
                        .mapTo(String.class)
                        .list()));
    }

    /** Each sender's own messages come in the order in which it sent them, as it waits for each answer. */
    private static void sendAll(World world, String room) throws Exception {
        CountDownLatch done = new CountDownLatch(SENDERS);
        for (int s = 0; s < SENDERS; s++) {
            String user = "u" + s;
            Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < EACH; i++) {
                        world.say(user, room, RoomKind.GROUP, user + "-" + i);
                    }
                    done.countDown();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whoEntersWhileOthersSendMissesNothingAndGetsNothingTwice(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            ConcurrentLinkedQueue<Object> seen = new ConcurrentLinkedQueue<>();
            List<CompletionStage<?>> under = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                under.add(world.chat.send(actor("ann"), room, RoomKind.SINGLE, Draft.text("m" + i)));
                if (i % 10 == 5) {
                    under.add(world.chat.enter(key("bob"), room, entered -> {
                        // What was told before this moment is the history's newest, and nothing told is missing in it.
                        List<Message> toldBefore = world.told.stream()
                                .flatMap(c -> c.messages().stream())
                                .toList();
                        seen.add(toldBefore.isEmpty()
                                || toldBefore.getLast().equals(entered.history().getFirst()));
                    }));
                }
            }
            for (CompletionStage<?> one : under) {
                get(one);
            }
            assertThat(seen).hasSize(10).containsOnly(true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeCommittedIsNeitherToldNorAnsweredAndTheRoomGoesOn(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            get(world.database.write(handle -> {
                FailingCommit.on(dialect).forEach(handle::execute);
                return 0;
            }));
            CompletionStage<Message> poisoned =
                    world.chat.send(actor("ann"), room, RoomKind.SINGLE, Draft.text("poison"));
            assertThatThrownBy(() -> get(poisoned)).isNotNull();
            assertThat(world.told).isEmpty();
            assertThat(world.view("bob", room).unread()).isEqualTo(1);
            Message after = world.say("ann", room, RoomKind.SINGLE, "after");
            assertThat(world.change().messages()).containsExactly(after);
            assertThat(get(world.reader.messages(key("ann"), room, null)))
                    .extracting(Message::content)
                    .containsExactly("after", "first");
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesAmongThoseThatFailAreToldInOrder(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            List<CompletionStage<Message>> sent = new ArrayList<>();
            List<CompletionStage<?>> refused = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sent.add(world.chat.send(actor("ann"), room, RoomKind.SINGLE, Draft.text("m" + i)));
                refused.add(world.chat.kick(actor("ann"), room, World.affected("bob")));
            }
            for (CompletionStage<Message> one : sent) {
                get(one);
            }
            for (CompletionStage<?> one : refused) {
                assertThat(World.refusal(one)).isEqualTo(Refusal.WRONG_KIND);
            }
            assertThat(world.told.stream().map(c -> c.messages().getFirst().id()))
                    .hasSize(100)
                    .isSorted();
        }
    }
}
