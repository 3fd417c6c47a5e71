package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.mapping.PlainMapping;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MembersCallTest {

    private final CountedTimers timers = new CountedTimers(1);
    private HttpScript server;

    @BeforeEach
    void start() throws Exception {
        server = new HttpScript();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void altogicsRequestAndItsAnswer() throws Exception {
        CompletableFuture<List<Member>> asked = ask(Dialect.ALTOGIC, "app", "ro\"om\u00fc", "token");
        HttpScript.Asked request = server.next();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/e:app/_api/rest/v1/realtime/get-members");
        assertThat(request.body()).isEqualTo("{\"channel\":\"ro\\\"om\u00fc\"}");
        assertThat(request.header("X-Client")).isEqualTo("parley-java");
        assertThat(request.header("X-Client-Key")).isEqualTo("key");
        assertThat(request.header("Authorization")).isEmpty();
        assertThat(request.header("Session")).isEqualTo("token");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        request.answer(
                200, "[{\"id\":\"a\",\"data\":{\"name\":\"Luke\"}},{\"id\":\"b\",\"data\":null},{\"id\":\"c\"}]");
        List<Member> members = asked.get(10, TimeUnit.SECONDS);
        assertThat(members).extracting(Member::id).containsExactly("a", "b", "c");
        assertThat(members.get(0).data().value()).isEqualTo(Map.of("name", "Luke"));
        assertThat(members.get(1).data().isAbsent()).isFalse();
        assertThat(members.get(2).data().isAbsent()).isTrue();
    }

    @Test
    void aBlockedCommonPoolStopsNothing() throws Exception {
        BlockedCommonPool.during(() -> {
            CompletableFuture<List<Member>> asked = ask(Dialect.ALTOGIC, null, "room", null);
            server.next().answer(200, "[]");
            assertThat(asked.get(10, TimeUnit.SECONDS)).isEmpty();
        });
    }

    @Test
    void agnostsRequest() throws Exception {
        CompletableFuture<List<Member>> asked = ask(Dialect.AGNOST, "app", "room", null);
        HttpScript.Asked request = server.next();
        assertThat(request.target()).isEqualTo("/app/agnost/realtime/get-members");
        assertThat(request.header("Authorization")).isEqualTo("key");
        assertThat(request.header("X-Client-Key")).isEmpty();
        assertThat(request.header("Session")).isEmpty();
        request.answer(200, "[]");
        assertThat(asked.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void agnostNeedsAnApp() {
        assertThatThrownBy(() -> ask(Dialect.AGNOST, null, "room", null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("app(");
    }

    @Test
    void aSessionThatIsNoHeaderIsNotShown() {
        assertThatThrownBy(() -> ask(Dialect.ALTOGIC, null, "room", "tok\nen"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("en\"")
                .hasNoCause();
    }

    @Test
    void aRefusalHasTheServersWords() throws Exception {
        CompletableFuture<List<Member>> asked = ask(Dialect.ALTOGIC, null, "room", null);
        server.next()
                .answer(
                        401,
                        "{\"errors\":[{\"origin\":\"client_error\",\"code\":\"invalid_session_token\",\"message\":\"Sign in.\"}]}");
        RealtimeException error = failure(asked);
        assertThat(error).isInstanceOf(RefusedException.class).hasMessage("Sign in.");
        assertThat(error.code()).isEqualTo("invalid_session_token");
        assertThat(((RefusedException) error).isTerminal()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"404, '<html>nothing</html>'", "500, '{\"errors\":[]}'", "503, '{\"errors\":[{}]}'", "302, ''"})
    void anotherStatusIsAnHttpError(int status, String body) throws Exception {
        CompletableFuture<List<Member>> asked = ask(Dialect.ALTOGIC, null, "room", null);
        server.next().answer(status, body);
        RealtimeException error = failure(asked);
        assertThat(error.code()).isEqualTo("http_error");
        assertThat(error).hasMessageContaining("answered " + status).hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[1]", "[{}]", "[{\"id\":1}]", "[{\"id\":\"a\"}", "null"})
    void whatIsNoListOfMembersIsMalformed(String body) throws Exception {
        CompletableFuture<List<Member>> asked = ask(Dialect.ALTOGIC, null, "room", null);
        server.next().answer(200, body);
        assertThat(failure(asked)).isInstanceOf(MalformedDataException.class);
    }

    @Test
    void aListOverTheBoundIsRefused() throws Exception {
        CompletableFuture<List<Member>> asked = ask(Dialect.ALTOGIC, null, "room", null);
        HttpScript.Asked request = server.next();
        try {
            request.answer(200, "[" + " ".repeat(200_000) + "]");
        } catch (java.io.IOException e) {
            // the client may have gone before all was written
        }
        assertThat(failure(asked).code()).isEqualTo("too_big");
    }

    @Test
    void noAnswerIsATimeout() throws Exception {
        CompletableFuture<List<Member>> asked = call(Dialect.ALTOGIC, null, Duration.ofMillis(100))
                .members("room", null)
                .toCompletableFuture();
        server.next();
        assertThat(failure(asked).code()).isEqualTo("timeout");
    }

    private CompletableFuture<List<Member>> ask(
            Dialect dialect, @Nullable String app, String channel, @Nullable String session) {
        return call(dialect, app, Duration.ofSeconds(10))
                .members(channel, session)
                .toCompletableFuture();
    }

    private MembersCall call(Dialect dialect, @Nullable String app, Duration timeout) {
        Address address = new Address(URI.create(server.base().toString()), dialect, app, null);
        return new MembersCall(new MembersCall.Setup(
                TransportRig.HTTP, address, dialect, "key", new PlainMapping(), timeout, 100_000, timers));
    }

    private static RealtimeException failure(CompletableFuture<?> future) throws Exception {
        try {
            future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return (RealtimeException) Objects.requireNonNull(e.getCause());
        }
        throw new AssertionError("no failure");
    }
}
