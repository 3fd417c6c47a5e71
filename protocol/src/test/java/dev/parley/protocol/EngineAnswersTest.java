package dev.parley.protocol;

import static dev.parley.protocol.Bytes.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineAnswersTest {
    @Test
    void handshakeOfRevisionFourTellsTheMaxPayload() {
        Handshake handshake = new Handshake("lv_VI97HAXpY6yYWAAAB", List.of("websocket"), 25000, 20000, 1_000_000);
        assertThat(text(handshake.json(EngineVersion.V4)))
                .isEqualTo("{\"sid\":\"lv_VI97HAXpY6yYWAAAB\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,"
                        + "\"pingTimeout\":20000,\"maxPayload\":1000000}");
        assertThat(handshake.packet(EngineVersion.V4).type()).isEqualTo(PacketType.OPEN);
    }

    @Test
    void handshakeOfRevisionThreeDoesNot() {
        Handshake handshake = new Handshake("s", List.of(), 25000, 5000, 1);
        assertThat(text(handshake.json(EngineVersion.V3)))
                .isEqualTo("{\"sid\":\"s\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":5000}");
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_TRANSPORT,400,0,Transport unknown",
        "UNKNOWN_SID,400,1,Session ID unknown",
        "BAD_HANDSHAKE_METHOD,400,2,Bad handshake method",
        "BAD_REQUEST,400,3,Bad request",
        "FORBIDDEN,403,4,Forbidden",
        "UNSUPPORTED_PROTOCOL_VERSION,400,5,Unsupported protocol version"
    })
    void errorsHaveTheCodesClientsKnow(EngineError error, int status, int code, String message) {
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.message()).isEqualTo(message);
        assertThat(error.json()).isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
    }
}
