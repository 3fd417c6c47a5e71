package dev.parley.core;

/**
 * Why a command was not carried out.
 *
 * @param code a stable word; the constants here are all the hub uses
 * @param message an English sentence; contains nothing of the client's input
 */
public record Refusal(String code, String message) {

    /** The subscriber is in as many channels as it may be. */
    public static final String TOO_MANY_CHANNELS = "too_many_channels";

    /** The channel has as many members as it may have. */
    public static final String CHANNEL_FULL = "channel_full";

    /** The hub holds as many channels as it may. */
    public static final String HUB_FULL = "hub_full";

    /** Only members of the channel may do that, and the subscriber is none. */
    public static final String NOT_A_MEMBER = "not_a_member";

    /** The subscriber is closed. */
    public static final String CLOSED = "closed";

    /** The connection was closed because it sent too much at once. */
    public static final String FLOOD = "flood";

    /** The hub failed; the log knows more. */
    public static final String INTERNAL_ERROR = "internal_error";

    static Refusal tooManyChannels(int max) {
        return new Refusal(TOO_MANY_CHANNELS, "This client is already in " + max + " channels, the most it may join.");
    }

    static Refusal channelFull(int max) {
        return new Refusal(CHANNEL_FULL, "The channel already has " + max + " members, the most it may have.");
    }

    static Refusal hubFull() {
        return new Refusal(HUB_FULL, "The server already holds as many channels as it may.");
    }

    static Refusal notAMember() {
        return new Refusal(NOT_A_MEMBER, "The client is not a member of the channel.");
    }

    static Refusal closed() {
        return new Refusal(CLOSED, "The client is disconnected.");
    }

    static Refusal flood() {
        return new Refusal(FLOOD, "Too many commands at once.");
    }

    static Refusal internalError() {
        return new Refusal(INTERNAL_ERROR, "The server could not carry out the command.");
    }
}
