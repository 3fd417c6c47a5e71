package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.PacketType;
import dev.parley.protocol.Payload;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OPEN, the object of CONNECT, its answer and its refusal. */
class HandshakePartsTest {

    private static OpenPacket open(String json) {
        return OpenPacket.read(EnginePacket.text(PacketType.OPEN, json));
    }

    @Test
    void theRecordedOpenPacketIsRead() {
        OpenPacket open = open(
                "{\"sid\":\"ZxYnOOpco0xlUqNWAAAA\",\"upgrades\":[],\"pingInterval\":10000,\"pingTimeout\":30000,\"maxPayload\":100000000}");
        assertThat(open).isEqualTo(new OpenPacket("ZxYnOOpco0xlUqNWAAAA", Duration.ofSeconds(40), 100_000_000));
    }

    @Test
    void numbersOfAnySizeAreBounded() {
        OpenPacket open = open("{\"sid\":\"a\",\"pingInterval\":1e300,\"pingTimeout\":9223372036854775807}");
        assertThat(open.patience()).isEqualTo(Duration.ofDays(2));
        assertThat(open.maxPayload()).isEqualTo(Integer.MAX_VALUE);
        assertThat(open("{\"sid\":\"a\",\"pingInterval\":1,\"pingTimeout\":1,\"maxPayload\":1e99}")
                        .maxPayload())
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(open("{\"sid\":\"a\",\"pingInterval\":1,\"pingTimeout\":1,\"maxPayload\":-5}")
                        .maxPayload())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "\"sid\"",
                "{}",
                "{\"sid\":\"a\"}",
                "{\"sid\":\"a\",\"pingInterval\":1}",
                "{\"sid\":7,\"pingInterval\":1,\"pingTimeout\":1}",
                "{\"sid\":\"\",\"pingInterval\":1,\"pingTimeout\":1}",
                "{\"sid\":\"a\",\"pingInterval\":\"1\",\"pingTimeout\":1}",
                "{\"sid\":\"a\",\"pingInterval\":-1,\"pingTimeout\":1}",
                "{\"sid\":\"a\",\"pingInterval\":0,\"pingTimeout\":1}",
                "{\"sid\":\"a\",\"pingInterval\":1,\"pingTimeout\":{}}",
            })
    void anythingElseIsMalformed(String json) {
        assertThatThrownBy(() -> open(json))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("pingInterval");
    }

    private static String auth(Dialect dialect, @Nullable String app, @Nullable String key, @Nullable String session) {
        Address address = new Address(URI.create("http://127.0.0.1:1"), dialect, app, null);
        Options.Server server = new Options.Server(
                address,
                dialect,
                key,
                null,
                List.of(new Options.AuthField("x \"y\"", Payload.json("[1]"))),
                List.of(TransportKind.WEBSOCKET));
        return ConnectAuth.of(server, false, session).object().toString();
    }

    @Test
    void theObjectOfConnectHasTheDialectsNames() {
        assertThat(auth(Dialect.ALTOGIC, "env1", "ck-1", "TOK1"))
                .isEqualTo(
                        "{\"echoMessages\":false,\"envId\":\"env1\",\"clientKey\":\"ck-1\",\"Session\":\"TOK1\",\"x \\\"y\\\"\":[1],\"parley\":1}");
        assertThat(auth(Dialect.AGNOST, "env1", "ck-1", "TOK1"))
                .isEqualTo(
                        "{\"echoMessages\":false,\"envId\":\"env1\",\"apiKey\":\"ck-1\",\"session\":\"TOK1\",\"x \\\"y\\\"\":[1],\"parley\":1}");
        assertThat(auth(Dialect.ALTOGIC, null, null, null))
                .isEqualTo("{\"echoMessages\":false,\"x \\\"y\\\"\":[1],\"parley\":1}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"message":"T","data":{"origin":"client_error","code":"invalid_api_key","message":"M"}} | invalid_api_key       | T: M | true
                    {"message":"T","data":{"code":"c","message":"T"}}                                      | c                     | T    | true
                    {"message":"T"}                                                                        | refused               | T    | true
                    {"message":"T","data":"text"}                                                          | refused               | T    | true
                    {"message":"T","data":{"code":5}}                                                      | refused               | T    | true
                    "plain"                                                                                | refused               | plain | true
                    {"message":"T","data":{"code":"internal_server_error"}}                                | internal_server_error | T    | false
                    {"message":"T","data":{"code":"rate_limit_exceeded"}}                                  | rate_limit_exceeded   | T    | false
                    """)
    void refusalsOfConnectionsAreRead(String json, String code, String message, boolean terminal) {
        RefusedException refusal = Refusals.ofConnect(Payload.json(json), Redaction.NONE);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal).hasMessage(message);
        assertThat(refusal.isTerminal()).isEqualTo(terminal);
    }

    /** Stock servers repeat the key in their message, and messages are logged. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"T\",\"data\":{\"code\":\"c\",\"message\":\"no (ck-secret)\"}}",
                "{\"message\":\"no ck-secret\"}",
                "\"no ck-secret, tok-en\"",
                "{\"message\":\"no\\nline\",\"data\":{\"code\":\"ck-secret\",\"message\":\"tok-en\"}}"
            })
    void secretsAndLinesAreNotRepeated(String json) {
        RefusedException refusal = Refusals.ofConnect(Payload.json(json), new Redaction("ck-secret", "tok-en"));
        assertThat(refusal.getMessage()).contains("no").doesNotContain("ck-secret", "tok-en", "\n");
        assertThat(refusal.code()).doesNotContain("ck-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "[]", "{}", "null", "{\"message\":5}", "{\"data\":null}"})
    void refusalsThatSayNothingAreRefusalsAllTheSame(String json) {
        RefusedException refusal = Refusals.ofConnect(Payload.json(json), Redaction.NONE);
        assertThat(refusal.code()).isEqualTo("refused");
        assertThat(refusal.getMessage()).isNotBlank();
        assertThat(Refusals.ofConnect(null, Redaction.NONE).code()).isEqualTo("refused");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"code":"c","message":"m"} | c       | m
                    {"code":"c"}               | c       | The server refused the command.
                    "why"                      | refused | why
                    7                          | refused | The server refused the command.
                    """)
    void refusalsOfCommandsAreRead(String json, String code, String message) {
        RefusedException refusal = Refusals.ofCommand(Payload.json(json));
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal).hasMessage(message);
        assertThat(refusal.isTerminal()).isFalse();
    }
}
