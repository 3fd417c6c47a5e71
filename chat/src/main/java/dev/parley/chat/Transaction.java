package dev.parley.chat;

import org.jspecify.annotations.Nullable;

/** One operation's transaction, which changes one room. One thread. */
final class Transaction {

    private final Sql sql;
    private final ChatContext context;
    private final Place place;
    private final Rooms rooms;

    Transaction(Sql sql, ChatContext context, Place place) {
        this.sql = sql;
        this.context = context;
        this.place = place;
        this.rooms = new Rooms(sql);
    }

    ChatContext context() {
        return context;
    }

    /** What a new room begins with. */
    RoomRow.Changing fresh(@Nullable String title, @Nullable String picture, int members) {
        return new RoomRow.Changing(
                title,
                picture,
                null,
                context.clock().millis(),
                RoomRow.Counts.fresh(members),
                null,
                context.ids().next());
    }

    /** Holds the room until the end and takes its place in the room's order. Rooms of other apps are unknown. */
    OpenRoom open(String app, @Nullable String id) {
        RoomRow row = id == null ? null : rooms.lock(id, context.dialect());
        if (row == null || !row.app().equals(app)) {
            throw new RefusedException(Refusal.UNKNOWN_ROOM);
        }
        place.take(row.id());
        return new OpenRoom(sql, context, row);
    }

    OpenRoom open(String app, @Nullable String id, RoomKind kind) {
        OpenRoom room = open(app, id);
        if (room.row().kind() != kind) {
            throw new RefusedException(Refusal.WRONG_KIND);
        }
        return room;
    }

    /** Holds the single room of the two if they have one. */
    OpenRoom openPair(String app, Pair pair) {
        return open(app, rooms.idByPair(app, pair.low(), pair.high()));
    }

    /**
     * Stores a new room.
     *
     * @return false if the two users have one already
     */
    boolean insert(RoomRow row) {
        return rooms.insert(row);
    }
}
