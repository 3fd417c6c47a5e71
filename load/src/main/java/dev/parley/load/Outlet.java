package dev.parley.load;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Holds frames for one connection back until another one's turn, so that those that are due together leave in one write. */
final class Outlet {

    private static final int SIZE = 1 << 20;

    private final ByteBuffer out = ByteBuffer.allocateDirect(SIZE);
    private @Nullable Line current;

    /** Where to put the next bytes for a connection, at most {@code room} of them. */
    ByteBuffer to(Line line, int room) {
        if (line != current || out.remaining() < room) {
            flush();
            current = line;
        }
        return out;
    }

    void flush() {
        if (current != null) {
            current.write(out.flip());
            out.clear();
            current = null;
        }
    }
}
