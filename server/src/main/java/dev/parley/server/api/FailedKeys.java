package dev.parley.server.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.Clock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How often addresses have shown wrong keys lately. Who did too often is not listened to until the window ends, not even with a
 * right key: otherwise guessing would go on. Any thread; bounded.
 */
final class FailedKeys {

    private static final int MAX_ADDRESSES = 100_000;
    private static final int NETWORK_BYTES = 8;

    private record Window(long since, AtomicInteger failures) {}

    private final Cache<ByteBuffer, Window> windows;
    private final Clock clock;
    private final int most;
    private final Duration length;

    /** @param most failures an address may have in a window */
    FailedKeys(Clock clock, int most, Duration length) {
        this.clock = clock;
        this.most = most;
        this.length = length;
        this.windows = Caffeine.newBuilder()
                .maximumSize(MAX_ADDRESSES)
                .expireAfterWrite(length)
                .ticker(clock::nanos)
                .build();
    }

    /** Seconds for which the address is not listened to; 0 if it is. */
    long blockedSeconds(@Nullable InetAddress address) {
        Window window = windows.getIfPresent(network(address));
        if (window == null || window.failures.get() < most) {
            return 0;
        }
        Duration passed = Duration.ofNanos(clock.nanos() - window.since);
        return Math.max(1, length.minus(passed).toSeconds());
    }

    void failed(@Nullable InetAddress address) {
        Window window = windows.get(network(address), fresh -> new Window(clock.nanos(), new AtomicInteger()));
        window.failures.incrementAndGet();
    }

    /** Whoever has an IPv6 address has a network of them. */
    private static ByteBuffer network(@Nullable InetAddress address) {
        byte[] bytes = address == null ? new byte[0] : address.getAddress();
        return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}
