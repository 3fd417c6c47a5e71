package dev.parley.protocol;

/** The kinds of value a payload can be (RFC 8259, section 3), and the one Socket.IO adds. */
public enum JsonKind {
    /** A list of members in braces. */
    OBJECT,
    /** A list of values in brackets. */
    ARRAY,
    /** A text in quotes. */
    STRING,
    /** A number. */
    NUMBER,
    /** True or false. */
    BOOLEAN,
    /** JSON's null. */
    NULL,
    /** An attachment: a placeholder with nothing around it. */
    BINARY,
    /** No value: the argument list of an event without arguments. */
    NOTHING;

    static JsonKind of(Payload payload) {
        if (payload.length() == 0) {
            return NOTHING;
        }
        return switch (payload.array()[payload.offset()]) {
            case '{' -> isAttachment(payload) ? BINARY : OBJECT;
            case '[' -> ARRAY;
            case '"' -> STRING;
            case 't', 'f' -> BOOLEAN;
            case 'n' -> NULL;
            default -> NUMBER;
        };
    }

    private static boolean isAttachment(Payload payload) {
        return payload.attachments().size() == 1
                && Placeholders.match(payload.array(), payload.offset(), payload.offset() + payload.length()) >= 0;
    }
}
