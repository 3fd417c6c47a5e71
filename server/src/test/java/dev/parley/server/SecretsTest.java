package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Passwords, tokens, links and codes are where they belong, and in no log line, metric or error, whatever goes wrong. */
class SecretsTest {

    private static final String PASSWORD = "canary-password-1";
    private static final String WRONG = "canary-password-2";
    private static final String JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnktand0In0.Y2FuYXJ5";
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");
    private static final Pattern KEY = Pattern.compile("key=([A-Za-z0-9_-]+)");
    private static final Pattern CODE = Pattern.compile("\"code\":\"(\\d{6})\"");

    private final Logger root = (Logger) LoggerFactory.getLogger("ROOT");
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.parley");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private HttpServer webhook;
    private Level before;

    @BeforeEach
    void start() throws IOException {
        webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext("/", exchange -> {
            messages.add(new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        webhook.start();
        before = ours.getLevel();
        ours.setLevel(Level.TRACE);
        lines.start();
        root.addAppender(lines);
        ours.addAppender(lines);
    }

    @AfterEach
    void stop() {
        root.detachAppender(lines);
        ours.detachAppender(lines);
        ours.setLevel(before);
        webhook.stop(0);
    }

    private String settings() {
        return RunningServer.TWO_APPS.replace(
                        "    serverKey: sk-1",
                        "    serverKey: canary-server-key\n    auth: { redirectUrls: [ 'https://app.example/' ] }")
                + """
                identity: { hashMemory: 64KiB, attemptsPerIp: 10000 }
                delivery: { webhook: { url: 'http://127.0.0.1:%d/', secret: canary-webhook-secret } }
                """.formatted(webhook.getAddress().getPort());
    }

    /** A call of Altogic's library; what is not a success is kept as an error. */
    private String call(RunningServer server, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("X-Client-Key", "ck-1"));
        all.addAll(List.of(headers));
        HttpResponse<String> answer =
                server.post("/e:env1/_api/rest/v1/auth/" + path, body, all.toArray(String[]::new));
        if (answer.statusCode() >= 300) {
            errors.add(answer.body() + answer.headers().map());
        }
        return answer.body();
    }

    private String sent(Pattern what) throws InterruptedException {
        String message = messages.poll(10, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        return found(what, message);
    }

    private static String found(Pattern what, String text) {
        Matcher matcher = what.matcher(text);
        assertThat(matcher.find()).as("%s in %s", what, text).isTrue();
        return matcher.group(1);
    }

    @Test
    void passwordsTokensLinksAndCodesAreInNoLogLineMetricOrError() throws InterruptedException {
        String credentials = "{\"email\":\"a@b.example\",\"password\":\"" + PASSWORD + "\"}";
        List<String> secrets = new ArrayList<>(List.of(PASSWORD, WRONG, JWT, "canary-server-key", "canary-webhook"));
        String metrics;
        try (RunningServer server = RunningServer.of(settings())) {
            String token = found(TOKEN, call(server, "signup-email", credentials));
            secrets.add(token);
            call(server, "signup-email", credentials);
            call(server, "signin-email", credentials.replace(PASSWORD, WRONG));
            call(server, "signin-email", credentials.replace("\"password\"", "\"password\":[],\"x\""));
            call(server, "signin-email", credentials.substring(0, credentials.length() - 1));
            call(server, "change-pwd", "{\"oldPassword\":\"" + WRONG + "\",\"newPassword\":\"x\"}", "Session", token);
            call(server, "change-pwd", "{\"oldPassword\":\"" + WRONG + "\",\"newPassword\":\"" + PASSWORD + "\"}");
            call(server, "signout", "{}", "Session", JWT);
            call(server, "signout", "{}", "Session", token.substring(0, token.length() - 3) + "abc");
            call(server, "send-reset?email=a@b.example", "{}");
            String link = sent(KEY);
            secrets.add(link);
            server.get("/v1/links/env1?key=" + link);
            server.get("/v1/links/env1?key=" + link + "x");
            call(server, "signup-phone", "{\"phone\":\"+14155550100\",\"password\":\"" + PASSWORD + "\"}");
            call(server, "send-code?phone=%2B14155550100", "{}");
            String code = sent(CODE);
            secrets.add("\"" + code);
            secrets.add("=" + code);
            call(server, "signin-code?phone=%2B14155550100&code=" + code.replace(code.charAt(0), '0') + "x", "{}");
            call(server, "signin-code?phone=%2B14155550100&code=" + code, "{}");
            for (String key : List.of("canary-server-key", "canary-server-key-2")) {
                HttpResponse<String> answer =
                        server.post("/v1/apps/env1/users", credentials, "Authorization", "Bearer " + key);
                errors.add(answer.body());
            }
            metrics = server.server().scrape();
        }

        List<String> said = lines.list.stream()
                .map(line -> line.getFormattedMessage()
                        + (line.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(line.getThrowableProxy())))
                .toList();
        assertThat(said).isNotEmpty();
        assertThat(errors).hasSizeGreaterThan(8);
        for (String secret : secrets) {
            assertThat(said).noneMatch(line -> line.contains(secret));
            assertThat(errors).noneMatch(error -> error.contains(secret));
            assertThat(metrics).doesNotContain(secret);
        }
    }
}
