package dev.parley.chat;

import static dev.parley.chat.World.actor;
import static dev.parley.chat.World.get;
import static dev.parley.chat.World.key;
import static dev.parley.chat.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Clock;
import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KnownMembersTest {

    @TempDir
    private Path folder;

    private static List<MemberRow> members(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new MemberRow("u" + i, Role.MEMBER, false, 0, i))
                .toList();
    }

    @Test
    void onlyTheAskedVersionIsKnown() {
        KnownMembers known = new KnownMembers(10);
        known.put("r", "1", members(2));
        assertThat(known.get("r", "1")).hasSize(2);
        assertThat(known.get("r", "2")).isNull();
        known.put("r", "2", members(3));
        assertThat(known.get("r", "1")).isNull();
        assertThat(known.get("r", "2")).hasSize(3);
        assertThat(known.size()).isEqualTo(1 + 3);
    }

    @Test
    void theRoomsUsedLeastRecentlyAreForgottenOverTheLimit() {
        KnownMembers known = new KnownMembers(10);
        known.put("a", "1", members(4));
        known.put("b", "1", members(4));
        assertThat(known.get("a", "1")).isNotNull();
        known.put("c", "1", members(4));
        assertThat(known.get("b", "1")).isNull();
        assertThat(known.get("a", "1")).isNotNull();
        known.put("huge", "1", members(11));
        assertThat(known.size()).isZero();
        for (int i = 0; i < 100; i++) {
            known.put("left by all " + i, "1", List.of());
        }
        assertThat(known.size()).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource
    void twoProcessesOnOneDatabaseSeeEachOthersChanges(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            Chat other = new Chat(world.database, Clock.system(), (_, _) -> Set.of(), _ -> {}, ChatOptions.defaults());
            String room = world.group("ann", "bob", "cid");
            get(other.send(actor("ann"), room, RoomKind.GROUP, Draft.text("1")));
            get(world.chat.kick(actor("ann"), room, World.affected("bob")));
            assertThat(refusal(other.send(actor("bob"), room, RoomKind.GROUP, Draft.text("2"))))
                    .isEqualTo(Refusal.NOT_A_MEMBER);
            get(other.enter(key("cid"), room, _ -> {}));
            world.told.clear();
            world.say("ann", room, RoomKind.GROUP, "3");
            assertThat(World.viewOf(world.change(), "cid").unread()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasUndoneIsForgotten(Dialect dialect) throws Exception {
        try (World world = World.open(dialect, folder)) {
            String room = world.group("ann", "bob", "cid");
            get(world.database.write(handle -> {
                FailingCommit.on(dialect).forEach(handle::execute);
                return 0;
            }));
            CompletionStage<?> kicked = world.chat.kick(actor("ann"), room, new Affected("bob", "poison"));
            assertThatThrownBy(() -> get(kicked)).isNotNull();
            assertThat(world.say("bob", room, RoomKind.GROUP, "still here").senderId())
                    .isEqualTo("bob");
            assertThat(world.view("cid", room).room().memberCount()).isEqualTo(3);
        }
    }
}
