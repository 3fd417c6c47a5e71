package dev.parley.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.core.Clock;
import dev.parley.server.config.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages that a program of the operator's takes. */
class WebhookTest {

    /** What was posted. */
    private record Request(String signature, String contentType, String body) {

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile CountDownLatch open = new CountDownLatch(0);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/hook", this::take);
        server.createContext("/elsewhere", exchange -> {
            answers.add(-1);
            exchange.sendResponseHeaders(200, -1);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        open.countDown();
        server.stop(0);
        threads.close();
        meters.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        requests.add(new Request(
                exchange.getRequestHeaders().getFirst("Parley-Signature"),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Integer status = answers.poll();
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        exchange.close();
    }

    @Test
    void aTextIsPostedAsJsonWithASignature() throws Exception {
        try (Outbox outbox = outbox("attempts: 2")) {
            assertThat(outbox.send(text("+14155550100"))).isTrue();

            Request request = next();
            String[] parts = request.signature().split("[=,]");
            long seconds = Long.parseLong(parts[1]);
            assertThat(request.signature())
                    .isEqualTo("t=" + seconds + ",v1="
                            + SignedWebhook.signature(
                                    Secret.of("hook-secret"),
                                    seconds,
                                    request.body().getBytes(StandardCharsets.UTF_8)));
            assertThat(seconds).isCloseTo(Clock.system().millis() / 1000, org.assertj.core.data.Offset.offset(60L));
            assertThat(request.contentType()).isEqualTo("application/json");
            JsonNode json = request.json();
            assertThat(json.propertyNames())
                    .containsExactly("id", "app", "channel", "kind", "to", "subject", "text", "values");
            assertThat(json.get("app").asString()).isEqualTo("a");
            assertThat(json.get("channel").asString()).isEqualTo("sms");
            assertThat(json.get("kind").asString()).isEqualTo("sign_in_code");
            assertThat(json.get("to").asString()).isEqualTo("+14155550100");
            assertThat(json.get("text").asString())
                    .isEqualTo("Example: your code to sign in is 123456. It works for 10 minutes. Do not tell it to"
                            + " anybody.");
            assertThat(json.get("values").toString()).isEqualTo("{\"code\":\"123456\",\"minutes\":\"10\"}");
        }
    }

    @Test
    void theSignatureIsTheHmacOfTimeAndBody() {
        // openssl: printf '1700000000.{}' | openssl dgst -sha256 -hmac key
        assertThat(SignedWebhook.signature(Secret.of("key"), 1_700_000_000, "{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae");
    }

    @Test
    void mailsGoThereTooWithoutAMailServer() throws Exception {
        try (Outbox outbox = outbox("attempts: 1")) {
            outbox.send(new Message(
                    "a", Message.Channel.EMAIL, Message.Kind.MAGIC_LINK, "l@x.test", Map.of("link", "https://l")));

            JsonNode json = next().json();
            assertThat(json.get("channel").asString()).isEqualTo("email");
            assertThat(json.get("text").asString()).contains("https://l");
        }
    }

    @Test
    void anAnswerThatMayChangeIsAskedForAgainWithTheSameId() throws Exception {
        answers.addAll(List.of(500, 429, 408));
        try (Outbox outbox = outbox("attempts: 4")) {
            outbox.send(text("+1"));

            String id = next().json().get("id").asString();
            for (int i = 0; i < 3; i++) {
                assertThat(next().json().get("id").asString()).isEqualTo(id);
            }
            await().untilAsserted(() -> assertThat(count("sent")).isEqualTo(1));
            assertThat(meters.get("parley.deliveries.waiting").gauge().value()).isZero();
        }
    }

    @Test
    void afterTheLastTryItIsGivenUp() throws Exception {
        answers.addAll(List.of(500, 500, 500));
        try (Outbox outbox = outbox("attempts: 3")) {
            outbox.send(text("+1"));

            await().untilAsserted(() -> assertThat(count("failed")).isEqualTo(1));
            assertThat(requests).hasSize(3);
        }
    }

    @Test
    void anAnswerThatWillNotChangeAndARedirectEndIt() {
        for (int status : new int[] {400, 404, 302, 307}) {
            answers.add(status);
            double before = count("failed");
            try (Outbox outbox = outbox("attempts: 3")) {
                outbox.send(text("+1"));

                await().untilAsserted(() -> assertThat(count("failed")).isEqualTo(before + 1));
            }
        }
        assertThat(requests).hasSize(4);
        assertThat(answers).as("nobody followed a redirect").isEmpty();
    }

    @Test
    void moreThanMayWaitIsRefused() {
        open = new CountDownLatch(1);
        List<Boolean> taken = new ArrayList<>();
        try (Outbox outbox = outbox("attempts: 1, queue: 3")) {
            for (int i = 0; i < 5; i++) {
                taken.add(outbox.send(text("+1")));
            }

            assertThat(taken).containsExactly(true, true, true, false, false);
            assertThat(count("dropped")).isEqualTo(2);
            open.countDown();
            await().untilAsserted(() -> assertThat(count("sent")).isEqualTo(3));
            assertThat(outbox.send(text("+1"))).isTrue();
        }
    }

    @Test
    void onlyAFewAreUnderWayAtOnce() {
        open = new CountDownLatch(1);
        try (Outbox outbox = outbox("attempts: 1, queue: 100")) {
            for (int i = 0; i < 50; i++) {
                outbox.send(text("+1"));
            }

            await().untilAsserted(() -> assertThat(requests).hasSize(8));
            open.countDown();
            await().untilAsserted(() -> assertThat(count("sent")).isEqualTo(50));
        }
    }

    @Test
    void aReceiverThatDoesNotAnswerCostsATryItsTime() {
        open = new CountDownLatch(1);
        try (Outbox outbox = outbox("attempts: 2, timeout: 200ms")) {
            outbox.send(text("+1"));

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(count("failed")).isEqualTo(1));
            assertThat(requests).hasSize(2);
        }
    }

    @Test
    void afterClosingNothingIsTaken() {
        Outbox outbox = outbox("attempts: 1");
        outbox.close();

        assertThat(outbox.send(text("+1"))).isFalse();
    }

    private Request next() throws InterruptedException {
        Request request = requests.poll(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("nothing was posted");
        }
        return request;
    }

    private double count(String result) {
        return meters.find("parley.deliveries").tags("result", result).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private Outbox outbox(String more) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
        String yaml = "delivery: { webhook: { url: '" + url + "', secret: hook-secret }, " + more + " }";
        return new Outbox(MailTest.delivery(yaml), id -> "Example", Clock.system(), meters, Duration.ofMillis(5));
    }

    private static Message text(String to) {
        return new Message(
                "a", Message.Channel.SMS, Message.Kind.SIGN_IN_CODE, to, Map.of("code", "123456", "minutes", "10"));
    }
}
