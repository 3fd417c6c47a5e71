package dev.parley.chat;

import static dev.parley.chat.World.actor;
import static dev.parley.chat.World.get;
import static dev.parley.chat.World.key;
import static dev.parley.chat.World.refusal;
import static dev.parley.chat.World.viewOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SendingTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void theFirstMessageMakesTheRoomAndBothAreTold(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            RoomView mine = get(world.chat.openSingle(actor("ann"), "bob", Draft.text("hi")));
            assertThat(mine.unread()).isZero();
            assertThat(mine.peerId()).isEqualTo("bob");
            assertThat(mine.peerRead()).isFalse();
            assertThat(mine.isCreator()).isTrue();
            Room room = mine.room();
            assertThat(room.kind()).isEqualTo(RoomKind.SINGLE);
            assertThat(room.memberCount()).isEqualTo(2);
            assertThat(room.title()).isNull();
            assertThat(room.blockerId()).isNull();
            Message message = room.lastMessage();
            assertThat(message)
                    .isEqualTo(new Message(
                            message.id(),
                            room.id(),
                            MessageType.TEXT,
                            "hi",
                            null,
                            "ann",
                            "Name of ann",
                            "ann.png",
                            world.millis.get()));
            RoomChange change = world.change();
            assertThat(change.messages()).containsExactly(message);
            assertThat(change.absent()).containsExactly("bob");
            assertThat(change.views()).hasSize(2).contains(mine);
            RoomView theirs = viewOf(change, "bob");
            assertThat(theirs.unread()).isEqualTo(1);
            assertThat(theirs.peerId()).isEqualTo("ann");
            assertThat(theirs.isCreator()).isFalse();
            assertThat(world.view("ann", room.id())).isEqualTo(mine);
            assertThat(world.view("bob", room.id())).isEqualTo(theirs);
        }
    }

    @ParameterizedTest
    @EnumSource
    void openingAgainFromEitherSideAppends(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            RoomView bobs = get(world.chat.openSingle(actor("bob"), "ann", Draft.text("second")));
            assertThat(bobs.room().id()).isEqualTo(room);
            assertThat(bobs.room().creatorId()).isEqualTo("ann");
            assertThat(get(world.reader.messages(key("ann"), room, null)))
                    .extracting(Message::content)
                    .containsExactly("second", "first");
            assertThat(get(world.reader.single(key("bob"), "ann"))).isEqualTo(bobs);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twentyWhoOpenTheSameRoomAtOnceGetOneRoom(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            List<CompletionStage<RoomView>> opened = IntStream.range(0, 20)
                    .mapToObj(i -> world.chat.openSingle(
                            actor(i % 2 == 0 ? "ann" : "bob"), i % 2 == 0 ? "bob" : "ann", Draft.text("m" + i)))
                    .toList();
            String room = get(opened.getFirst()).room().id();
            for (CompletionStage<RoomView> one : opened) {
                assertThat(get(one).room().id()).isEqualTo(room);
            }
            assertThat(get(world.reader.messages(key("ann"), room, null))).hasSize(20);
            assertThat(get(world.reader.rooms(key("bob"), 0))).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameTwoUsersOfAnotherAppHaveAnotherRoom(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            Actor stranger = new Actor(new UserKey("other", "ann"), "Ann", "ann.png");
            assertThat(refusal(world.chat.send(stranger, room, RoomKind.SINGLE, Draft.text("x"))))
                    .isEqualTo(Refusal.UNKNOWN_ROOM);
            assertThat(refusal(world.reader.room(stranger.key(), room))).isEqualTo(Refusal.UNKNOWN_ROOM);
            assertThat(refusal(world.reader.messages(stranger.key(), room, null)))
                    .isEqualTo(Refusal.UNKNOWN_ROOM);
            assertThat(get(world.reader.rooms(stranger.key(), 0))).isEmpty();
            RoomView other = get(world.chat.openSingle(stranger, "bob", Draft.text("x")));
            assertThat(other.room().id()).isNotEqualTo(room);
            assertThat(world.view("ann", room).room().lastMessage().content()).isEqualTo("first");
        }
    }

    @ParameterizedTest
    @EnumSource
    void unreadGrowsForTheAbsentOnlyAndWhoIsPresentHasRead(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.group("ann", "bob", "cid");
            world.enter("ann", room);
            world.enter("bob", room);
            world.enter("cid", room);
            world.told.clear();
            world.look(room, "bob", "nobody-in-the-group");
            world.say("ann", room, RoomKind.GROUP, "1");
            RoomChange change = world.change();
            assertThat(change.absent()).containsExactly("cid");
            assertThat(change.views()).extracting(RoomView::unread).containsExactly(0, 0, 1);
            // Ann, who does not look, does not lose what she has not read by sending.
            world.say("bob", room, RoomKind.GROUP, "2");
            world.say("ann", room, RoomKind.GROUP, "3");
            assertThat(world.view("ann", room).unread()).isEqualTo(1);
            assertThat(world.view("bob", room).unread()).isZero();
            assertThat(world.view("cid", room).unread()).isEqualTo(3);
            world.look(room, "ann", "bob");
            world.say("ann", room, RoomKind.GROUP, "4");
            assertThat(world.view("ann", room).unread()).isZero();
            assertThat(world.view("cid", room).unread()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePeerHasReadMyLastMessageWhenPresentOrWhenEntering(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            assertThat(world.view("ann", room).peerRead()).isFalse();
            world.enter("bob", room);
            RoomChange read = world.change();
            assertThat(read.messages()).isEmpty();
            assertThat(viewOf(read, "ann").peerRead()).isTrue();
            assertThat(viewOf(read, "bob").unread()).isZero();
            assertThat(viewOf(read, "bob").peerRead()).isFalse();
            world.look(room, "bob");
            world.say("ann", room, RoomKind.SINGLE, "now");
            assertThat(viewOf(world.change(), "ann").peerRead()).isTrue();
            world.look(room);
            world.say("bob", room, RoomKind.SINGLE, "and now?");
            assertThat(world.view("bob", room).peerRead()).isFalse();
            assertThat(world.view("ann", room).peerRead()).isFalse();
            assertThat(world.view("ann", room).unread()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rulesOfSending(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String single = world.single("ann", "bob").room().id();
            String group = world.group("ann", "bob");
            Draft text = Draft.text("x");
            assertThat(refusal(world.chat.openSingle(actor("ann"), "ann", text)))
                    .isEqualTo(Refusal.YOURSELF);
            assertThat(refusal(world.chat.openSingle(actor("ann"), "bob", Draft.text(" "))))
                    .isEqualTo(Refusal.EMPTY);
            assertThat(refusal(world.chat.send(actor("eve"), single, RoomKind.SINGLE, text)))
                    .isEqualTo(Refusal.NOT_A_MEMBER);
            assertThat(refusal(world.chat.send(actor("ann"), single, RoomKind.GROUP, text)))
                    .isEqualTo(Refusal.WRONG_KIND);
            assertThat(refusal(world.chat.send(actor("ann"), group, RoomKind.SINGLE, text)))
                    .isEqualTo(Refusal.WRONG_KIND);
            for (String id : List.of("0123456789abcdef01234567", "", "x", "\0", "' OR 1=1 --", single + " ")) {
                assertThat(refusal(world.chat.send(actor("ann"), id, RoomKind.SINGLE, text)))
                        .isEqualTo(Refusal.UNKNOWN_ROOM);
                assertThat(refusal(world.reader.room(key("ann"), id))).isEqualTo(Refusal.UNKNOWN_ROOM);
            }
            for (MessageType type : MessageType.values()) {
                CompletionStage<Message> sent =
                        world.chat.send(actor("ann"), group, RoomKind.GROUP, new Draft(type, "x", null, null));
                if (type.isSendable()) {
                    assertThat(get(sent).type()).isEqualTo(type);
                } else {
                    assertThat(refusal(sent)).isEqualTo(Refusal.NOT_SENDABLE);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void textStaysAsItIsToTheCharacter(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            List<String> texts = List.of(
                    "This content image 📷",
                    "👩‍👩‍👧‍👦 \u202Eright to left\u202C שלום مرحبا",
                    "e\u0301 é \uFEFF \uFFFF",
                    "'; DROP TABLE chat_messages; --",
                    "\" \\ % _ ? :name $1 {x} <b>&amp;</b>",
                    " kept \r\n\t");
            for (String text : texts) {
                Message sent = get(world.chat.send(
                        actor("ann"),
                        room,
                        RoomKind.SINGLE,
                        new Draft(MessageType.IMAGE, text, "{\"imageUrl\":\"" + text + "\"}", text)));
                assertThat(get(world.reader.messages(key("bob"), room, null)).getFirst())
                        .isEqualTo(sent);
                assertThat(sent.content()).isEqualTo(text);
                assertThat(Objects.requireNonNull(sent.attachment())).contains(text);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void textThatCannotBeStoredOrIsTooLongIsRefused(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder, new ChatOptions(10, 5, 20, 20, 10))) {
            String room = world.single("ann", "bob").room().id();
            for (String text : List.of("nul \0 inside", "half \uD83D", "\uDE00 half", "\uDE00\uD83D")) {
                assertThat(refusal(world.chat.send(actor("ann"), room, RoomKind.SINGLE, Draft.text(text))))
                        .isEqualTo(Refusal.MALFORMED_TEXT);
            }
            String twenty = "12345678901234567890";
            assertThat(world.say("ann", room, RoomKind.SINGLE, twenty).content())
                    .isEqualTo(twenty);
            assertThat(refusal(world.chat.send(actor("ann"), room, RoomKind.SINGLE, Draft.text(twenty + "1"))))
                    .isEqualTo(Refusal.TOO_LONG);
            Draft big = new Draft(MessageType.FILE, "x", twenty + "1", null);
            assertThat(refusal(world.chat.send(actor("ann"), room, RoomKind.SINGLE, big)))
                    .isEqualTo(Refusal.TOO_LONG);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameClientIdGivesTheSameMessageAndIsToldOnce(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            Draft draft = new Draft(MessageType.TEXT, "once", null, "c-1");
            List<CompletionStage<Message>> tries = IntStream.range(0, 10)
                    .mapToObj(_ -> world.chat.send(actor("ann"), room, RoomKind.SINGLE, draft))
                    .toList();
            Message sent = get(tries.getFirst());
            for (CompletionStage<Message> one : tries) {
                assertThat(get(one)).isEqualTo(sent);
            }
            assertThat(world.change().messages()).containsExactly(sent);
            assertThat(world.view("bob", room).unread()).isEqualTo(2);
            // The peer may call its own the same, and so may the sender in another room.
            assertThat(get(world.chat.send(actor("bob"), room, RoomKind.SINGLE, draft)))
                    .isNotEqualTo(sent);
            String other = world.single("ann", "cid").room().id();
            assertThat(get(world.chat.send(actor("ann"), other, RoomKind.SINGLE, draft)))
                    .isNotEqualTo(sent);
            // A retry after the room was blocked still gets what was stored.
            get(world.chat.toggleBlock(key("bob"), "ann"));
            assertThat(get(world.chat.send(actor("ann"), room, RoomKind.SINGLE, draft)))
                    .isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @EnumSource
    void openingWithTheSameClientIdDoesNotDouble(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            Draft draft = new Draft(MessageType.TEXT, "once", null, "c-1");
            RoomView first = get(world.chat.openSingle(actor("ann"), "bob", draft));
            assertThat(get(world.chat.openSingle(actor("ann"), "bob", draft))).isEqualTo(first);
            assertThat(world.change().messages()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRoomKeepsItsPlaceAndIdsGrowWhenTheClockIsSetBack(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            RoomView before = world.single("ann", "bob");
            world.millis.addAndGet(-3_600_000);
            Message late = world.say("ann", before.room().id(), RoomKind.SINGLE, "late");
            assertThat(late.id()).isGreaterThan(before.room().lastMessage().id());
            assertThat(world.view("ann", late.roomId()).room().updatedAt())
                    .isEqualTo(before.room().updatedAt());
            assertThat(get(world.reader.messages(key("ann"), late.roomId(), null))
                            .getFirst())
                    .isEqualTo(late);
        }
    }
}
