package dev.parley.chat;

import org.jspecify.annotations.Nullable;

/**
 * What a user wants to send.
 *
 * @param attachment JSON text of an object; nobody here looks into it
 * @param clientId what the sender calls it, so that sending it again to the same room gives the same message; or null
 */
public record Draft(
        MessageType type,
        String content,
        @Nullable String attachment,
        @Nullable String clientId) {

    public static Draft text(String content) {
        return new Draft(MessageType.TEXT, content, null, null);
    }

    /** Shows nobody's words. */
    @Override
    public String toString() {
        return "Draft[" + type + "]";
    }
}
