package dev.parley.chat;

/**
 * Limits.
 *
 * @param queue operations that may be under way, waiting for the database included; more are refused with {@link Refusal#BUSY}
 * @param members of one group, the creator included
 * @param content UTF-16 units of a message's content
 * @param attachment UTF-16 units of its attachment's JSON
 * @param title UTF-16 units of a group's title, and of its picture's name
 */
public record ChatOptions(int queue, int members, int content, int attachment, int title) {

    /** Groups of 512, as v_chat 1.x clients assume. */
    public static ChatOptions defaults() {
        return new ChatOptions(1000, 512, 8_192, 32_768, 256);
    }
}
