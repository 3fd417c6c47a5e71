package dev.parley.protocol;

/**
 * A name that a client may have sent as a string or as a number. Lookups use the text, so 1 and "1" meet; answers use
 * the type it came with.
 *
 * @param text the string, or the number as JavaScript's {@code String(number)} prints it
 * @param numeric whether it is a number on the wire
 */
public record NameValue(String text, boolean numeric) {
    /** A name that is a string. */
    public static NameValue of(String text) {
        return new NameValue(text, false);
    }

    /** Appends the name as JSON. */
    public void appendTo(ByteBuilder out) {
        if (numeric) {
            out.appendAscii(text);
        } else {
            JsonText.quote(out, text);
        }
    }
}
