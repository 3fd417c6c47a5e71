package dev.parley.examples.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.admin.ParleyAdmin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The notifier with a server that answers what the test says. */
class NotifierTest {

    private static final String PUBLISHED = "{\"position\":{\"epoch\":3,\"offset\":7}}";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final StringWriter screen = new StringWriter();
    private volatile int status = 202;
    private volatile String answer = PUBLISHED;
    private HttpServer server = start();

    private HttpServer start() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/v1/", this::answer);
            return made;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void open() {
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestURI() + " " + body);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", status < 300 ? "application/json" : "application/problem+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void refuses(int with, String code, String detail) {
        answer = "{\"type\":\"about:blank\",\"title\":\"T\",\"status\":" + with + ",\"code\":\"" + code
                + "\",\"detail\":\"" + detail + "\"}";
        status = with;
    }

    private Notifier notifier(@Nullable String channel) {
        ParleyAdmin admin = ParleyAdmin.builder(
                        "http://127.0.0.1:" + server.getAddress().getPort())
                .app("shop")
                .serverKey("sk-secret")
                .retries(0)
                .build();
        return new Notifier(admin, new NotifierOptions(channel, "chat-message", "shop"), new PrintWriter(screen, true));
    }

    @Test
    void eachLineIsPublishedInTheChannel() {
        assertThat(notifier("lobby").publishAll(Stream.of("one", " ", "two"))).isTrue();

        assertThat(asked).hasSize(2);
        assertThat(asked.get(1))
                .startsWith("/v1/apps/shop/publish ")
                .contains(
                        "\"channel\":\"lobby\"", "\"event\":\"chat-message\"", "\"text\":\"two\"", "\"name\":\"shop\"");
        assertThat(screen.toString().lines()).containsOnly("published in lobby, number 7");
    }

    @Test
    void withoutAChannelItIsForEverybody() {
        assertThat(notifier(null).publish("Tea!")).isEqualTo(Notifier.Outcome.PUBLISHED);

        assertThat(asked.get(0)).doesNotContain("channel");
        assertThat(screen.toString()).startsWith("published to everybody");
    }

    @Test
    void aWrongKeyEndsItAtOnceWithAdviceAndWithoutTheKey() {
        refuses(401, "invalid_server_key", "The server key is not valid.");

        assertThat(notifier("lobby").publishAll(Stream.of("one", "two"))).isFalse();

        assertThat(asked).hasSize(1);
        assertThat(screen.toString())
                .contains("401 invalid_server_key. The server key is not valid.", "--key-file")
                .doesNotContain("sk-secret");
    }

    @Test
    void aMessageThatIsRefusedDoesNotKeepTheNextFromBeingPublished() {
        refuses(413, "payload_too_large", "The message is too large.");

        assertThat(notifier("lobby").publishAll(Stream.of("one", "two"))).isFalse();

        assertThat(asked).hasSize(2);
        assertThat(screen.toString()).contains("payload_too_large", "will be refused again");
    }

    @Test
    void aServerThatIsNotThereIsNamedAsSuch() {
        server.stop(0);

        assertThat(notifier("lobby").publish("one")).isEqualTo(Notifier.Outcome.FAILED);

        assertThat(screen.toString()).contains("It was not published. Is the server running at --url?");
    }

    @Test
    void membersArePrintedWithUserAndProfile() {
        status = 200;
        answer = "{\"members\":[{\"id\":\"a1\",\"user\":\"u1\",\"data\":{\"name\":\"Ada\"}},{\"id\":\"b2\"}]}";

        assertThat(notifier("lobby").printMembers()).isTrue();

        assertThat(screen.toString().lines())
                .containsExactly("a1 of user u1 {\"name\":\"Ada\"}", "b2 null", "2 members in lobby");
    }
}
