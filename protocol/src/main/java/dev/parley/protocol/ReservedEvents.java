package dev.parley.protocol;

import java.util.Set;

/**
 * Event names that Socket.IO libraries raise themselves. An application must not send them: a peer would take such an
 * event for a change of its own connection.
 */
public final class ReservedEvents {
    private static final Set<String> NAMES =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");
    private static final int SHORTEST = "connect".length();
    private static final int LONGEST = "removeListener".length();

    private ReservedEvents() {}

    /** Whether {@code name} is reserved; case matters. */
    public static boolean contains(String name) {
        return NAMES.contains(name);
    }

    /** The same for the content of a JSON string. Almost all names are told by their first byte, without decoding. */
    static boolean contains(byte[] a, int from, int to) {
        int length = to - from;
        // An escape takes up to six bytes for one character.
        if (length < SHORTEST || length > LONGEST * 6) {
            return false;
        }
        byte first = a[from];
        boolean candidate = first == 'c' || first == 'd' || first == 'n' || first == 'r' || first == '\\';
        return candidate && contains(JsonText.unescape(a, from, to));
    }
}
