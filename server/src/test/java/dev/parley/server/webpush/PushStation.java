package dev.parley.server.webpush;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.core.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stands in for a push service and the browsers behind it, and is strict: what is wrong is kept in {@link #problems}. */
final class PushStation implements AutoCloseable {

    private static final Pattern AUTHORIZATION = Pattern.compile("vapid t=([^, ]+), k=([A-Za-z0-9_-]{87})");

    /** What a browser got. */
    record Message(String browser, String text) {}

    /** @param length bytes of the body */
    record Answer(int status, Map<String, String> headers, int length) {

        static Answer of(int status) {
            return new Answer(status, Map.of(), 0);
        }

        Answer with(String header, String value) {
            return new Answer(status, Map.of(header, value), length);
        }
    }

    final List<String> problems = new CopyOnWriteArrayList<>();
    final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    /** Of every request: the browser. */
    final List<String> asked = new CopyOnWriteArrayList<>();
    /** Their tokens. */
    final List<String> tokens = new CopyOnWriteArrayList<>();

    final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    volatile Answer usual = Answer.of(201);
    volatile String expectedKey = "";
    volatile CountDownLatch open = new CountDownLatch(0);
    private final Map<String, TestBrowser> browsers = new ConcurrentHashMap<>();
    private final Clock clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    PushStation(Clock clock) throws IOException {
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    TestBrowser browser(String name) {
        TestBrowser browser = TestBrowser.at(url() + "/push/" + name);
        browsers.put(name, browser);
        return browser;
    }

    /** The same at another endpoint. */
    TestBrowser copy(TestBrowser browser, String name) {
        TestBrowser copy = new TestBrowser(url() + "/push/" + name, browser.keys(), browser.auth());
        browsers.put(name, copy);
        return copy;
    }

    Message message() throws InterruptedException {
        Message message = messages.poll(10, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message arrived; " + problems);
        }
        return message;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String name = exchange.getRequestURI().getPath().substring("/push/".length());
            asked.add(name);
            Answer answer;
            try {
                open.await();
                check(exchange, body);
                answer = requireNonNull(answers.isEmpty() ? usual : answers.poll());
                if (answer.status() < 300) {
                    messages.add(
                            new Message(name, requireNonNull(browsers.get(name)).read(body)));
                }
            } catch (Exception e) {
                problems.add(e.toString());
                answer = Answer.of(500);
            }
            answer.headers()
                    .forEach((header, value) -> exchange.getResponseHeaders().add(header, value));
            exchange.sendResponseHeaders(answer.status(), answer.length() == 0 ? -1 : answer.length());
            exchange.getResponseBody().write(new byte[answer.length()]);
        }
    }

    private void check(HttpExchange exchange, byte[] body) throws Exception {
        Headers headers = exchange.getRequestHeaders();
        expect("POST", exchange.getRequestMethod());
        expect("aes128gcm", headers.getFirst("Content-Encoding"));
        expect("86400", headers.getFirst("TTL"));
        expect("normal", headers.getFirst("Urgency"));
        expect(String.valueOf(body.length), headers.getFirst("Content-Length"));
        if (body.length > 4096) {
            problems.add("the body has " + body.length + " bytes");
        }
        Matcher authorization = AUTHORIZATION.matcher(String.valueOf(headers.getFirst("Authorization")));
        if (!authorization.matches()) {
            problems.add("no VAPID header");
            return;
        }
        expect(expectedKey, authorization.group(2));
        tokens.add(authorization.group(1));
        checkToken(SignedJWT.parse(authorization.group(1)), authorization.group(2));
    }

    private void checkToken(SignedJWT token, String key) throws Exception {
        ECPublicKey verifying = (ECPublicKey)
                requireNonNull(P256.publicKey(Base64.getUrlDecoder().decode(key)));
        if (!token.verify(new ECDSAVerifier(verifying))) {
            problems.add("the token's signature is wrong");
        }
        expect("ES256", token.getHeader().getAlgorithm().getName());
        expect("JWT", String.valueOf(token.getHeader().getType()));
        expect(List.of(url()).toString(), token.getJWTClaimsSet().getAudience().toString());
        expect("mailto:webpush@parley.invalid", token.getJWTClaimsSet().getSubject());
        long expires =
                ((Number) requireNonNull(token.getPayload().toJSONObject().get("exp"))).longValue();
        long left = expires - TimeUnit.MILLISECONDS.toSeconds(clock.millis());
        if (left <= 0 || left > TimeUnit.HOURS.toSeconds(12)) {
            problems.add("the token expires in " + left + " s");
        }
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
