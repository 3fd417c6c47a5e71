package dev.parley.core;

import java.util.Objects;

/**
 * A channel or event name, and whether the client wrote it as a JSON number.
 *
 * <p>Some clients name channels by number; what they are sent back must have the JSON type they used. The number 5 and
 * the text "5" name the same channel.
 *
 * @param text the name, or the number as it was written
 * @param numeric whether it is written as a JSON number
 */
public record Name(String text, boolean numeric) {

    public Name {
        Objects.requireNonNull(text, "text");
    }

    /** A name written as a JSON string. */
    public static Name of(String text) {
        return new Name(text, false);
    }

    /** A name written as a JSON number; {@code digits} is sent back as it is. */
    public static Name number(String digits) {
        return new Name(digits, true);
    }
}
