package dev.parley.protocol;

import org.jspecify.annotations.Nullable;

/** The revisions of the Engine.IO protocol that are served. */
public enum EngineVersion {
    /** Spoken by Socket.IO 1.x and 2.x clients; the client pings. */
    V3(3),
    /** Spoken by Socket.IO 3.x and 4.x clients; the server pings. */
    V4(4);

    private final int number;

    EngineVersion(int number) {
        this.number = number;
    }

    /** The revision's number, as in the query parameter {@code EIO}. */
    public int number() {
        return number;
    }

    /** The revision meant by the query parameter {@code EIO}; null if it is absent or not one we serve. */
    public static @Nullable EngineVersion fromQuery(@Nullable String eio) {
        if (eio == null) {
            return null;
        }
        return eio.equals("4") ? V4 : eio.equals("3") ? V3 : null;
    }
}
