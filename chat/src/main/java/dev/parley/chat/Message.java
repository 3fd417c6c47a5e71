package dev.parley.chat;

import org.jspecify.annotations.Nullable;

/**
 * A message as it is stored.
 *
 * @param id 24 lower-case hex digits, greater than those of the room's earlier messages
 * @param content the text; of a system message the name of the user it is about (vchat 5)
 * @param attachment JSON text of an object, as it was given, or null
 * @param senderName as it was when the message was sent
 * @param senderPicture as it was when the message was sent
 * @param createdAt epoch milliseconds
 */
public record Message(
        String id,
        String roomId,
        MessageType type,
        String content,
        @Nullable String attachment,
        String senderId,
        String senderName,
        String senderPicture,
        long createdAt) {

    /** Shows nobody's words. */
    @Override
    public String toString() {
        return "Message[" + id + " in " + roomId + ", " + type + "]";
    }
}
