package dev.parley.chat;

import static dev.parley.chat.World.actor;
import static dev.parley.chat.World.get;
import static dev.parley.chat.World.key;
import static dev.parley.chat.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aPageOfLongMessagesIsShorterAndNoneIsMissed(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            for (int i = 0; i < 30; i++) {
                world.say("ann", room, RoomKind.SINGLE, i + "x".repeat(8_000));
            }
            List<Message> all = new ArrayList<>(get(world.reader.messages(key("bob"), room, null)));
            assertThat(all).hasSize(12); // of 8,001 or 8,002 each, with 100,000 allowed
            for (List<Message> page = all; !page.isEmpty(); ) {
                page = get(world.reader.messages(key("bob"), room, all.getLast().id()));
                assertThat(page).hasSizeLessThan(14);
                all.addAll(page);
            }
            assertThat(all).hasSize(31);
            assertThat(all.stream().map(Message::id).toList()).isSortedAccordingTo(Comparator.reverseOrder());
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoHundredRoomsComeInPagesWithTheNewestFirst(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            List<String> rooms = new ArrayList<>();
            for (int i = 0; i < 199; i++) {
                world.millis.incrementAndGet();
                rooms.add(world.single("ann", "peer" + i).room().id());
            }
            world.millis.incrementAndGet();
            String group = world.group("bob", "ann");
            rooms.add(group);
            world.single("bob", "cid");
            world.millis.incrementAndGet();
            world.say("ann", rooms.get(5), RoomKind.SINGLE, "up");
            List<String> expected = new ArrayList<>(rooms.reversed());
            expected.remove(rooms.get(5));
            expected.addFirst(rooms.get(5));
            List<RoomView> listed = new ArrayList<>();
            for (int page = 0; page < 10; page++) {
                List<RoomView> views = get(world.reader.rooms(key("ann"), page));
                assertThat(views).hasSize(20);
                listed.addAll(views);
            }
            assertThat(listed).extracting(v -> v.room().id()).containsExactlyElementsOf(expected);
            assertThat(get(world.reader.rooms(key("ann"), 10))).isEmpty();
            assertThat(get(world.reader.rooms(key("ann"), Integer.MAX_VALUE))).isEmpty();
            assertThat(get(world.reader.rooms(key("ann"), -1))).hasSize(20);
            assertThat(get(world.reader.rooms(key("nobody"), 0))).isEmpty();
            for (RoomView view : listed.subList(0, 3)) {
                assertThat(view).isEqualTo(world.view("ann", view.room().id()));
            }
            assertThat(listed.get(1).room().id()).isEqualTo(group);
            assertThat(listed.get(1).unread()).isEqualTo(1);
            List<SingleRoom> singles = get(world.reader.singles(key("ann"), null));
            assertThat(singles).hasSize(199).contains(new SingleRoom(rooms.get(7), "peer7"));
            assertThat(get(world.reader.singles(key("ann"), singles.get(100).roomId())))
                    .isEqualTo(singles.subList(101, 199));
            assertThat(get(world.reader.singles(key("peer7"), null)))
                    .containsExactly(new SingleRoom(rooms.get(7), "ann"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void historyIsPagedByTheOldestMessageOneHas(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.single("ann", "bob").room().id();
            world.single("ann", "cid");
            List<CompletionStage<Message>> sent = IntStream.range(0, 69)
                    .mapToObj(i -> world.chat.send(actor("ann"), room, RoomKind.SINGLE, Draft.text("m" + i)))
                    .toList();
            for (CompletionStage<Message> one : sent) {
                get(one);
            }
            List<Message> newest = get(world.reader.messages(key("bob"), room, null));
            List<Message> older =
                    get(world.reader.messages(key("bob"), room, newest.getLast().id()));
            // What comes meanwhile shifts nothing.
            world.say("bob", room, RoomKind.SINGLE, "meanwhile");
            List<Message> oldest =
                    get(world.reader.messages(key("bob"), room, older.getLast().id()));
            List<Message> none =
                    get(world.reader.messages(key("bob"), room, oldest.getLast().id()));
            assertThat(newest).hasSize(30);
            assertThat(older).hasSize(30);
            assertThat(oldest).hasSize(10);
            assertThat(none).isEmpty();
            List<Message> all = new ArrayList<>(newest);
            all.addAll(older);
            all.addAll(oldest);
            assertThat(all.reversed()).extracting(Message::id).isSorted().doesNotHaveDuplicates();
            assertThat(all.getLast().content()).isEqualTo("first");
            assertThat(refusal(world.reader.messages(key("bob"), room, "first")))
                    .isEqualTo(Refusal.MALFORMED_ID);
            assertThat(refusal(world.reader.messages(key("eve"), room, null))).isEqualTo(Refusal.NOT_A_MEMBER);
        }
    }
}
