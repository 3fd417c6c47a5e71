package dev.parley.chat;

import dev.parley.core.Clock;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes ids like MongoDB's: 8 hex digits of seconds, 10 of this process, 6 of a counter. Each is greater than the one before.
 * Any thread.
 *
 * <p>The process's digits begin with a letter other than {@code e}. Clients keep ids in a column that turns whatever looks like
 * a number into one, {@code 1e5} too (vchat 1).
 */
final class ObjectIds {

    private static final HexFormat HEX = HexFormat.of();
    private static final String FIRST = "abcdf";
    private static final int COUNTER_BITS = 24;
    private static final int SECONDS_DIGITS = 8;

    private final Clock clock;
    private final String process;

    /** Seconds and counter in one number: when the counter of a second is used up, it runs into the next second. */
    private final AtomicLong last = new AtomicLong();

    ObjectIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        process = FIRST.charAt(random.nextInt(FIRST.length())) + HEX.toHexDigits(random.nextLong(), 9);
    }

    String next() {
        return id(advance(clock.millis() / 1000));
    }

    /** Greater than that one, too, which may come from another process or from before the clock was set back. */
    String nextAfter(String other) {
        String id = next();
        if (id.compareTo(other) > 0) {
            return id;
        }
        return id(advance(Long.parseLong(other, 0, SECONDS_DIGITS, 16) + 1));
    }

    private long advance(long seconds) {
        return last.accumulateAndGet(seconds << COUNTER_BITS, (before, now) -> Math.max(before + 1, now));
    }

    private String id(long number) {
        return HEX.toHexDigits(number >>> COUNTER_BITS, SECONDS_DIGITS)
                + process
                + HEX.toHexDigits(number, COUNTER_BITS / 4);
    }
}
