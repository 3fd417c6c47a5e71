package dev.parley.chat;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How a room looks to one of its members. */
final class Views {

    private static final int MEMBER_WIDTH = 5;
    private static final int MESSAGE_WIDTH = 9;

    private Views() {}

    /** A room, a member, the last message, and what the peer has seen, from the columns of {@link Rooms}'s views. */
    static RoomView read(ResultSet row) throws SQLException {
        RoomRow room = RoomRow.read(row);
        MemberRow member = MemberRow.read(row, RoomRow.WIDTH);
        Message last = Messages.read(row, RoomRow.WIDTH + MEMBER_WIDTH);
        // Reads 0 where there is no peer: less than any count of messages.
        long peerSeen = row.getLong(RoomRow.WIDTH + MEMBER_WIDTH + MESSAGE_WIDTH + 1);
        return of(
                room(room, room.changing(), last),
                member,
                room,
                room.changing().counts().messages(),
                peerSeen);
    }

    static Room room(RoomRow row, RoomRow.Changing now, Message last) {
        return new Room(
                row.id(),
                row.kind(),
                now.title(),
                now.picture(),
                row.creatorId(),
                now.blockerId(),
                now.updatedAt(),
                now.counts().members(),
                last);
    }

    /**
     * @param messageCount of the room
     * @param peerSeen how many of them the other user of a single room has read
     */
    static RoomView of(Room room, MemberRow member, RoomRow row, long messageCount, long peerSeen) {
        @Nullable String peer = row.kind() == RoomKind.SINGLE ? row.peerOf(member.userId()) : null;
        boolean mine = room.lastMessage().senderId().equals(member.userId());
        return new RoomView(
                room,
                member.userId(),
                member.role(),
                Math.clamp(messageCount - member.seen(), 0, Integer.MAX_VALUE),
                member.muted(),
                peer,
                peer != null && mine && peerSeen >= messageCount);
    }
}
