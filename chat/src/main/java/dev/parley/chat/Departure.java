package dev.parley.chat;

/** Somebody who is no member of a room any more. */
public record Departure(String userId, Reason reason) {

    /** Why. */
    public enum Reason {
        LEFT,
        KICKED
    }
}
