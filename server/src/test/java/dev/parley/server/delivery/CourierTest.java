package dev.parley.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Loads that do not arrive at once. */
class CourierTest {

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<Long> tries = new CopyOnWriteArrayList<>();

    private final Courier.Outcomes<String> outcomes = new Courier.Outcomes<>() {
        @Override
        public void delivered(String load) {
            log.add("delivered " + load);
        }

        @Override
        public void gaveUp(String load, int attempts, DeliveryException why) {
            log.add("gave up " + load + " after " + attempts + (why.isGone() ? ", gone" : ""));
        }

        @Override
        public void dropped(String load) {
            log.add("dropped " + load);
        }

        @Override
        public void postponed(String load, int attempt, DeliveryException why) {
            log.add("postponed " + load + " " + attempt);
        }
    };

    private static Courier courier(int attempts) {
        return new Courier(new Courier.Terms("test", 10, attempts, Duration.ofSeconds(5), Duration.ofMillis(5)));
    }

    @Test
    void aReceiverThatSaysWhenIsNotAskedBefore() {
        try (Courier courier = courier(2)) {
            courier.lane(
                            (_, _) -> {
                                tries.add(Clock.system().nanos());
                                throw DeliveryException.passing("busy", Duration.ofMillis(400));
                            },
                            1,
                            outcomes)
                    .send("a");

            await().untilAsserted(() -> assertThat(log).containsExactly("postponed a 1", "gave up a after 2"));
            assertThat(Duration.ofNanos(tries.get(1) - tries.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(399));
            assertThat(courier.waiting()).isZero();
        }
    }

    @Test
    void oneThatIsNoMoreIsNotAskedAgain() {
        try (Courier courier = courier(5)) {
            courier.<String>lane(
                            (_, _) -> {
                                throw DeliveryException.gone("nobody there");
                            },
                            1,
                            outcomes)
                    .send("a");

            await().untilAsserted(() -> assertThat(log).containsExactly("gave up a after 1, gone"));
        }
    }

    @Test
    void afterTheEndNothingIsTaken() {
        Courier courier = courier(1);
        Courier.Lane<String> lane = courier.lane((_, _) -> {}, 1, outcomes);
        courier.close();

        assertThat(lane.send("a")).isFalse();
        assertThat(log).containsExactly("dropped a");
        assertThat(courier.waiting()).isZero();
    }

    @Test
    void timesAreSecondsOrADate() {
        Clock clock = new Clock() {
            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public long millis() {
                return 1_700_000_000_000L; // Tue, 14 Nov 2023 22:13:20 GMT
            }
        };
        assertThat(RetryAfter.parse("120", clock)).contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Tue, 14 Nov 2023 22:13:50 GMT", clock)).contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.parse("Tue, 14 Nov 2023 22:13:00 GMT", clock)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("-1", clock)).isEmpty();
        assertThat(RetryAfter.parse("99999999999", clock)).isEmpty();
        assertThat(RetryAfter.parse("soon", clock)).isEmpty();
    }

    @Test
    void aLaneThatDoesNotMoveTakesNoRoomFromTheOthers() {
        CountDownLatch open = new CountDownLatch(1);
        try (Courier courier = courier(1)) {
            Courier.Lane<String> dead = courier.lane((_, _) -> open.await(), 1, outcomes);
            Courier.Lane<String> living = courier.lane((_, _) -> {}, 1, outcomes);
            for (int i = 0; i < 10; i++) {
                assertThat(dead.send("dead")).isTrue();
            }
            assertThat(dead.send("one too many")).isFalse();
            assertThat(courier.waiting()).isEqualTo(10);

            assertThat(living.send("alive")).isTrue();
            await().untilAsserted(() -> assertThat(log).containsExactly("dropped one too many", "delivered alive"));
            open.countDown();
            await().untilAsserted(() -> assertThat(courier.waiting()).isZero());
            assertThat(dead.send("later")).isTrue();
        }
    }
}
