package dev.parley.e2e.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.client.Member;
import dev.parley.client.RealtimeClient;
import dev.parley.client.TransportKind;
import dev.parley.e2e.sdk.Heard.Event;
import dev.parley.e2e.sdk.Numbers.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The server ends and comes back while a Java client sends numbers; another Java client and altogic-js hear them. The sender comes through a relay that lets it in
 * only when the others are back, so that it can be said exactly what they must hear.
 */
class RestartTest {

    private static final String CHANNEL = "numbers";
    private static final String EVENT = "number";
    /** What is sent at least between two ends of the server. */
    private static final int SOME = 150;

    private final List<Life> lives = new ArrayList<>();

    /** How a server ends. */
    private enum Ending {
        KILL,
        STOP
    }

    /**
     * One run of the server.
     *
     * @param certain the last number that was accepted, and heard by all, before anything was done to the server
     * @param last the last number that was accepted in this run
     * @param heardBy how many numbers each receiver had heard when it was back, all of them in this run or before
     */
    private record Life(int certain, int last, Map<User, Integer> heardBy) {}

    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void eachNumberArrivesOnceInOrderOrIsKnownToBeUncertain(TransportKind transport) {
        List<Ending> endings = transport == TransportKind.WEBSOCKET
                ? List.of(Ending.KILL, Ending.STOP, Ending.KILL)
                : List.of(Ending.KILL, Ending.STOP);
        try (PackagedServer server = PackagedServer.start();
                Relay relay = new Relay(server.port());
                JavaUser java = JavaUser.connected(JavaUser.quick(server));
                AltogicUser altogic = AltogicUser.connected(server);
                RealtimeClient sender = RealtimeClient.builder(relay.url())
                        .app(PackagedServer.APP)
                        .key(PackagedServer.CLIENT_KEY)
                        .transports(transport)
                        .echoMessages(false)
                        .maxBufferedMessages(1_000_000)
                        .reconnectionDelay(Duration.ofMillis(20))
                        .reconnectionDelayMax(Duration.ofMillis(100))
                        .build()) {
            BlockingQueue<Integer> connects = new LinkedBlockingQueue<>();
            sender.onConnect(() -> connects.add(1));
            java.join(CHANNEL, false);
            altogic.join(CHANNEL, false);
            Within.patience(sender.connect(), "the sender to connect");
            Within.patience(sender.updateProfile("the sender"), "its profile");
            Within.patience(sender.join(CHANNEL), "the sender to join");
            Take.from(connects, "the sender's connection");
            awaitMembers(java, java.id(), altogic.id(), id(sender));
            List<User> receivers = List.of(java, altogic);
            try (Numbers numbers = new Numbers(sender, CHANNEL, EVENT)) {
                for (Ending ending : endings) {
                    int certain = awaitSome(numbers, receivers);
                    if (ending == Ending.KILL) {
                        server.kill();
                    } else {
                        server.stop();
                    }
                    relay.shut();
                    server.startAgain();
                    java.awaitConnect();
                    altogic.awaitConnect();
                    awaitMembers(java, java.id(), altogic.id());
                    Map<User, Integer> heardBy = new HashMap<>();
                    receivers.forEach(user -> heardBy.put(user, heard(user).size()));
                    int waiting = numbers.given();
                    eventually().until(() -> numbers.given() > waiting + SOME);
                    lives.add(new Life(certain, numbers.lastAccepted(), heardBy));
                    relay.open();
                    Take.from(connects, "the sender's next connection");
                    awaitMembers(java, java.id(), altogic.id(), id(sender));
                    assertThat(profileOf(java, id(sender))).isEqualTo("the sender");
                }
                awaitSome(numbers, receivers);
                numbers.stop();
                int last = numbers.lastAccepted();
                receivers.forEach(user -> eventually().until(() -> heard(user).contains(last)));
                receivers.forEach(user -> check(user, numbers));
            }
        }
    }

    private void check(User user, Numbers numbers) {
        List<Integer> heard = heard(user);
        Set<Integer> accepted = new HashSet<>(numbers.of(Outcome.ACCEPTED));
        Set<Integer> uncertain = new HashSet<>(numbers.of(Outcome.UNKNOWN));
        assertThat(numbers.of(Outcome.OTHER)).isEmpty();
        // Nothing was lost on the way to an outcome, and nothing waits any more.
        assertThat(accepted.size() + uncertain.size()).isEqualTo(numbers.given());
        assertThat(heard).isSorted().doesNotHaveDuplicates();

        int from = 0;
        int next = 0;
        for (Life life : lives) {
            int to = life.heardBy().getOrDefault(user, 0);
            List<Integer> inLife = heard.subList(from, to);
            // What arrived before the end has no gaps, and reaches at least to what was certain; what is missing was
            // sent when the server ended.
            assertThat(inLife).isEqualTo(range(next, next + inLife.size()));
            assertThat(inLife.getLast()).isGreaterThanOrEqualTo(life.certain());
            from = to;
            // What came after begins with the first number that had not been sent; those before are not sent again.
            next = heard.get(from);
            assertThat(uncertain).doesNotContain(next);
            assertThat(uncertain).containsAll(range(life.last() + 1, next));
        }
        List<Integer> rest = heard.subList(from, heard.size());
        assertThat(rest).isEqualTo(range(next, next + rest.size()));
        assertThat(range(next, numbers.lastAccepted() + 1)).isEqualTo(rest);
        assertThat(accepted).containsAll(rest);
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    /** Until some more were accepted and all have heard them; the last of them. */
    private static int awaitSome(Numbers numbers, List<User> receivers) {
        int from = numbers.given();
        eventually().until(() -> numbers.lastAccepted() >= from + SOME);
        int certain = numbers.lastAccepted();
        receivers.forEach(user -> eventually().until(() -> heard(user).contains(certain)));
        return certain;
    }

    private static List<Integer> heard(User user) {
        return user.heard().all().stream()
                .filter(event -> event.name().equals(EVENT))
                .map(Event::content)
                .map(content -> ((Number) Objects.requireNonNull(content)).intValue())
                .toList();
    }

    private static void awaitMembers(JavaUser asking, String... ids) {
        eventually().until(() -> members(asking).keySet().equals(Set.of(ids)));
    }

    private static Map<String, Member> members(JavaUser asking) {
        return Within.patience(asking.client().getMembers(CHANNEL), "members").stream()
                .collect(Collectors.toMap(Member::id, member -> member));
    }

    private static Object profileOf(JavaUser asking, String id) {
        return Objects.requireNonNull(
                Objects.requireNonNull(members(asking).get(id)).data().value());
    }

    private static String id(RealtimeClient client) {
        return Objects.requireNonNull(client.getSocketId());
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(Within.SECONDS * 2)).pollInterval(Duration.ofMillis(20));
    }
}
