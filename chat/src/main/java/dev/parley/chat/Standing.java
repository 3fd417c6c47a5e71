package dev.parley.chat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Operations that change how one user stands to a room. They write no messages and move no room in a list. */
final class Standing {

    private Standing() {}

    static Outcome<Entered> enter(Transaction tx, UserKey user, String roomId, Consumer<Entered> inOrder) {
        OpenRoom room = tx.open(user.app(), roomId).whole();
        room.member(user.id());
        boolean read = room.read(user.id());
        List<Message> history = room.history();
        Entered entered = new Entered(room.view(user.id()), history);
        RoomChange change = read ? room.change(whoSeesReading(room, user.id(), entered), Set.of()) : null;
        return new Outcome<>(entered, change, () -> inOrder.accept(entered));
    }

    /** The reader, and in a single room the one whose last message is read now. */
    private static Set<String> whoSeesReading(OpenRoom room, String reader, Entered entered) {
        Set<String> viewers = new LinkedHashSet<>();
        viewers.add(reader);
        if (room.row().kind() == RoomKind.SINGLE) {
            viewers.add(entered.view().room().lastMessage().senderId());
        }
        return viewers;
    }

    static Outcome<Boolean> toggleMute(Transaction tx, UserKey user, String roomId) {
        OpenRoom room = tx.open(user.app(), roomId).whole();
        MemberRow member = room.member(user.id());
        room.update(member.withMuted(!member.muted()));
        return Outcome.of(!member.muted(), room.change(Set.of(user.id()), Set.of()));
    }

    static Outcome<Boolean> toggleBlock(Transaction tx, UserKey user, String peer) {
        OpenRoom room = tx.openPair(user.app(), Pair.of(user.id(), peer)).whole();
        String blocker = room.now().blockerId();
        if (blocker != null && !Objects.equals(blocker, user.id())) {
            throw new RefusedException(Refusal.BLOCKED_BY_PEER);
        }
        boolean blocks = blocker == null;
        room.set(room.now().withBlocker(blocks ? user.id() : null));
        return Outcome.of(blocks, room.change(Set.of(user.id(), peer), Set.of()));
    }
}
