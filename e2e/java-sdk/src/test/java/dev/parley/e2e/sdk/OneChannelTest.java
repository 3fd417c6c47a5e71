package dev.parley.e2e.sdk;

import static dev.parley.e2e.sdk.PackagedServer.APP;
import static dev.parley.e2e.sdk.PackagedServer.CLIENT_KEY;
import static dev.parley.e2e.sdk.PackagedServer.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.RefusedException;
import dev.parley.client.UserEvent;
import dev.parley.e2e.sdk.Heard.Event;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kotlin.Unit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Java, JavaScript and Kotlin in one channel (altogic-agnost 2 and 3). What each of them hears is compared whole: nothing more may come in between. */
class OneChannelTest {

    private static final String CHANNEL = "hall";

    private static PackagedServer server;

    private JavaUser java;
    private AltogicUser altogic;
    private KotlinUser kotlin;
    private List<User> all;

    @BeforeAll
    static void start() {
        server = PackagedServer.start(Map.of("identity", Map.of("hashMemory", "64KiB", "attemptsPerIp", 100_000)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        java = JavaUser.connected(JavaUser.quick(server));
        altogic = AltogicUser.connected(server);
        kotlin = new KotlinUser(server.url(), APP, CLIENT_KEY);
        all = List.of(java, altogic, kotlin);
    }

    @AfterEach
    void close() {
        all.forEach(User::close);
    }

    /** These hear it, and have heard nothing else since the last time. */
    private static void hear(Event event, List<? extends User> users) {
        for (User user : users) {
            assertThat(user.heard().until(event::equals))
                    .as(user.getClass().getSimpleName())
                    .containsExactly(event);
        }
    }

    private List<User> allBut(User one) {
        return all.stream().filter(user -> user != one).toList();
    }

    /** Who hears a message without echo: altogic-js drops that argument of messages, so they do come back to it (altogic-agnost 7). */
    private List<User> withoutEcho(User sender) {
        return sender == altogic ? all : allBut(sender);
    }

    private void allJoin() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).join(CHANNEL, true);
            hear(all.get(i).as("channel:join", CHANNEL, null), all.subList(0, i + 1));
        }
    }

    @Test
    void everybodySeesEverybodyComeAndChangeAndGo() {
        allJoin();
        Map<User, Object> profiles = new LinkedHashMap<>();
        for (User user : all) {
            Object profile = Map.of("name", user.getClass().getSimpleName(), "level", 7, "picture", bytes(300));
            profiles.put(user, profile);
            user.update(profile, true);
            hear(user.as("channel:update", CHANNEL, profile), all);
        }
        Set<?> members = all.stream()
                .map(user ->
                        Bytes.comparable(Map.of("id", user.id(), "data", Objects.requireNonNull(profiles.get(user)))))
                .collect(Collectors.toSet());
        for (User user : all) {
            assertThat(user.members(CHANNEL)).isEqualTo(members);
        }
        for (User user : all) {
            // Nobody but the others hears what was done without echo.
            Object profile = Objects.requireNonNull(profiles.get(user));
            user.leave(CHANNEL, false);
            hear(user.as("channel:leave", CHANNEL, profile), allBut(user));
            user.join(CHANNEL, false);
            hear(user.as("channel:join", CHANNEL, profile), allBut(user));
            user.update("changed", false);
            hear(user.as("channel:update", CHANNEL, "changed"), allBut(user));
            profiles.put(user, "changed");
        }
        String gone = kotlin.id();
        kotlin.close();
        hear(Event.member("channel:leave", CHANNEL, gone, "changed"), List.of(java, altogic));
        assertThat(java.members(CHANNEL)).hasSize(2).isEqualTo(altogic.members(CHANNEL));
    }

    @Test
    void everyContentArrivesFromEverybodyAtEverybodyAsItWasSent() {
        allJoin();
        List<@Nullable Object> contents = Arrays.asList(
                null,
                true,
                -12.5,
                9_007_199_254_740_991L,
                "Grüße, 世界 \uD83D\uDC4B \u0000 \u2028 \"",
                List.of(1, List.of(), Map.of()),
                Map.of("a", Map.of("b", List.of("c")), "", 0),
                bytes(0),
                bytes(70_000),
                Map.of("files", List.of(bytes(1), Map.of("x", bytes(2), "y", "text"))));
        for (User sender : all) {
            for (Object content : contents) {
                sender.send(CHANNEL, "word", content, true);
                hear(Event.of("word", CHANNEL, content), all);
                sender.send(CHANNEL, "aside", content, false);
                hear(Event.of("aside", CHANNEL, content), withoutEcho(sender));
            }
            sender.broadcast("news", Map.of("picture", bytes(5)), true);
            hear(Event.of("news", null, Map.of("picture", bytes(5))), all);
            sender.broadcast("gossip", "psst", false);
            hear(Event.of("gossip", null, "psst"), withoutEcho(sender));
        }
        // Who has left hears nothing, not even what it says itself.
        java.leave(CHANNEL, true);
        hear(java.as("channel:leave", CHANNEL, null), all);
        java.send(CHANNEL, "from outside", 1, true);
        hear(Event.of("from outside", CHANNEL, 1), allBut(java));
        java.broadcast("end", 0, true);
        hear(Event.of("end", null, 0), all);
    }

    @Test
    void kotlinReadsIntoDataClassesWhatTheOthersSay() throws Exception {
        allJoin();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (AutoCloseable following = kotlin.follow(text -> {
            told.add(text);
            return Unit.INSTANCE;
        })) {
            assertThat(following).isNotNull();
            java.update(Map.of("name", "Ada", "age", 36, "languages", List.of("en", "fr")), true);
            assertThat(Take.from(told, "a profile")).isEqualTo("hall: Person(name=Ada, age=36, languages=[en, fr])");
            altogic.send(CHANNEL, "remark", Map.of("text", "Hi!", "number", 3), true);
            assertThat(Take.from(told, "a remark")).isEqualTo("hall: Remark(text=Hi!, number=3)");
        }
        assertThat(kotlin.names(CHANNEL)).containsExactly("Ada");
        List<Remark> remarks = IntStream.range(0, 100)
                .mapToObj(number -> new Remark("burst", number))
                .toList();
        kotlin.sayAll(CHANNEL, remarks);
        for (User user : all) {
            List<Object> numbers = user
                    .heard()
                    .until(event -> event.equals(Event.of("remark", CHANNEL, Map.of("text", "burst", "number", 99))))
                    .stream()
                    .filter(event ->
                            event.content() instanceof Map<?, ?> content && "burst".equals(content.get("text")))
                    .map(event -> Heard.in(event.content(), "number"))
                    .toList();
            assertThat(numbers).hasSize(100).isSorted();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void userEventsReachTheJavaClientOfThatSessionOnly() {
        String token = altogic.signUp("leia@rebels.test", "correct horse");
        BlockingQueue<UserEvent> events = new LinkedBlockingQueue<>();
        java.client().onUserEvent(events::add);
        JavaUser leia =
                JavaUser.connected(JavaUser.quick(server).key(SESSION_KEY).session(token));
        try (leia) {
            BlockingQueue<UserEvent> hers = new LinkedBlockingQueue<>();
            leia.client().onUserEvent(hers::add);
            altogic.signOut();
            UserEvent event = Take.from(hers, "the end of the session");
            assertThat(event.name()).isEqualTo("user:signout");
            assertThat(Heard.in(event.session().value(), "token")).isEqualTo(token);
            assertThat(Heard.in(event.user().value(), "email")).isEqualTo("leia@rebels.test");
            java.broadcast("end", 0, true);
            hear(Event.of("end", null, 0), List.of(java, kotlin));
            assertThat(events).isEmpty();
            assertThat(Within.failure(leia.client().join(CHANNEL), "a join with an ended session"))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo("invalid_session_token"));
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 - 7);
        }
        return bytes;
    }
}
