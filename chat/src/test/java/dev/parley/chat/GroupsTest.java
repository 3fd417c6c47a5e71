package dev.parley.chat;

import static dev.parley.chat.World.actor;
import static dev.parley.chat.World.affected;
import static dev.parley.chat.World.get;
import static dev.parley.chat.World.key;
import static dev.parley.chat.World.refusal;
import static dev.parley.chat.World.viewOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroupsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aNewGroupHasItsCreatorAsAdminAndACreateMessage(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            RoomView mine = get(world.chat.createGroup(
                    actor("ann"), new NewGroup("Title", "g.png", List.of("bob", "ann", "cid", "bob"))));
            assertThat(mine.isCreator()).isTrue();
            assertThat(mine.role()).isEqualTo(Role.ADMIN);
            assertThat(mine.unread()).isZero();
            assertThat(mine.peerId()).isNull();
            assertThat(mine.room().memberCount()).isEqualTo(3);
            assertThat(mine.room().title()).isEqualTo("Title");
            assertThat(mine.room().picture()).isEqualTo("g.png");
            assertThat(mine.room().lastMessage().type()).isEqualTo(MessageType.CREATE);
            RoomChange change = world.change();
            assertThat(change.views()).extracting(RoomView::userId).containsExactly("ann", "bob", "cid");
            assertThat(change.absent()).containsExactly("bob", "cid");
            RoomView bobs = viewOf(change, "bob");
            assertThat(bobs.role()).isEqualTo(Role.MEMBER);
            assertThat(bobs.isCreator()).isFalse();
            assertThat(bobs.unread()).isEqualTo(1);
            assertThat(world.view("bob", mine.room().id())).isEqualTo(bobs);
            assertThat(world.view("ann", mine.room().id())).isEqualTo(mine);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGroupNeedsSomebodyElseATitleAndHasALimit(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder, new ChatOptions(10, 3, 100, 100, 10))) {
            Function<NewGroup, Refusal> create = g -> refusal(world.chat.createGroup(actor("ann"), g));
            assertThat(create.apply(new NewGroup("t", "p", List.of()))).isEqualTo(Refusal.TOO_FEW_MEMBERS);
            assertThat(create.apply(new NewGroup("t", "p", List.of("ann")))).isEqualTo(Refusal.TOO_FEW_MEMBERS);
            assertThat(create.apply(new NewGroup("t", "p", List.of("b", "c", "d"))))
                    .isEqualTo(Refusal.TOO_MANY_MEMBERS);
            assertThat(create.apply(new NewGroup(" ", "p", List.of("b")))).isEqualTo(Refusal.EMPTY);
            assertThat(create.apply(new NewGroup("12345678901", "p", List.of("b"))))
                    .isEqualTo(Refusal.TOO_LONG);
            assertThat(get(world.reader.rooms(key("ann"), 0))).isEmpty();
            String room = world.group("ann", "b");
            assertThat(refusal(world.chat.addMembers(actor("ann"), room, List.of(affected("c"), affected("d")))))
                    .isEqualTo(Refusal.TOO_MANY_MEMBERS);
            assertThat(get(world.chat.addMembers(actor("ann"), room, List.of(affected("c")))))
                    .containsExactly("c");
        }
    }

    @ParameterizedTest
    @EnumSource
    void addedUsersGetTheRoomWithOneUnreadAndOthersAMessageForEach(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.group("ann", "bob");
            world.say("ann", room, RoomKind.GROUP, "before");
            world.enter("bob", room);
            world.told.clear();
            List<Affected> users = List.of(affected("cid"), affected("bob"), affected("dan"), affected("cid"));
            assertThat(get(world.chat.addMembers(actor("ann"), room, users))).containsExactly("cid", "dan");
            RoomChange change = world.change();
            assertThat(change.messages())
                    .extracting(Message::type, Message::content, Message::senderId)
                    .containsExactly(
                            tuple(MessageType.ADD, "Name of cid", "ann"), tuple(MessageType.ADD, "Name of dan", "ann"));
            assertThat(change.views()).extracting(RoomView::userId).containsExactly("ann", "bob", "cid", "dan");
            assertThat(change.views()).extracting(RoomView::unread).containsExactly(0, 2, 1, 1);
            assertThat(change.views()).allMatch(v -> v.room().memberCount() == 4);
            assertThat(world.view("dan", room)).isEqualTo(viewOf(change, "dan"));
            // Nothing happens if all of them are in.
            assertThat(get(world.chat.addMembers(actor("ann"), room, users))).isEmpty();
            assertThat(get(world.chat.addMembers(actor("ann"), room, List.of())))
                    .isEmpty();
            assertThat(world.told).isEmpty();
            assertThat(world.enter("dan", room).unread()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyAdminsManageAGroup(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String group = world.group("ann", "bob", "cid");
            String single = world.single("ann", "bob").room().id();
            List<Function<String, Function<String, CompletionStage<?>>>> operations = List.of(
                    user -> room -> world.chat.addMembers(actor(user), room, List.of(affected("dan"))),
                    user -> room -> world.chat.kick(actor(user), room, affected("cid")),
                    user -> room -> world.chat.setRole(actor(user), room, affected("cid"), Role.ADMIN),
                    user -> room -> world.chat.changeInfo(actor(user), room, "t", null));
            for (Function<String, Function<String, CompletionStage<?>>> operation : operations) {
                assertThat(refusal(operation.apply("bob").apply(group))).isEqualTo(Refusal.NOT_AN_ADMIN);
                assertThat(refusal(operation.apply("eve").apply(group))).isEqualTo(Refusal.NOT_A_MEMBER);
                assertThat(refusal(operation.apply("ann").apply(single))).isEqualTo(Refusal.WRONG_KIND);
                assertThat(refusal(operation.apply("ann").apply("f".repeat(24))))
                        .isEqualTo(Refusal.UNKNOWN_ROOM);
            }
            assertThat(world.told).isEmpty();
            assertThat(get(world.reader.messages(key("ann"), group, null))).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rolesGoUpAndDownButNotOnesOwnNorTheCreators(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.group("ann", "bob", "cid");
            assertThat(get(world.chat.setRole(actor("ann"), room, affected("bob"), Role.ADMIN)))
                    .isEqualTo(Role.ADMIN);
            RoomChange up = world.change();
            assertThat(up.messages()).singleElement().satisfies(m -> {
                assertThat(m.type()).isEqualTo(MessageType.UPGRADE);
                assertThat(m.content()).isEqualTo("Name of bob");
                assertThat(m.senderName()).isEqualTo("Name of ann");
            });
            assertThat(viewOf(up, "bob").role()).isEqualTo(Role.ADMIN);
            get(world.chat.setRole(actor("bob"), room, affected("bob"), Role.ADMIN));
            assertThat(world.told).isEmpty();
            assertThat(refusal(world.chat.setRole(actor("bob"), room, affected("bob"), Role.MEMBER)))
                    .isEqualTo(Refusal.YOURSELF);
            assertThat(refusal(world.chat.setRole(actor("bob"), room, affected("ann"), Role.MEMBER)))
                    .isEqualTo(Refusal.CREATOR);
            assertThat(refusal(world.chat.setRole(actor("bob"), room, affected("eve"), Role.ADMIN)))
                    .isEqualTo(Refusal.NO_SUCH_MEMBER);
            get(world.chat.setRole(actor("ann"), room, affected("bob"), Role.MEMBER));
            assertThat(world.change().messages()).extracting(Message::type).containsExactly(MessageType.DOWNGRADE);
            assertThat(world.view("bob", room).role()).isEqualTo(Role.MEMBER);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsKickedIsOutAndTheCreatorCannotBe(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.group("ann", "bob", "cid", "dan");
            get(world.chat.setRole(actor("ann"), room, affected("bob"), Role.ADMIN));
            get(world.chat.setRole(actor("ann"), room, affected("dan"), Role.ADMIN));
            world.told.clear();
            assertThat(refusal(world.chat.kick(actor("bob"), room, affected("ann"))))
                    .isEqualTo(Refusal.CREATOR);
            assertThat(refusal(world.chat.kick(actor("bob"), room, affected("bob"))))
                    .isEqualTo(Refusal.YOURSELF);
            assertThat(refusal(world.chat.kick(actor("bob"), room, affected("eve"))))
                    .isEqualTo(Refusal.NO_SUCH_MEMBER);
            world.look(room, "dan");
            get(world.chat.kick(actor("bob"), room, affected("dan")));
            RoomChange change = world.change();
            assertThat(change.departure()).isEqualTo(new Departure("dan", Departure.Reason.KICKED));
            assertThat(change.views()).extracting(RoomView::userId).containsExactly("ann", "bob", "cid");
            assertThat(change.views()).allMatch(v -> v.room().memberCount() == 3);
            assertThat(change.messages()).extracting(Message::type).containsExactly(MessageType.KICK);
            assertThat(refusal(world.reader.messages(key("dan"), room, null))).isEqualTo(Refusal.NOT_A_MEMBER);
            assertThat(refusal(world.chat.send(actor("dan"), room, RoomKind.GROUP, Draft.text("x"))))
                    .isEqualTo(Refusal.NOT_A_MEMBER);
            assertThat(get(world.reader.rooms(key("dan"), 0))).isEmpty();
            get(world.chat.addMembers(actor("ann"), room, List.of(affected("dan"))));
            assertThat(world.view("dan", room).role()).isEqualTo(Role.MEMBER);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whenTheLastAdminLeavesTheLongestMemberBecomesOne(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.group("ann", "zoe", "bob");
            get(world.chat.leave(actor("ann"), room));
            RoomChange change = world.change();
            assertThat(change.departure()).isEqualTo(new Departure("ann", Departure.Reason.LEFT));
            assertThat(change.messages()).singleElement().satisfies(m -> {
                assertThat(m.type()).isEqualTo(MessageType.LEAVE);
                assertThat(m.content()).isEqualTo("Name of ann");
                assertThat(m.senderId()).isEqualTo("ann");
            });
            assertThat(viewOf(change, "zoe").role()).isEqualTo(Role.ADMIN);
            assertThat(viewOf(change, "bob").role()).isEqualTo(Role.MEMBER);
            assertThat(world.view("zoe", room)).isEqualTo(viewOf(change, "zoe"));
            assertThat(refusal(world.chat.leave(actor("ann"), room))).isEqualTo(Refusal.NOT_A_MEMBER);
            get(world.chat.leave(actor("zoe"), room));
            get(world.chat.leave(actor("bob"), room));
            assertThat(refusal(world.reader.room(key("bob"), room))).isEqualTo(Refusal.NOT_A_MEMBER);
        }
    }

    @ParameterizedTest
    @EnumSource
    void titleAndPictureChangeAlone(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.group("ann", "bob");
            RoomView renamed = get(world.chat.changeInfo(actor("ann"), room, "<b>🎉</b>", null));
            assertThat(renamed.room().title()).isEqualTo("<b>🎉</b>");
            assertThat(renamed.room().picture()).isEqualTo("group.png");
            assertThat(world.change().messages()).extracting(Message::type).containsExactly(MessageType.INFO);
            RoomView pictured = get(world.chat.changeInfo(actor("ann"), room, null, "new.png"));
            assertThat(pictured.room().title()).isEqualTo("<b>🎉</b>");
            assertThat(pictured.room().picture()).isEqualTo("new.png");
            assertThat(world.view("ann", room)).isEqualTo(pictured);
            assertThat(refusal(world.chat.changeInfo(actor("ann"), room, null, null)))
                    .isEqualTo(Refusal.EMPTY);
            assertThat(refusal(world.chat.changeInfo(actor("ann"), room, "", "x")))
                    .isEqualTo(Refusal.EMPTY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGroupOfFiveHundredHasPagesOfMembersAndReadersOfEveryNumber(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            List<String> others = IntStream.range(1, 512).mapToObj(i -> "u" + i).toList();
            String room = world.group("u0", others.toArray(String[]::new));
            assertThat(get(world.reader.members(key("u7"), room, 0)))
                    .hasSize(20)
                    .startsWith(new GroupMember("u0", Role.ADMIN), new GroupMember("u1", Role.MEMBER));
            assertThat(get(world.reader.members(key("u7"), room, 25))).hasSize(12);
            assertThat(get(world.reader.members(key("u7"), room, 26))).isEmpty();
            assertThat(get(world.reader.members(key("u7"), room, Integer.MAX_VALUE)))
                    .isEmpty();
            assertThat(refusal(world.reader.members(key("eve"), room, 0))).isEqualTo(Refusal.NOT_A_MEMBER);
            assertThat(get(world.reader.others(key("u7"), room)))
                    .hasSize(511)
                    .doesNotContain("u7")
                    .contains("u0");
            for (int present : List.of(1, 2, 3, 64, 65, 130, 511)) {
                world.look(room, others.subList(0, present).toArray(String[]::new));
                world.say("u0", room, RoomKind.GROUP, "x");
                RoomChange change = world.change();
                assertThat(change.absent()).hasSize(511 - present);
                assertThat(world.view("u" + present, room).unread()).isZero();
            }
            assertThat(refusal(world.chat.addMembers(actor("u0"), room, List.of(affected("one-more")))))
                    .isEqualTo(Refusal.TOO_MANY_MEMBERS);
        }
    }
}
