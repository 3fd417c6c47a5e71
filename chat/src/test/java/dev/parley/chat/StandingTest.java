package dev.parley.chat;

import static dev.parley.chat.World.actor;
import static dev.parley.chat.World.get;
import static dev.parley.chat.World.key;
import static dev.parley.chat.World.refusal;
import static dev.parley.chat.World.viewOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandingTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void enteringGivesTheNewestMessagesAndReadsThem(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            for (int i = 0; i < 40; i++) {
                world.say("ann", room, RoomKind.SINGLE, "m" + i);
            }
            long updated = world.view("bob", room).room().updatedAt();
            world.told.clear();
            world.millis.addAndGet(5000);
            List<Entered> inOrder = new ArrayList<>();
            Entered entered = get(world.chat.enter(key("bob"), room, inOrder::add));
            assertThat(inOrder).containsExactly(entered);
            assertThat(entered.history()).hasSize(30);
            assertThat(entered.history().getFirst().content()).isEqualTo("m39");
            assertThat(entered.view().unread()).isZero();
            assertThat(entered.view().room().updatedAt()).isEqualTo(updated);
            RoomChange change = world.change();
            assertThat(change.messages()).isEmpty();
            assertThat(change.absent()).isEmpty();
            assertThat(change.views()).extracting(RoomView::userId).containsExactlyInAnyOrder("bob", "ann");
            assertThat(viewOf(change, "bob")).isEqualTo(entered.view());
            assertThat(world.view("bob", room)).isEqualTo(entered.view());
        }
    }

    @ParameterizedTest
    @EnumSource
    void enteringAgainTellsNobody(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.group("ann", "bob");
            world.enter("bob", room);
            assertThat(world.change().views()).extracting(RoomView::userId).containsExactly("bob");
            assertThat(world.enter("bob", room).unread()).isZero();
            assertThat(world.told).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void strangersEnterNothing(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            List<Entered> inOrder = new ArrayList<>();
            assertThat(refusal(world.chat.enter(key("eve"), room, inOrder::add)))
                    .isEqualTo(Refusal.NOT_A_MEMBER);
            assertThat(refusal(world.chat.enter(new UserKey("other", "bob"), room, inOrder::add)))
                    .isEqualTo(Refusal.UNKNOWN_ROOM);
            assertThat(refusal(world.chat.enter(key("bob"), "no-id", inOrder::add)))
                    .isEqualTo(Refusal.UNKNOWN_ROOM);
            assertThat(inOrder).isEmpty();
            assertThat(world.told).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void muteIsOnesOwnAndToldToOneselfOnly(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            assertThat(get(world.chat.toggleMute(key("bob"), room))).isTrue();
            RoomChange change = world.change();
            assertThat(change.views()).singleElement().isEqualTo(world.view("bob", room));
            assertThat(change.views().getFirst().muted()).isTrue();
            assertThat(change.views().getFirst().unread()).isEqualTo(1);
            assertThat(world.view("ann", room).muted()).isFalse();
            assertThat(get(world.chat.toggleMute(key("bob"), room))).isFalse();
            assertThat(world.view("bob", room).muted()).isFalse();
            assertThat(refusal(world.chat.toggleMute(key("eve"), room))).isEqualTo(Refusal.NOT_A_MEMBER);
        }
    }

    @ParameterizedTest
    @EnumSource
    void togglesAtOnceAllCount(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            List<CompletionStage<Boolean>> toggles = IntStream.range(0, 21)
                    .mapToObj(_ -> world.chat.toggleMute(key("bob"), room))
                    .toList();
            int muted = 0;
            for (CompletionStage<Boolean> one : toggles) {
                muted += get(one) ? 1 : 0;
            }
            assertThat(muted).isEqualTo(11);
            assertThat(world.view("bob", room).muted()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBlockedRoomTakesNoMessagesAndOnlyTheBlockerOpensIt(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            assertThat(get(world.chat.toggleBlock(key("bob"), "ann"))).isTrue();
            RoomChange change = world.change();
            assertThat(change.views()).extracting(RoomView::userId).containsExactlyInAnyOrder("ann", "bob");
            assertThat(change.views()).allMatch(v -> "bob".equals(v.room().blockerId()));
            for (String user : List.of("ann", "bob")) {
                assertThat(refusal(world.chat.send(actor(user), room, RoomKind.SINGLE, Draft.text("x"))))
                        .isEqualTo(Refusal.BLOCKED);
            }
            assertThat(refusal(world.chat.openSingle(actor("ann"), "bob", Draft.text("x"))))
                    .isEqualTo(Refusal.BLOCKED);
            assertThat(refusal(world.chat.toggleBlock(key("ann"), "bob"))).isEqualTo(Refusal.BLOCKED_BY_PEER);
            assertThat(world.enter("bob", room).room().blockerId()).isEqualTo("bob");
            assertThat(get(world.chat.toggleBlock(key("bob"), "ann"))).isFalse();
            assertThat(world.say("ann", room, RoomKind.SINGLE, "again").content())
                    .isEqualTo("again");
            assertThat(get(world.reader.messages(key("ann"), room, null))).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoHasNoRoomWithSomebodyCannotBlock(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            world.group("ann", "bob");
            for (String peer : List.of("bob", "ann", "", "\0", "' OR ''='")) {
                assertThat(refusal(world.chat.toggleBlock(key("ann"), peer))).isEqualTo(Refusal.UNKNOWN_ROOM);
                assertThat(refusal(world.reader.single(key("ann"), peer))).isEqualTo(Refusal.UNKNOWN_ROOM);
            }
        }
    }
}
