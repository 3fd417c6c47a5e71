package dev.parley.server.push;

import static dev.parley.server.push.PushWorld.LEIA;
import static dev.parley.server.push.PushWorld.LUKE;
import static dev.parley.server.push.PushWorld.ROOM;
import static dev.parley.server.push.PushWorld.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.parley.storage.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Messages over Firebase Cloud Messaging, to a stand-in that is as strict. */
class FcmTest {

    private static final Set<String> TO_LUKE = Set.of(LUKE);

    @TempDir
    private Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.parley.server");
    private final Lines lines = new Lines();
    private Google google;

    /** Lines of any thread. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {

        final List<String> said = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getLevel() + " " + event.getFormattedMessage());
        }
    }

    @BeforeEach
    void start() throws Exception {
        google = new Google();
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        google.close();
        assertThat(google.problems).isEmpty();
        assertThat(lines.said)
                .noneMatch(line -> line.contains("tok-") || line.contains("hello") || line.contains("ya29"));
    }

    private PushWorld world(String more) throws Exception {
        return world(Dialect.SQLITE, more);
    }

    private PushWorld world(Dialect dialect, String more) throws Exception {
        return new PushWorld(dialect, folder, PushWorld.fcm(google, folder, more));
    }

    @ParameterizedTest
    @EnumSource
    void eachDeviceOfEachUserGetsOneMessage(Dialect dialect) throws Exception {
        try (PushWorld world = world(dialect, "attempts: 1")) {
            world.signedIn("s1", LUKE, "tok-1");
            world.signedIn("s2", LUKE, "tok-2");
            world.signedIn("s3", LEIA, "tok-3");
            world.pushes.push(note(Set.of(LUKE, LEIA), "hello"));

            world.awaitCount("fcm", "sent", 3);
            assertThat(google.asked).containsExactlyInAnyOrder("tok-1", "tok-2", "tok-3");
            JsonNode message = google.message();
            assertThat(message.get("notification").get("title").asString()).isEqualTo("Leia");
            assertThat(message.get("notification").get("body").asString()).isEqualTo("hello");
            assertThat(message.get("data").propertyNames()).containsExactlyInAnyOrder("roomId", "message");
            assertThat(message.get("data").get("roomId").asString()).isEqualTo(ROOM);
            assertThat(message.get("data").get("message").asString()).isEqualTo(PushWorld.message("hello"));
            await().untilAsserted(() -> assertThat(
                            world.meters.get("parley.push.waiting").gauge().value())
                    .isZero());
        }
    }

    @Test
    void aThousandUsersAreFoundInSeveralQueries() throws Exception {
        try (PushWorld world = world("attempts: 1")) {
            world.signedIn("s1", LUKE, "tok-1");
            world.signedIn("s2", LEIA, "tok-2");
            Set<String> users = IntStream.range(0, 1200)
                    .mapToObj(i -> i == 0 ? LUKE : i == 1 ? LEIA : "f" + i)
                    .collect(java.util.stream.Collectors.toSet());
            world.pushes.push(note(users, "hello"));

            world.awaitCount("fcm", "sent", 2);
            assertThat(google.asked).containsExactlyInAnyOrder("tok-1", "tok-2");
        }
    }

    @Test
    void anAccessTokenIsUsedUntilAMinuteBeforeItExpires() throws Exception {
        try (PushWorld world = world("attempts: 1")) {
            for (int i = 0; i < 20; i++) {
                world.signedIn("s" + i, LUKE, "tok-" + i);
            }
            world.pushes.push(note(TO_LUKE, "hello"));
            world.awaitCount("fcm", "sent", 20);
            world.clock.advance(Duration.ofSeconds(3538));
            world.pushes.push(note(TO_LUKE, "hello"));
            world.awaitCount("fcm", "sent", 40);
            assertThat(google.tokens).hasValue(1);

            world.clock.advance(Duration.ofSeconds(1));
            google.expectedTime.addAndGet(3539);
            world.pushes.push(note(TO_LUKE, "hello"));
            world.awaitCount("fcm", "sent", 60);
            assertThat(google.tokens).hasValue(2);
        }
    }

    @Test
    void aTokenThatIsRefusedIsReplacedWithinTheSameTry() throws Exception {
        try (PushWorld world = world("attempts: 1")) {
            world.signedIn("s1", LUKE, "tok-1");
            world.pushes.push(note(TO_LUKE, "hello"));
            world.awaitCount("fcm", "sent", 1);
            google.forgetTokens();
            world.pushes.push(note(TO_LUKE, "hello"));

            world.awaitCount("fcm", "sent", 2);
            assertThat(google.tokens).hasValue(2);
            assertThat(google.unauthenticated).hasValue(1);
        }
    }

    @Test
    void aSecondRefusalEndsIt() throws Exception {
        try (PushWorld world = world("attempts: 3")) {
            world.signedIn("s1", LUKE, "tok-1");
            google.answers.addAll(List.of(Google.Answer.of(401, "{}"), Google.Answer.of(401, "{}")));
            world.pushes.push(note(TO_LUKE, "hello"));

            world.awaitCount("fcm", "failed", 1);
            assertThat(google.asked).hasSize(2);
            assertThat(google.tokens).hasValue(2);
        }
    }

    @Test
    void whatApplesServersRefuseIsNoReasonForANewToken() throws Exception {
        try (PushWorld world = world("attempts: 3")) {
            world.signedIn("s1", LUKE, "tok-1");
            google.answers.add(Google.Answer.fcm(401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR"));
            world.pushes.push(note(TO_LUKE, "hello"));

            world.awaitCount("fcm", "failed", 1);
            assertThat(google.tokens).hasValue(1);
            assertThat(lines.said).anyMatch(line -> line.contains("401 THIRD_PARTY_AUTH_ERROR"));
        }
    }

    @Test
    void aTokenServerThatFailsIsAskedAgainAndOneThatRefusesIsLeftAlone() throws Exception {
        try (PushWorld world = world("attempts: 2")) {
            world.signedIn("s1", LUKE, "tok-1");
            google.tokenAnswers.add(Google.Answer.of(503, ""));
            world.pushes.push(note(TO_LUKE, "hello"));
            world.awaitCount("fcm", "sent", 1);

            google.forgetTokens();
            google.tokenAnswers.add(Google.Answer.of(400, "{\"error\":\"invalid_grant\"}"));
            for (int i = 0; i < 10; i++) {
                world.pushes.push(note(TO_LUKE, "hello"));
            }
            world.awaitCount("fcm", "failed", 10);
            assertThat(google.tokens).hasValue(3);
            assertThat(lines.said).anyMatch(line -> line.contains("push.fcm.serviceAccount"));

            world.clock.advance(Duration.ofSeconds(31));
            google.expectedTime.addAndGet(31);
            world.pushes.push(note(TO_LUKE, "hello"));
            world.awaitCount("fcm", "sent", 2);
        }
    }

    @Test
    void devicesThatAreNoMoreAreForgottenAndNotTriedAgain() throws Exception {
        List<Google.Answer> gone = List.of(
                Google.Answer.fcm(404, "NOT_FOUND", "UNREGISTERED"),
                Google.Answer.fcm(403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH"),
                Google.Answer.of(400, """
                        {"error":{"code":400,"message":"The registration token is not a valid FCM registration token",
                        "status":"INVALID_ARGUMENT","details":[
                        {"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"INVALID_ARGUMENT"}]}}"""),
                Google.Answer.of(400, """
                        {"error":{"code":400,"message":"Request contains an invalid argument.",
                        "status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest",
                        "fieldViolations":[{"field":"message.token","description":"Invalid registration token"}]}]}}"""),
                Google.Answer.of(400, """
                        {"error":{"code":400,"message":"APNs device token is disabled.","status":"INVALID_ARGUMENT",
                        "details":[{"@type":"type.googleapis.com/google.firebase.fcm.v1.ApnsError",
                        "statusCode":410,"reason":"Unregistered"}]}}"""));
        try (PushWorld world = world("attempts: 3")) {
            world.signedIn("s2", LEIA, "tok-2");
            for (int i = 0; i < gone.size(); i++) {
                world.device("jwt_1", LUKE, "tok-1");
                google.answers.add(gone.get(i));
                world.pushes.push(note(TO_LUKE, "hello"));

                world.awaitCount("fcm", "unregistered", i + 1);
                await().untilAsserted(() -> assertThat(world.rows()).isEqualTo(1));
            }
            assertThat(google.asked).hasSize(gone.size());
            assertThat(world.count("fcm", "failed")).isZero();
        }
    }

    @Test
    void otherRefusalsLastAndForgetNobody() throws Exception {
        List<Google.Answer> refusals = List.of(
                Google.Answer.fcm(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT"),
                Google.Answer.of(404, "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\"}}"),
                Google.Answer.of(403, "{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\"}}"),
                Google.Answer.of(302, "").with("Location", google.url() + "/elsewhere"),
                Google.Answer.of(413, "<html>"));
        try (PushWorld world = world("attempts: 3")) {
            world.signedIn("s1", LUKE, "tok-1");
            for (int i = 0; i < refusals.size(); i++) {
                google.answers.add(refusals.get(i));
                world.pushes.push(note(TO_LUKE, "hello"));
                world.awaitCount("fcm", "failed", i + 1);
            }

            assertThat(google.asked).hasSize(refusals.size());
            assertThat(world.rows()).isEqualTo(1);
            assertThat(lines.said)
                    .as("said once")
                    .filteredOn(line -> line.startsWith("WARN"))
                    .hasSize(1);
        }
    }

    @Test
    void whatMayPassIsTriedAgain() throws Exception {
        try (PushWorld world = world("attempts: 4")) {
            world.signedIn("s1", LUKE, "tok-1");
            google.answers.addAll(List.of(
                    Google.Answer.fcm(503, "UNAVAILABLE", "UNAVAILABLE"),
                    Google.Answer.of(502, "<html>"),
                    Google.Answer.fcm(500, "INTERNAL", "INTERNAL")));
            world.pushes.push(note(TO_LUKE, "hello"));

            world.awaitCount("fcm", "sent", 1);
            assertThat(google.asked).hasSize(4);
        }
    }

    @Test
    void whenFcmSaysWhenItIsNotAskedBefore() throws Exception {
        try (PushWorld world = world("attempts: 2")) {
            world.signedIn("s1", LUKE, "tok-1");
            google.answers.add(Google.Answer.fcm(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED")
                    .with("Retry-After", "1"));
            world.pushes.push(note(TO_LUKE, "hello"));

            await().until(() -> google.asked.size() == 1);
            await().during(Duration.ofMillis(700)).until(() -> google.asked.size() == 1);
            world.awaitCount("fcm", "sent", 1);
        }
    }

    @Test
    void anEndedSessionsDeviceIsToldNothingAndForgotten() throws Exception {
        try (PushWorld world = world("attempts: 1")) {
            world.signedIn("s1", LUKE, "tok-1");
            world.signedIn("s2", LUKE, "tok-2");
            world.sql("DELETE FROM sessions WHERE id = 's1'");
            world.pushes.push(note(TO_LUKE, "hello"));

            world.awaitCount("fcm", "sent", 1);
            await().untilAsserted(() -> assertThat(world.rows()).isEqualTo(1));
            assertThat(google.asked).containsExactly("tok-2");
        }
    }

    @Test
    void moreThanMayWaitIsDropped() throws Exception {
        google.open = new CountDownLatch(1);
        try (PushWorld world = world("attempts: 1, queue: 3")) {
            world.signedIn("s1", LUKE, "tok-1");
            for (int i = 0; i < 10; i++) {
                world.pushes.push(note(TO_LUKE, "hello"));
            }

            await().untilAsserted(
                            () -> assertThat(world.count("fcm", "dropped")).isGreaterThanOrEqualTo(7));
            google.open.countDown();
            await().untilAsserted(() -> assertThat(world.count("fcm", "dropped") + world.count("fcm", "sent"))
                    .isEqualTo(10));
            assertThat(lines.said)
                    .filteredOn(line -> line.contains("push.queue"))
                    .hasSize(1);
        }
    }

    @Test
    void anAnswerThatDoesNotComeCostsATryItsTime() throws Exception {
        google.open = new CountDownLatch(1);
        try (PushWorld world = world("attempts: 2, timeout: 200ms")) {
            world.signedIn("s1", LUKE, "tok-1");
            world.pushes.push(note(TO_LUKE, "hello"));

            world.awaitCount("fcm", "failed", 1);
        }
    }

    @Test
    void closingWhileSendingEndsSoonAndCountsWhatIsLost() throws Exception {
        google.open = new CountDownLatch(1);
        PushWorld world = world("attempts: 2, timeout: 1m");
        for (int i = 0; i < 5; i++) {
            world.signedIn("s" + i, LUKE, "tok-" + i);
        }
        world.pushes.push(note(TO_LUKE, "hello"));
        await().until(() -> google.tokens.get() == 1);
        await().atMost(Duration.ofSeconds(8))
                .untilAsserted(() -> assertThat(
                                world.meters.get("parley.push.waiting").gauge().value())
                        .isEqualTo(5));

        world.pushes.close();
        world.awaitCount("fcm", "dropped", 5);
        world.pushes.push(note(TO_LUKE, "hello"));
        assertThat(world.count("fcm", "dropped")).isEqualTo(6);
        world.close();
    }

    @Test
    void withNoWayNothingIsLookedUp() throws Exception {
        try (PushWorld world = new PushWorld(Dialect.SQLITE, folder, "")) {
            world.signedIn("s1", LUKE, "tok-1");
            world.pushes.push(note(TO_LUKE, "hello"));

            assertThat(world.meters.get("parley.push.waiting").gauge().value()).isZero();
            assertThat(world.meters.find("parley.push").counters()).isEmpty();
            assertThat(world.tokensOf(LUKE)).as("for when one is opened").containsExactly("tok-1");
        }
    }

    @Test
    void aSecondRefusalIsRememberedForAWhile() throws Exception {
        try (PushWorld world = world("attempts: 3")) {
            world.signedIn("s1", LUKE, "tok-1");
            google.answers.addAll(List.of(Google.Answer.of(401, "{}"), Google.Answer.of(401, "{}")));
            for (int i = 1; i <= 5; i++) {
                world.pushes.push(note(TO_LUKE, "hello"));
                world.awaitCount("fcm", "failed", i);
            }
            assertThat(google.asked).hasSize(2);
            assertThat(google.tokens).hasValue(2);

            world.clock.advance(Duration.ofSeconds(31));
            google.expectedTime.addAndGet(31);
            world.pushes.push(note(TO_LUKE, "hello"));
            world.awaitCount("fcm", "sent", 1);
            assertThat(google.tokens).hasValue(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPhoneThatChangedHandsBeforeAnotherTryIsNotToldTheOthersMessage(Dialect dialect) throws Exception {
        try (PushWorld world = world(dialect, "attempts: 4")) {
            world.signedIn("s1", LUKE, "tok-1");
            google.answers.add(
                    Google.Answer.fcm(503, "UNAVAILABLE", "UNAVAILABLE").with("Retry-After", "1"));
            world.pushes.push(note(TO_LUKE, "hello"));
            await().until(() -> google.asked.size() == 1);
            world.clock.advance(Duration.ofSeconds(1));
            world.signedIn("s2", LEIA, "tok-1");

            world.awaitCount("fcm", "unregistered", 1);
            assertThat(google.asked).hasSize(1);
            assertThat(world.tokensOf(LEIA)).containsExactly("tok-1");
        }
    }

    @Test
    void aDeviceThatIsStillItsUsersIsToldInAnotherTry() throws Exception {
        try (PushWorld world = world("attempts: 2")) {
            world.signedIn("s1", LUKE, "tok-1");
            google.answers.add(
                    Google.Answer.fcm(503, "UNAVAILABLE", "UNAVAILABLE").with("Retry-After", "1"));
            world.pushes.push(note(TO_LUKE, "hello"));
            await().until(() -> google.asked.size() == 1);
            world.clock.advance(Duration.ofSeconds(1));

            world.awaitCount("fcm", "sent", 1);
        }
    }
}
