package dev.parley.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Clock;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedKeysTest {

    private static final class ManualClock implements Clock {
        private long nanos = 1;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public long millis() {
            return nanos / 1_000_000;
        }
    }

    private final ManualClock clock = new ManualClock();
    private final FailedKeys failed = new FailedKeys(clock, 2, Duration.ofMinutes(10));

    private static InetAddress address(String text) throws Exception {
        return InetAddress.getByName(text);
    }

    @Test
    void addressIsShutOutUntilItsWindowEnds() throws Exception {
        InetAddress guesser = address("192.0.2.1");
        failed.failed(guesser);
        assertThat(failed.blockedSeconds(guesser)).isZero();
        clock.nanos += Duration.ofMinutes(4).toNanos();
        failed.failed(guesser);

        assertThat(failed.blockedSeconds(guesser)).isEqualTo(360);
        assertThat(failed.blockedSeconds(address("192.0.2.2"))).isZero();
        clock.nanos += Duration.ofMinutes(6).toNanos();
        assertThat(failed.blockedSeconds(guesser)).isZero();
    }

    @Test
    void addressesOfOneIpv6NetworkCountAsOne() throws Exception {
        failed.failed(address("2001:db8:0:1::1"));
        failed.failed(address("2001:db8:0:1::2"));

        assertThat(failed.blockedSeconds(address("2001:db8:0:1:ffff::3"))).isPositive();
        assertThat(failed.blockedSeconds(address("2001:db8:0:2::1"))).isZero();
    }
}
