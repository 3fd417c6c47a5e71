package dev.parley.chat;

import org.jspecify.annotations.Nullable;

/**
 * A room as one of its members sees it (vchat 2.4).
 *
 * @param userId the member
 * @param unread messages of others since the member last looked
 * @param peerId the other user of a single room; null in groups
 * @param peerRead in a single room, whether the last message is this member's and the other one has read it
 */
public record RoomView(
        Room room,
        String userId,
        Role role,
        int unread,
        boolean muted,
        @Nullable String peerId,
        boolean peerRead) {

    public boolean isCreator() {
        return room.creatorId().equals(userId);
    }
}
