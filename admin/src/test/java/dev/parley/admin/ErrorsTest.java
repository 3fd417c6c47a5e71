package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {

    private static final Map<Integer, Class<? extends ApiException>> CLASSES = Map.ofEntries(
            Map.entry(400, InvalidRequestException.class),
            Map.entry(413, InvalidRequestException.class),
            Map.entry(415, InvalidRequestException.class),
            Map.entry(422, InvalidRequestException.class),
            Map.entry(401, UnauthorizedException.class),
            Map.entry(403, ForbiddenException.class),
            Map.entry(404, NotFoundException.class),
            Map.entry(409, ConflictException.class),
            Map.entry(429, RateLimitedException.class),
            Map.entry(500, UnexpectedStatusException.class),
            Map.entry(405, UnexpectedStatusException.class));

    private final StandIn server = new StandIn();

    @AfterEach
    void stop() {
        server.close();
    }

    private ParleyAdmin once() {
        return server.builder().retries(0).build();
    }

    @Test
    void eachStatusHasItsException() {
        CLASSES.forEach((status, type) -> {
            server.thenProblem(status, "some_code");
            ApiException failure =
                    catchThrowableOfType(type, () -> once().users().get("u"));
            assertThat(failure).isExactlyInstanceOf(type);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.code()).isEqualTo("some_code");
            assertThat(failure.detail()).isEqualTo("What is wrong.");
            assertThat(failure.operation()).isEqualTo("getUser");
            assertThat(failure).hasMessage("getUser: " + status + " some_code. What is wrong.");
        });
    }

    @Test
    void theWrongFieldsAreNamed() {
        server.then(exchange -> StandIn.send(exchange, 400, "application/problem+json", """
                {"type":"about:blank","title":"Bad Request","status":400,"code":"validation_error","detail":"Two are wrong.",
                 "errors":[{"field":"messages[3].event","message":"must be there."},{"field":"x","message":"is not\\na field here."}]}"""));
        InvalidRequestException failure = catchThrowableOfType(
                InvalidRequestException.class, () -> once().realtime().send("c", "e", 1));
        assertThat(failure.errors())
                .containsExactly(
                        new FieldError("messages[3].event", "must be there."),
                        new FieldError("x", "is not a field here."));
        assertThat(failure).hasMessageContaining("messages[3].event: must be there.");
    }

    @Test
    void aProxysPageIsAnExceptionWithItsStatusAndNotItsText() {
        server.then(exchange -> StandIn.send(exchange, 502, "text/html", "<html>secret</html>"))
                .then(exchange -> StandIn.send(exchange, 404, "text/html", "<html>secret</html>"))
                .then(exchange -> StandIn.send(exchange, 302, "text/html", "", "Location", "http://example.com"))
                .then(exchange -> StandIn.send(exchange, 403, "application/json", "[1,"));
        UnavailableException gateway = catchThrowableOfType(
                UnavailableException.class, () -> once().users().get("u"));
        assertThat(gateway.status()).hasValue(502);
        assertThat(gateway.code()).isEmpty();
        assertThat(gateway.outcomeUnknown()).isTrue();
        assertThat(gateway).hasMessageContaining("text/html").hasMessageNotContaining("secret");
        assertThatThrownBy(() -> once().users().get("u")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> once().users().get("u"))
                .isInstanceOf(UnexpectedStatusException.class)
                .hasMessageContaining("redirect");
        assertThatThrownBy(() -> once().users().get("u")).isInstanceOf(ForbiddenException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "<html>",
                "{",
                "{}",
                "{\"name\":1,\"members\":2}",
                "{\"name\":\"n\",\"members\":\"2\"}",
                "{\"name\":\"n\",\"members\":1e999}",
                "{\"name\":\"n\",\"members\":2} {}",
                "{\"name\":\"n\",\"members\":2",
                "{\"name\":\"n\",\"members\":null}"
            })
    void junkIsAnUnreadableAnswer(String body) {
        server.thenJson(200, body);
        assertThatThrownBy(() -> once().channels().get("c"))
                .isInstanceOf(UnreadableAnswerException.class)
                .hasMessageStartingWith("getChannel: ");
    }

    @Test
    void deepJunkIsAnUnreadableAnswer() {
        server.thenJson(200, "{\"name\":" + "[".repeat(100_000));
        assertThatThrownBy(() -> once().channels().get("c")).isInstanceOf(UnreadableAnswerException.class);
    }

    @Test
    void anAnswerThatDoesNotEndIsCutOff() {
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = new byte[4096];
            for (int i = 0; i < 100_000; i++) {
                exchange.getResponseBody().write(piece); // until the client has gone
            }
        });
        ParleyAdmin admin = server.builder().maxAnswerBytes(10_000).build();
        assertThatThrownBy(() -> admin.users().get("u"))
                .isInstanceOf(UnreadableAnswerException.class)
                .hasMessageContaining("10000");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void anAnswerOfTheGreatestLengthIsTaken() {
        String body = "{\"name\":\"n\",\"members\":2}";
        server.thenJson(200, body + " ".repeat(2000 - body.length()))
                .thenJson(200, body + " ".repeat(2001 - body.length()));
        ParleyAdmin admin = server.builder().maxAnswerBytes(2000).build();
        assertThat(admin.channels().get("n").members()).isEqualTo(2);
        assertThatThrownBy(() -> admin.channels().get("n")).isInstanceOf(UnreadableAnswerException.class);
    }

    @Test
    void theStackOfAnExceptionIsTheCallers() {
        server.thenProblem(404, "user_not_found");
        assertThatThrownBy(() -> once().users().get("u"))
                .satisfies(failure -> assertThat(failure.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(ErrorsTest.class.getName())));
    }

    @Test
    void futuresFailWithTheSameExceptions() {
        server.thenProblem(404, "user_not_found");
        assertThatThrownBy(() -> once().users().deleteAsync("u").join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(NotFoundException.class);
    }

    @Test
    void exceptionsCanBeSerialized() throws Exception {
        server.thenProblem(404, "user_not_found");
        NotFoundException failure = catchThrowableOfType(
                NotFoundException.class, () -> once().users().get("u"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((NotFoundException) in.readObject()).code()).isEqualTo("user_not_found");
        }
    }
}
