package dev.parley.chat;

import org.jspecify.annotations.Nullable;

/**
 * A room, the same for all of its members.
 *
 * @param title null in single rooms, where each member sees the other one's name
 * @param picture a file name; null in single rooms
 * @param blockerId who closed a single room, or null
 * @param updatedAt when the last message came, in epoch milliseconds; lists of rooms are sorted by it, newest first
 */
public record Room(
        String id,
        RoomKind kind,
        @Nullable String title,
        @Nullable String picture,
        String creatorId,
        @Nullable String blockerId,
        long updatedAt,
        int memberCount,
        Message lastMessage) {}
