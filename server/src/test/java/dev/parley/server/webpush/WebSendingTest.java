package dev.parley.server.webpush;

import static dev.parley.server.webpush.WebPushWorld.HELLO;
import static dev.parley.server.webpush.WebPushWorld.HELLO_JSON;
import static dev.parley.server.webpush.WebPushWorld.LEIA;
import static dev.parley.server.webpush.WebPushWorld.LUKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.server.config.Config;
import dev.parley.storage.Dialect;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages to browsers, at a push service that decrypts what it gets. */
class WebSendingTest {

    @TempDir
    private Path folder;

    private WebPushWorld world() throws Exception {
        return new WebPushWorld(Dialect.SQLITE, folder);
    }

    @ParameterizedTest
    @EnumSource
    void allBrowsersOfTheUsersAreToldAndNoOthers(Dialect dialect) throws Exception {
        try (WebPushWorld world = new WebPushWorld(dialect, folder)) {
            world.subscribe(LUKE, "phone");
            world.subscribe(LUKE, "laptop");
            world.subscribe(LEIA, "leias");

            world.pushes.push("one", Set.of(LUKE.toUpperCase(Locale.ROOT), "nobody\0", "x"), HELLO);

            assertThat(List.of(world.station.message(), world.station.message()))
                    .containsExactlyInAnyOrder(
                            new PushStation.Message("phone", HELLO_JSON),
                            new PushStation.Message("laptop", HELLO_JSON));
            world.awaitCount("sent", 2);
            assertThat(world.station.asked).doesNotContain("leias");
            assertThat(world.station.problems).isEmpty();
        }
    }

    @Test
    void oneTokenServesForHours() throws Exception {
        try (WebPushWorld world = world()) {
            world.subscribe(LUKE, "x");
            world.tellLuke();
            world.station.message();
            world.clock.advance(Duration.ofHours(5));
            world.tellLuke();
            world.station.message();
            world.clock.advance(Duration.ofHours(2));
            world.tellLuke();
            world.station.message();

            List<String> tokens = world.station.tokens;
            assertThat(tokens.get(1)).isEqualTo(tokens.getFirst());
            assertThat(tokens.get(2)).isNotEqualTo(tokens.getFirst());
            assertThat(world.station.problems).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void aBrowserThatIsNoMoreIsForgotten(int status) throws Exception {
        try (WebPushWorld world = world()) {
            world.subscribe(LUKE, "x");
            world.station.answers.add(PushStation.Answer.of(status));
            world.tellLuke();

            world.awaitCount("unregistered", 1);
            await().untilAsserted(() -> assertThat(world.browsersOf(LUKE)).isEmpty());
            assertThat(world.station.asked).hasSize(1);
        }
    }

    @Test
    void aBrowserThatIsNoMoreIsKeptIfItSubscribedAnewMeanwhile() throws Exception {
        try (WebPushWorld world = world()) {
            world.subscribe(LUKE, "x");
            world.station.open = new CountDownLatch(1);
            world.station.answers.add(PushStation.Answer.of(410));
            world.tellLuke();
            await().untilAsserted(() -> assertThat(world.station.asked).hasSize(1));
            world.subscribe(LUKE, "x");
            world.station.open.countDown();
            world.awaitCount("unregistered", 1);
            world.tellLuke();

            assertThat(world.station.message().browser()).isEqualTo("x");
            assertThat(world.browsersOf(LUKE)).containsExactly("x");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 413, 302, 307})
    void whatCannotHelpIsNotTriedAgain(int status) throws Exception {
        try (WebPushWorld world = world()) {
            world.subscribe(LUKE, "x");
            world.station.answers.add(
                    PushStation.Answer.of(status).with("Location", world.station.url() + "/push/elsewhere"));
            world.tellLuke();

            world.awaitCount("failed", 1);
            assertThat(world.station.asked).containsExactly("x");
            assertThat(world.browsersOf(LUKE)).containsExactly("x");
        }
    }

    @Test
    void aPushServiceIsAskedAgainNotBeforeItWants() throws Exception {
        try (WebPushWorld world = world()) {
            world.subscribe(LUKE, "x");
            world.station.answers.add(PushStation.Answer.of(429).with("Retry-After", "1"));
            world.station.answers.add(PushStation.Answer.of(503));
            world.tellLuke();
            await().untilAsserted(() -> assertThat(world.station.asked).hasSize(1));

            assertThat(world.station.messages.poll(700, TimeUnit.MILLISECONDS)).isNull();
            assertThat(world.station.message().text()).isEqualTo(HELLO_JSON);
            assertThat(world.station.asked).hasSize(3);
            world.awaitCount("sent", 1);
        }
    }

    @Test
    void itIsGivenUpAfterSoManyTries() throws Exception {
        try (WebPushWorld world = world()) {
            world.subscribe(LUKE, "x");
            world.station.usual = PushStation.Answer.of(500);
            world.tellLuke();

            world.awaitCount("failed", 1);
            assertThat(world.station.asked).hasSize(4);
        }
    }

    @Test
    void aLongAnswerIsNotReadToItsEnd() throws Exception {
        try (WebPushWorld world = world()) {
            world.subscribe(LUKE, "x");
            world.station.usual = new PushStation.Answer(201, Map.of(), 8 * 1024 * 1024);
            world.tellLuke();

            world.awaitCount("sent", 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void usersWhoAreDisabledOrGoneGetNothing(Dialect dialect) throws Exception {
        try (WebPushWorld world = new WebPushWorld(dialect, folder)) {
            String han = "cccccccc-0000-4000-8000-00000000000c";
            world.user(han);
            world.subscribe(LUKE, "lukes");
            world.subscribe(LEIA, "leias");
            world.subscribe(han, "hans");
            world.sql("UPDATE users SET disabled = 1 WHERE uuid = '" + LUKE + "'");
            world.sql("DELETE FROM users WHERE uuid = '" + LEIA + "'");

            world.pushes.push("one", Set.of(LUKE, LEIA, han), HELLO);
            assertThat(world.station.message().browser()).isEqualTo("hans");
            world.pushes.pushToAll("one", HELLO);
            assertThat(world.station.message().browser()).isEqualTo("hans");

            assertThat(world.station.asked).containsOnly("hans");
            await().untilAsserted(() -> assertThat(world.browsersOf(LEIA)).isEmpty());
            assertThat(world.browsersOf(LUKE)).containsExactly("lukes");
        }
    }

    @Test
    void aMessageThatWaitedDoesNotReachTheNextUserOfABrowser() throws Exception {
        try (WebPushWorld world = world()) {
            TestBrowser shared = world.subscribe(LUKE, "shared");
            world.station.answers.add(PushStation.Answer.of(503).with("Retry-After", "1"));
            world.tellLuke();
            await().untilAsserted(() -> assertThat(world.station.asked).hasSize(1));
            WebPushWorld.get(world.pushes.subscribe("one", LEIA, shared.subscription()));
            world.clock.advance(Duration.ofSeconds(3));

            world.awaitCount("failed", 1);
            assertThat(world.station.asked).hasSize(1);
            assertThat(world.browsersOf(LEIA)).containsExactly("shared");
        }
    }

    @ParameterizedTest
    @EnumSource
    void allBrowsersOfAnAppAreToldOnceEach(Dialect dialect) throws Exception {
        int count = 2 * BrowserLookup.PAGE + 40;
        try (WebPushWorld world = new WebPushWorld(dialect, folder, ", queue: " + (BrowserLookup.PAGE * 2))) {
            TestBrowser browser = world.subscribe(LUKE, "b0");
            copies(world, browser, count);
            world.pushes.pushToAll("one", HELLO);

            world.awaitCount("sent", count);
            assertThat(world.station.asked).doesNotHaveDuplicates().hasSize(count);
            assertThat(world.count("dropped")).isZero();
        }
    }

    @Test
    void aPageDoesNotWaitForThoseThatAreTriedAgainLater() throws Exception {
        int count = BrowserLookup.PAGE + 10;
        try (WebPushWorld world = world()) {
            copies(world, world.subscribe(LUKE, "b0"), count);
            world.station.usual = PushStation.Answer.of(429).with("Retry-After", "300");
            world.pushes.pushToAll("one", HELLO);

            await().untilAsserted(() -> assertThat(world.station.asked).hasSize(count));
        }
    }

    /** The same browser at other endpoints. */
    private static void copies(WebPushWorld world, TestBrowser browser, int count) throws Exception {
        WebPushWorld.get(world.database.write(handle -> {
            for (int i = 1; i < count; i++) {
                Browser copy = new Browser(
                        "one",
                        LUKE,
                        world.station.copy(browser, "b" + i).endpoint(),
                        browser.subscription().p256dh(),
                        browser.subscription().auth());
                BrowserStore.put(handle, world.database.dialect(), copy, 100_000, i);
            }
            return count;
        }));
    }

    @Test
    void moreThanTheQueueHoldsIsDroppedAndCounted() throws Exception {
        try (WebPushWorld world = new WebPushWorld(Dialect.SQLITE, folder, ", queue: 2")) {
            world.subscribe(LUKE, "a");
            world.subscribe(LUKE, "b");
            world.subscribe(LUKE, "c");
            world.station.open = new CountDownLatch(1);
            world.tellLuke();
            world.awaitCount("dropped", 1);
            world.station.open.countDown();

            world.awaitCount("sent", 2);
        }
    }

    @Test
    void noMoreBroadcastsThanTheirBoundAreUnderWay() throws Exception {
        try (WebPushWorld world = world()) {
            world.subscribe(LUKE, "x");
            copies(world, world.subscribe(LUKE, "b0"), BrowserLookup.PAGE + 1);
            world.station.open = new CountDownLatch(1);
            for (int i = 0; i < Broadcasts.MOST + 5; i++) {
                world.pushes.pushToAll("one", HELLO);
            }
            await().untilAsserted(() -> assertThat(world.count("dropped")).isGreaterThanOrEqualTo(5));
        }
    }

    @Test
    void whatWasWrittenIsHiddenIfTheSettingsSaySo() throws Exception {
        try (WebPushWorld world = new WebPushWorld(Dialect.SQLITE, folder, ", content: false")) {
            world.subscribe(LUKE, "x");
            world.tellLuke();

            assertThat(world.station.message().text()).isEqualTo("{\"title\":\"Leia\",\"body\":\"New message\"}");
        }
    }

    @Test
    void aLongNotificationIsCutBetweenCharacters() {
        List<Notification> all = new ArrayList<>();
        for (String unit : List.of("x", "\u00e9", "\u6f22", "\ud83d\ude00", "\"", "\n", "\u0001", "\ud83d")) {
            for (int length : new int[] {1, 1000, 3000, 5000}) {
                all.add(new Notification("t", unit.repeat(length)));
                all.add(new Notification(unit.repeat(length), "b"));
                all.add(new Notification(unit.repeat(length), unit.repeat(length)));
            }
        }
        assertThat(all).allSatisfy(notification -> {
            byte[] json = Payload.of(notification, true).bytes();
            assertThat(json).hasSizeLessThanOrEqualTo(Payload.MOST);
            JsonNode read = JsonMapper.shared().readTree(json);
            assertThat(cut(notification.title(), read.path("title").asString())).isTrue();
            assertThat(cut(notification.body(), read.path("body").asString())).isTrue();
        });
        byte[] most = Payload.of(new Notification("t", "x".repeat(Payload.MOST - 23)), true)
                .bytes();
        assertThat(new String(most, StandardCharsets.UTF_8)).doesNotContain("\u2026");
    }

    /** Whether it is the text or a beginning of it with an ellipsis. */
    private static boolean cut(String text, String shown) {
        String readable = text.replaceAll("[\\ud83d](?![\\ude00])", "?");
        return shown.equals(text)
                || shown.equals(readable)
                || (shown.endsWith("\u2026") && readable.startsWith(shown.substring(0, shown.length() - 1)));
    }

    @Test
    void endpointsAreCheckedAgainWhenSomethingIsSent() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (WebPushWorld world = world();
                WebPushService stricter = WebPushService.open(
                        Config.parse("data: { dir: '" + folder + "' }"), world.database, world.clock, meters)) {
            world.subscribe(LUKE, "x");
            stricter.push("one", Set.of(LUKE), HELLO);

            await().untilAsserted(() -> assertThat(meters.get("parley.push")
                            .tags("way", "web", "result", "failed")
                            .counter()
                            .count())
                    .isEqualTo(1));
            assertThat(world.station.asked).isEmpty();
        }
    }

    @Test
    void nothingShowsWhatIsSecret() {
        Browser browser = new Browser("one", LUKE, "https://fcm.googleapis.com/secret", "point", "auth");
        Payload payload = Payload.of(HELLO, true);

        assertThat(new Load(browser, new VapidKey("k", P256.newPair().getPrivate()), payload, 0, () -> {}).toString())
                .doesNotContain("secret", "point", "auth", "hello");
    }
}
