package dev.parley.server.push;

import static dev.parley.server.push.PushWorld.LEIA;
import static dev.parley.server.push.PushWorld.LUKE;
import static dev.parley.server.push.PushWorld.ROOM;
import static dev.parley.server.push.PushWorld.note;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.parley.server.config.Secret;
import dev.parley.server.delivery.SignedWebhook;
import dev.parley.storage.Dialect;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages that a program of the operator's delivers. */
class PushWebhookTest {

    private record Request(String signature, String body) {

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    @TempDir
    private Path folder;

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
    private volatile CountDownLatch hanging = new CountDownLatch(0);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/push", exchange -> {
            requests.add(new Request(
                    String.valueOf(exchange.getRequestHeaders().getFirst(SignedWebhook.HEADER)),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            try {
                hanging.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Integer status = answers.poll();
            exchange.sendResponseHeaders(status == null ? 204 : status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String hook() {
        return "webhook: { url: 'http://127.0.0.1:" + server.getAddress().getPort() + "/push', secret: hook-secret }";
    }

    private Request next() throws InterruptedException {
        Request request = requests.poll(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("nothing was posted");
        }
        return request;
    }

    @Test
    void aNoteIsOneSignedRequestWithUsersAndDevices() throws Exception {
        try (PushWorld world = new PushWorld(Dialect.SQLITE, folder, hook() + ", attempts: 2")) {
            world.signedIn("s1", LUKE, "t1");
            world.signedIn("s2", LUKE, "t2");
            answers.add(503);
            world.pushes.push(note(Set.of(LUKE, LEIA), "hello"));

            Request request = next();
            long seconds = world.clock.millis() / 1000;
            assertThat(request.signature())
                    .isEqualTo("t=" + seconds + ",v1="
                            + SignedWebhook.signature(
                                    Secret.of("hook-secret"),
                                    seconds,
                                    request.body().getBytes(StandardCharsets.UTF_8)));
            JsonNode json = request.json();
            assertThat(json.propertyNames())
                    .containsExactly("id", "app", "kind", "room", "title", "body", "users", "devices", "data");
            assertThat(json.get("app").asString()).isEqualTo("one");
            assertThat(json.get("kind").asString()).isEqualTo("message");
            assertThat(json.get("room").asString()).isEqualTo(ROOM);
            assertThat(json.get("title").asString()).isEqualTo("Leia");
            assertThat(json.get("body").asString()).isEqualTo("hello");
            assertThat(json.get("users").toString()).isEqualTo("[\"" + LUKE + "\",\"" + LEIA + "\"]");
            assertThat(json.get("devices").values())
                    .extracting(JsonNode::toString)
                    .containsExactlyInAnyOrder(
                            "{\"user\":\"" + LUKE + "\",\"token\":\"t1\",\"platform\":\"Android\"}",
                            "{\"user\":\"" + LUKE + "\",\"token\":\"t2\",\"platform\":\"Android\"}");
            assertThat(json.get("data").get("roomId").asString()).isEqualTo(ROOM);
            assertThat(json.get("data").get("message").asString()).isEqualTo(PushWorld.message("hello"));

            assertThat(next().json()).as("the second try").isEqualTo(json);
            world.awaitCount("webhook", "sent", 1);
        }
    }

    @Test
    void itIsToldOfUsersWithoutDevicesToo() throws Exception {
        try (PushWorld world = new PushWorld(Dialect.SQLITE, folder, hook() + ", content: false")) {
            world.pushes.push(note(Set.of(LUKE), "secret plans"));

            JsonNode json = next().json();
            assertThat(json.get("devices").isEmpty()).isTrue();
            assertThat(json.get("body").asString()).isEqualTo("New message");
            assertThat(json.toString()).doesNotContain("secret");
        }
    }

    @Test
    void manyUsersComeInSeveralRequests() throws Exception {
        try (PushWorld world = new PushWorld(Dialect.SQLITE, folder, hook())) {
            Set<String> users = IntStream.range(0, 600).mapToObj(i -> "u" + i).collect(Collectors.toSet());
            world.pushes.push(note(users, "hello"));

            int first = next().json().get("users").size();
            int second = next().json().get("users").size();
            assertThat(Set.of(first, second)).containsExactlyInAnyOrder(512, 88);
        }
    }

    @Test
    void bothWaysMayBeOpenAtOnce() throws Exception {
        try (Google google = new Google();
                PushWorld world = new PushWorld(
                        Dialect.SQLITE, folder, PushWorld.fcm(google, folder, hook() + ", attempts: 1"))) {
            world.signedIn("s1", LUKE, "t1");
            answers.add(400);
            world.pushes.push(note(Set.of(LUKE), "hello"));

            world.awaitCount("fcm", "sent", 1);
            world.awaitCount("webhook", "failed", 1);
            assertThat(google.problems).isEmpty();
        }
    }

    @Test
    void aReceiverThatHangsDropsWhatIsTooMuchAndDelaysNothingElse() throws Exception {
        hanging = new CountDownLatch(1);
        try (Google google = new Google();
                PushWorld world = new PushWorld(
                        Dialect.SQLITE, folder, PushWorld.fcm(google, folder, hook() + ", attempts: 1, queue: 4"))) {
            world.signedIn("s1", LUKE, "t1");
            for (int i = 1; i <= 20; i++) {
                world.pushes.push(note(Set.of(LUKE), "x".repeat(65_000)));
                world.awaitCount("fcm", "sent", i);
            }
            assertThat(world.count("webhook", "dropped")).isEqualTo(16);

            hanging.countDown();
            world.awaitCount("webhook", "sent", 4);
            assertThat(requests).hasSize(4).allMatch(request -> request.body().length() < 7_000);
        }
    }

    @Test
    void aPhoneThatChangedHandsIsNotNamedInAnotherTry() throws Exception {
        hanging = new CountDownLatch(1);
        try (PushWorld world = new PushWorld(Dialect.SQLITE, folder, hook() + ", attempts: 2")) {
            world.signedIn("s1", LUKE, "t1");
            answers.add(503);
            world.pushes.push(note(Set.of(LUKE), "hello"));
            assertThat(next().json().get("devices").size()).isEqualTo(1);
            world.signedIn("s2", LEIA, "t1");
            hanging.countDown();

            assertThat(next().json().get("devices").isEmpty()).isTrue();
        }
    }
}
