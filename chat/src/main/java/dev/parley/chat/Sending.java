package dev.parley.chat;

import java.util.List;

/** Operations that users send messages by. */
final class Sending {

    private Sending() {}

    /** Into a room that is there. The same client id again gives the message it gave before, and nothing is told. */
    static Outcome<Message> send(Transaction tx, Actor actor, String roomId, RoomKind kind, Draft draft) {
        OpenRoom room = tx.open(actor.app(), roomId, kind).whole();
        room.member(actor.id());
        Message before = room.posted(actor.id(), draft.clientId());
        if (before != null) {
            return Outcome.unchanged(before);
        }
        refuseIfBlocked(room);
        Message message = room.post(actor, draft);
        return Outcome.of(message, room.finish(actor));
    }

    /** Into the one room of two users, which is made if it is missing (vchat 3, R1). */
    static Outcome<RoomView> open(Transaction tx, Actor actor, String peer, Draft first) {
        Pair pair = Pair.of(actor.id(), peer);
        RoomRow fresh = new RoomRow(
                tx.context().ids().next(),
                actor.app(),
                RoomKind.SINGLE,
                actor.id(),
                pair.low(),
                pair.high(),
                tx.fresh(null, null, 2));
        boolean isNew = tx.insert(fresh);
        OpenRoom room = isNew
                ? tx.open(actor.app(), fresh.id())
                : tx.openPair(actor.app(), pair).whole();
        if (isNew) {
            room.insert(List.of(
                    new MemberRow(actor.id(), Role.MEMBER, false, 0, 0),
                    new MemberRow(peer, Role.MEMBER, false, 0, 1)));
        }
        if (room.posted(actor.id(), first.clientId()) != null) {
            return Outcome.unchanged(room.view(actor.id()));
        }
        refuseIfBlocked(room);
        room.post(actor, first);
        RoomChange change = room.finish(actor);
        return Outcome.of(room.view(actor.id()), change);
    }

    private static void refuseIfBlocked(OpenRoom room) {
        if (room.now().blockerId() != null) {
            throw new RefusedException(Refusal.BLOCKED);
        }
    }
}
