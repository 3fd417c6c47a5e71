package dev.parley.server.push;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.server.MovableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands in for Google's token server and for FCM's HTTP v1 API, and is as strict: assertions must verify with the account's public
 * key, messages may have no field that the API does not know, and what is wrong is kept in {@link #problems}.
 */
final class Google implements AutoCloseable {

    static final String PROJECT = "demo-project-1";
    static final String EMAIL = "parley@demo-project-1.iam.gserviceaccount.com";
    static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
    private static final String KEY_ID = "0123456789abcdef";
    private static final KeyPair KEYS = keys();
    private static final int LIMIT = 4096;

    /** What it says instead of yes. */
    record Answer(int status, String body, Map<String, String> headers) {

        static Answer of(int status, String body) {
            return new Answer(status, body, Map.of());
        }

        /** An error as FCM writes it. */
        static Answer fcm(int status, String canonical, String code) {
            return of(status, """
                    {"error":{"code":%d,"message":"no","status":"%s","details":[
                    {"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"%s"}]}}""".formatted(status, canonical, code));
        }

        Answer with(String header, String value) {
            return new Answer(status, body, Map.of(header, value));
        }
    }

    final List<String> problems = new CopyOnWriteArrayList<>();
    /** Taken messages. */
    final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    /** Devices' tokens, of every request whose access token was right. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<Answer> tokenAnswers = new ConcurrentLinkedQueue<>();
    final AtomicInteger tokens = new AtomicInteger();
    final AtomicInteger tokensAtOnce = new AtomicInteger();
    final AtomicInteger unauthenticated = new AtomicInteger();
    volatile CountDownLatch open = new CountDownLatch(0);
    final AtomicLong expectedTime = new AtomicLong(MovableClock.START / 1000);
    private volatile String accessToken = "";
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Google() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/token", exchange -> guarded(exchange, this::giveToken));
        server.createContext("/", exchange -> guarded(exchange, this::take));
        server.start();
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static String privateKey() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(KEYS.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The account's file, as the console gives it out. */
    Path account(Path folder) throws IOException {
        String json = JsonMapper.shared()
                .writeValueAsString(JsonMapper.shared()
                        .createObjectNode()
                        .put("type", "service_account")
                        .put("project_id", PROJECT)
                        .put("private_key_id", KEY_ID)
                        .put("private_key", privateKey())
                        .put("client_email", EMAIL)
                        .put("client_id", "1")
                        .put("token_uri", url() + "/token"));
        return Files.writeString(folder.resolve("account.json"), json);
    }

    /** Takes the tokens it gave out for no good. */
    void forgetTokens() {
        accessToken = "";
    }

    JsonNode message() throws InterruptedException {
        JsonNode message = messages.poll(10, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message arrived; " + problems);
        }
        return message;
    }

    private interface Call {
        Answer answer(HttpExchange exchange, String body) throws Exception;
    }

    private void guarded(HttpExchange exchange, Call call) throws IOException {
        Answer answer;
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            try {
                answer = call.answer(exchange, body);
            } catch (Exception e) {
                problems.add(e.toString());
                answer = Answer.of(500, "");
            }
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private Answer giveToken(HttpExchange exchange, String body) throws Exception {
        if (tokensAtOnce.incrementAndGet() > 1) {
            problems.add("two asked for a token at once");
        }
        try {
            int number = tokens.incrementAndGet();
            expect("POST", exchange.getRequestMethod());
            expect(
                    "application/x-www-form-urlencoded",
                    exchange.getRequestHeaders().getFirst("Content-Type"));
            String[] fields = body.split("&");
            expect("2", String.valueOf(fields.length));
            expect(
                    "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer",
                    URLDecoder.decode(fields[0], StandardCharsets.UTF_8));
            expect("assertion=", fields[1].substring(0, 10));
            checkAssertion(fields[1].substring(10));
            Answer other = tokenAnswers.poll();
            if (other != null) {
                return other;
            }
            accessToken = "ya29." + number;
            return Answer.of(
                    200, "{\"access_token\":\"" + accessToken + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
        } finally {
            tokensAtOnce.decrementAndGet();
        }
    }

    private void checkAssertion(String text) throws Exception {
        JWSObject assertion = JWSObject.parse(text);
        expect("RS256", assertion.getHeader().getAlgorithm().getName());
        expect("JWT", String.valueOf(assertion.getHeader().getType()));
        expect(KEY_ID, assertion.getHeader().getKeyID());
        if (!assertion.verify(new RSASSAVerifier((RSAPublicKey) KEYS.getPublic()))) {
            problems.add("the assertion's signature is wrong");
        }
        JsonNode claims = JsonMapper.shared().readTree(assertion.getPayload().toString());
        expect(
                "[aud, exp, iat, iss, scope]",
                claims.propertyNames().stream().sorted().toList().toString());
        expect(EMAIL, claims.get("iss").asString());
        expect(SCOPE, claims.get("scope").asString());
        expect(url() + "/token", claims.get("aud").asString());
        expect(String.valueOf(expectedTime), claims.get("iat").toString());
        expect(String.valueOf(expectedTime.get() + 3600), claims.get("exp").toString());
    }

    private Answer take(HttpExchange exchange, String body) throws Exception {
        expect("POST", exchange.getRequestMethod());
        expect(
                "/v1/projects/" + PROJECT + "/messages:send",
                exchange.getRequestURI().toString());
        expect("application/json; charset=UTF-8", exchange.getRequestHeaders().getFirst("Content-Type"));
        open.await();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (accessToken.isEmpty() || !("Bearer " + accessToken).equals(authorization)) {
            unauthenticated.incrementAndGet();
            return Answer.of(401, "{\"error\":{\"code\":401,\"message\":\"no\",\"status\":\"UNAUTHENTICATED\"}}");
        }
        JsonNode json = JsonMapper.shared().readTree(body);
        check(json);
        JsonNode message = json.get("message");
        asked.add(message.path("token").asString(""));
        Answer other = answers.poll();
        if (other != null) {
            return other;
        }
        messages.add(message);
        return Answer.of(200, "{\"name\":\"projects/" + PROJECT + "/messages/0:1\"}");
    }

    private void check(JsonNode json) {
        fields(json, "message");
        JsonNode message = json.path("message");
        fields(message, "token", "notification", "data", "android", "apns");
        fields(message.path("notification"), "title", "body");
        texts(message.path("notification"));
        texts(message.path("data"));
        fields(message.path("android"), "priority", "collapse_key", "notification");
        expect("HIGH", message.path("android").path("priority").asString(""));
        fields(message.path("android").path("notification"), "tag");
        texts(message.path("android").path("notification"));
        JsonNode apns = message.path("apns");
        fields(apns, "headers", "payload");
        texts(apns.path("headers"));
        fields(apns.path("payload"), "aps");
        if (apns.path("headers").path("apns-collapse-id").asString("").getBytes(StandardCharsets.UTF_8).length > 64) {
            problems.add("apns-collapse-id is too long");
        }
        int size = size(message.path("notification")) + size(message.path("data"));
        if (size > LIMIT) {
            problems.add("the message has " + size + " bytes");
        }
    }

    private static int size(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private void fields(JsonNode node, String... known) {
        Set<String> allowed = Set.copyOf(Arrays.asList(known));
        if (!node.isObject() && !node.isMissingNode()) {
            problems.add("not an object: " + node);
        }
        node.propertyNames().stream()
                .filter(name -> !allowed.contains(name))
                .forEach(name -> problems.add("unknown name \"" + name + "\""));
    }

    private void texts(JsonNode node) {
        node.values().stream()
                .filter(value -> !value.isString())
                .forEach(value -> problems.add("not a string: " + value));
    }

    private void expect(String wanted, @Nullable String given) {
        if (!wanted.equals(given)) {
            problems.add("wanted " + wanted + ", got " + given);
        }
    }

    /** Whoever waits is let go and ends by itself: an interrupt could reach it while it wakes, and would be taken for a problem. */
    @Override
    public void close() {
        open.countDown();
        server.stop(0);
        threads.close();
    }
}
