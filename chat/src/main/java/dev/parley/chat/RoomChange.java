package dev.parley.chat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a committed operation changed in a room.
 *
 * @param app whose room it is
 * @param roomId which room
 * @param messages new ones, oldest first; may be empty
 * @param views of each member for whom the room looks different now; of all members if there are messages
 * @param absent members who were not looking at the room when the messages were stored, without the sender: those whose unread
 *     count grew, and who may want a push unless they muted the room
 * @param departure who left by this, or null
 */
public record RoomChange(
        String app,
        String roomId,
        List<Message> messages,
        List<RoomView> views,
        Set<String> absent,
        @Nullable Departure departure) {}
