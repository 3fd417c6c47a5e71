package dev.parley.client.testing;

import static dev.parley.client.testing.Received.Kind.DISCONNECT;
import static dev.parley.client.testing.Received.Kind.MEMBERS;
import static dev.parley.client.testing.Received.Kind.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Long-polling and REST. */
class FakeServerHttpTest {

    private static final String POLL = "/socket.io/?EIO=4&transport=polling";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final FakeServer server =
            FakeServer.builder().patience(Duration.ofSeconds(5)).start();

    @AfterEach
    void close() {
        server.close();
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(server.url() + target)).timeout(Duration.ofSeconds(5));
    }

    private String get(String target) throws Exception {
        return getting(target).get(5, TimeUnit.SECONDS);
    }

    private CompletableFuture<String> getting(String target) {
        return HTTP.sendAsync(request(target).build(), BodyHandlers.ofString()).thenApply(HttpResponse::body);
    }

    private HttpResponse<String> post(String target, String body) throws Exception {
        HttpRequest request = request(target)
                .header("Session", "token")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    /** Opens a session; the target of its requests. */
    private String open() throws Exception {
        String open = get(POLL);
        assertThat(open).startsWith("0{\"sid\":\"").contains("\"upgrades\":[\"websocket\"]");
        return POLL + "&sid=" + open.substring(9, 29);
    }

    private String connect(String auth) throws Exception {
        String target = open();
        assertThat(post(target, "40" + auth).body()).isEqualTo("ok");
        assertThat(get(target)).startsWith("40{\"sid\":\"");
        return target;
    }

    private void awaitPoll() {
        Core core = server.core;
        boolean polls = core.guard.await(
                () -> core.engine.sessions().stream().anyMatch(Session::hasPoll), Duration.ofSeconds(5));
        assertThat(polls).isTrue();
    }

    @Test
    void pollsCarryTextAndAttachmentsBothWays() throws Exception {
        String target = connect("{\"echoMessages\":true}");
        assertThat(server.peers().get(0).transport()).isEqualTo("polling");
        CompletableFuture<String> poll = getting(target);
        post(target, "420[\"join\",{\"channel\":\"r\",\"echo\":false}]");
        assertThat(poll.get(5, TimeUnit.SECONDS)).isEqualTo("430[{\"ok\":true}]");
        post(
                target,
                "451-[\"message\",{\"channel\":\"r\",\"eventName\":\"b\",\"message\":{\"_placeholder\":true,\"num\":0}}]"
                        + "\u001ebAQID");
        String text = "451-[\"b\",{\"channel\":\"r\",\"message\":{\"_placeholder\":true,\"num\":0}}]";
        String first = get(target);
        assertThat(first.equals(text) ? first + "\u001e" + get(target) : first).isEqualTo(text + "\u001ebAQID");
        assertThat(server.problems()).isEmpty();
    }

    @Test
    void whatComesBetweenPollsWaitsForTheNext() throws Exception {
        String target = connect("{}");
        server.broadcast("a", "1");
        server.broadcast("b", "2");
        assertThat(get(target))
                .isEqualTo(
                        "42[\"a\",{\"channel\":null,\"message\":1}]\u001e42[\"b\",{\"channel\":null,\"message\":2}]");
    }

    @Test
    void pollingClientUpgradesToWebSocket() throws Exception {
        String target = connect("{}");
        CompletableFuture<String> poll = getting(target);
        awaitPoll();
        WireClient socket = WireClient.open(HTTP, server, target.replace("polling", "websocket"));
        socket.send("2probe");
        assertThat(socket.next()).isEqualTo("3probe");
        assertThat(poll.get(5, TimeUnit.SECONDS)).isEqualTo("6");
        server.broadcast("between", "1");
        socket.send("5");
        assertThat(socket.next()).startsWith("42[\"between\"");
        socket.send("421[\"update\",{}]");
        assertThat(socket.next()).isEqualTo("431[{\"ok\":true}]");
        assertThat(server.attempts()).isEqualTo(1);
        assertThat(server.connections()).isEqualTo(1);
        assertThat(get(target)).contains("Bad request");
        socket.socket().abort();
        server.awaitReceived(DISCONNECT);
        assertThat(server.problems()).isEmpty();
    }

    @Test
    void droppedPollEndsAndItsSessionIsUnknown() throws Exception {
        String target = connect("{}");
        CompletableFuture<HttpResponse<String>> poll =
                HTTP.sendAsync(request(target).build(), BodyHandlers.ofString());
        server.dropConnection(server.peers().get(0).id());
        assertThat(server.connections()).isZero();
        // Cut off, or asked again by the JDK's client itself.
        try {
            assertThat(poll.get(5, TimeUnit.SECONDS).body()).contains("Session ID unknown");
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(IOException.class);
        }
        assertThat(get(target)).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
        assertThat(post(target, "3").statusCode()).isEqualTo(400);
    }

    @Test
    void closePacketEndsTheSessionAndThePoll() throws Exception {
        String target = connect("{}");
        CompletableFuture<String> poll = getting(target);
        awaitPoll();
        assertThat(post(target, "41\u001e1").body()).isEqualTo("ok");
        assertThat(poll.get(5, TimeUnit.SECONDS)).isEqualTo("6");
        assertThat(server.awaitReceived(DISCONNECT).event()).isEqualTo("client namespace disconnect");
        server.awaitConnections(0);
        String other = connect("{}");
        server.broadcast("last", "1");
        server.closeConnection(1001, "");
        server.awaitConnections(0);
        assertThat(get(other)).isEqualTo("42[\"last\",{\"channel\":null,\"message\":1}]\u001e1");
        assertThat(get(other)).contains("Session ID unknown");
    }

    @Test
    void serverWithoutWebSocketOffersPollingOnly() throws Exception {
        try (FakeServer polling = FakeServer.builder().webSocket(false).start()) {
            assertThatThrownBy(() -> WireClient.open(HTTP, polling)).isInstanceOf(RuntimeException.class);
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(polling.url() + POLL)).build();
            assertThat(HTTP.send(request, BodyHandlers.ofString()).body()).contains("\"upgrades\":[]");
            assertThat(polling.attempts()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/socket.io/?EIO=3&transport=polling, 5",
        "/socket.io/?EIO=4&transport=pigeon, 0",
        "/socket.io/?EIO=4&transport=polling&sid=none, 1"
    })
    void wrongRequestsAreRefused(String target, int code) throws Exception {
        assertThat(get(target)).startsWith("{\"code\":" + code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_api/rest/v1/realtime/get-members",
                "/e:app/_api/rest/v1/realtime/get-members",
                "//_api/rest/v1/realtime/get-members",
                "/app/agnost/realtime/get-members",
                "/app/realtime/get-members"
            })
    void restListsMembers(String path) throws Exception {
        WireClient client = WireClient.connect(HTTP, server, "{}");
        assertThat(post(path, "{\"channel\":\"r\"}").body()).isEqualTo("[]");
        client.send("42[\"join\",{\"channel\":\"r\"}]");
        client.send("451-0[\"update\",{\"data\":{\"_placeholder\":true,\"num\":0}}]");
        client.send(new byte[] {1, -1});
        client.next();
        HttpResponse<String> members = post(path, "{\"channel\":\"r\"}");
        assertThat(members.statusCode()).isEqualTo(200);
        String id = server.peers().get(0).id();
        assertThat(members.body())
                .isEqualTo("[{\"id\":\"" + id + "\",\"data\":{\"type\":\"Buffer\",\"data\":[1,255]}}]");
        Peer caller = server.awaitReceived(MEMBERS).peer();
        assertThat(caller.header("Session")).isEqualTo("token");
        assertThat(caller.transport()).isEqualTo("rest");
    }

    @Test
    void restErrorsAreJson() throws Exception {
        String path = "/_api/rest/v1/realtime/get-members";
        assertThat(post(path, "{").body()).contains("invalid_request_body_syntax");
        assertThat(post(path, "{}").body())
                .isEqualTo("{\"errors\":[{\"origin\":\"client_error\",\"code\":\"validation_error\","
                        + "\"message\":\"The body needs a 'channel'.\"}]}");
        assertThat(post("/elsewhere", "{}").statusCode()).isEqualTo(404);
        assertThat(get(path)).contains("method_not_allowed");
        server.onMembers(call -> Verdict.refuse("invalid_session_token", "Gone."));
        assertThat(post(path, "{\"channel\":\"r\"}").statusCode()).isEqualTo(401);
        server.onMembers(call -> Verdict.answer("7"));
        assertThat(post(path, "{\"channel\":\"r\"}").body()).isEqualTo("7");
        server.onMembers(call -> Verdict.drop());
        assertThatThrownBy(() -> post(path, "{\"channel\":\"r\"}")).isInstanceOf(IOException.class);
        assertThat(server.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP_500", "HTTP_404", "NEVER_OPEN", "JUNK_OPEN", "CLOSE_AFTER_OPEN", "JUNK_INSTEAD_OF_HTTP"})
    void faultsHitPollingToo(HandshakeFault fault) throws Exception {
        server.fault(fault);
        CompletableFuture<String> answer = getting(POLL).exceptionally(e -> "failed");
        String seen = answer.completeOnTimeout(
                        "never", fault == HandshakeFault.NEVER_OPEN ? 300 : 5_000, TimeUnit.MILLISECONDS)
                .get();
        assertThat(seen)
                .startsWith(
                        switch (fault) {
                            case HTTP_500, HTTP_404 -> "{\"errors\"";
                            case NEVER_OPEN -> "never";
                            case JUNK_OPEN -> "0{\"sid\":";
                            case CLOSE_AFTER_OPEN -> "0{\"sid\":\"";
                            default -> "failed";
                        });
        if (fault == HandshakeFault.CLOSE_AFTER_OPEN) {
            assertThat(get(POLL + "&sid=" + seen.substring(9, 29))).contains("Session ID unknown");
        }
    }

    @Test
    void silenceKeepsPollsAndRestWaiting() throws Exception {
        String target = connect("{}");
        server.silence(true);
        CompletableFuture<String> poll = getting(target);
        server.onOther(other -> Verdict.answer("1"));
        CompletableFuture<String> post = HTTP.sendAsync(
                        request(target)
                                .POST(HttpRequest.BodyPublishers.ofString("421[\"x\"]"))
                                .build(),
                        BodyHandlers.ofString())
                .thenApply(HttpResponse::body);
        server.awaitReceived(OTHER);
        server.silence(false);
        server.awaitConnections(1);
        assertThat(post).isNotDone();
        assertThat(poll).isNotDone();
    }
}
