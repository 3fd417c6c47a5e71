package dev.parley.server.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.parley.core.Clock;
import dev.parley.server.config.PacketRate;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many packets came from an address, and from a user, in the window that began with the first of them ({@code
 * apps[].packetRate}). Any thread.
 *
 * <p>Bounded: with more addresses and users than {@value #MAX_WINDOWS} those that send least are forgotten, which gives them a
 * new window.
 */
final class PacketRates {

    private static final int MAX_WINDOWS = 100_000;
    private static final int IPV6_NETWORK_BYTES = 8;

    /** Who is counted. */
    private sealed interface Key {}

    /** An IPv4 address, or an IPv6 network of 64 bits: what one customer of a provider has at least. */
    private record Address(String app, boolean six, long network) implements Key {

        static Address of(String app, @Nullable InetAddress address) {
            if (address instanceof Inet6Address) {
                return new Address(
                        app,
                        true,
                        ByteBuffer.wrap(address.getAddress(), 0, IPV6_NETWORK_BYTES)
                                .getLong());
            }
            return new Address(
                    app,
                    false,
                    address == null ? 0 : ByteBuffer.wrap(address.getAddress()).getInt());
        }
    }

    private record User(String app, String id) implements Key {}

    /** It is over when the cache forgets it. */
    private static final class Window {
        final long begin;
        final long nanos;
        final AtomicInteger packets = new AtomicInteger();

        Window(long begin, long nanos) {
            this.begin = begin;
            this.nanos = nanos;
        }
    }

    private final Clock clock;
    private final Cache<Key, Window> windows;

    PacketRates(Clock clock) {
        this.clock = clock;
        this.windows = Caffeine.newBuilder()
                .maximumSize(MAX_WINDOWS)
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .expireAfter(Expiry.<Key, Window>creating((key, window) -> Duration.ofNanos(window.nanos)))
                .build();
    }

    /**
     * Counts a packet against its address.
     *
     * @return 0, or after how many seconds there is room again
     */
    long ofAddress(String app, PacketRate rate, @Nullable InetAddress address) {
        return rate.perIp() == 0 ? 0 : take(Address.of(app, address), rate.perIp(), rate.window());
    }

    /**
     * Counts a packet against its user.
     *
     * @return 0, or after how many seconds there is room again
     */
    long ofUser(String app, PacketRate rate, @Nullable String user) {
        return rate.perUser() == 0 || user == null ? 0 : take(new User(app, user), rate.perUser(), rate.window());
    }

    private long take(Key key, int max, Duration length) {
        Window window = windows.get(key, made -> new Window(clock.nanos(), length.toNanos()));
        if (window.packets.get() < max && window.packets.incrementAndGet() <= max) {
            return 0;
        }
        long left = window.begin + window.nanos - clock.nanos();
        return Math.max(1, Math.ceilDiv(left, TimeUnit.SECONDS.toNanos(1)));
    }
}
