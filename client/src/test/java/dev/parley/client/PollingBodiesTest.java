package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.PacketType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollingBodiesTest {

    private static final EnginePacket PONG = EnginePacket.empty(PacketType.PONG);

    @Test
    void aBodyIsFilledToTheLastByte() {
        assertThat(bodies(List.of(PONG, PONG, PONG), 3)).containsExactly("3\u001e3", "3");
        assertThat(bodies(List.of(PONG, PONG, PONG), 5)).containsExactly("3\u001e3\u001e3");
    }

    @Test
    void base64CountsAsLongAsItIs() {
        List<EnginePacket> packets = List.of(EnginePacket.binary(new byte[4]), PONG);
        assertThat(bodies(packets, 10)).containsExactly("bAAAAAA==", "3");
        assertThat(bodies(packets, 11)).containsExactly("bAAAAAA==\u001e3");
    }

    @Test
    void aPacketThatIsTooLargeGoesAlone() {
        List<EnginePacket> packets = List.of(PONG, EnginePacket.text(PacketType.MESSAGE, "x".repeat(9)), PONG);
        assertThat(bodies(packets, 5)).containsExactly("3", "4" + "x".repeat(9), "3");
    }

    @Test
    void aBodyHasAtMostAThousandPackets() {
        List<String> bodies = bodies(Collections.nCopies(2_001, PONG), Integer.MAX_VALUE);
        assertThat(bodies).extracting(String::length).containsExactly(1_999, 1_999, 1);
    }

    private static List<String> bodies(List<EnginePacket> packets, int maxBytes) {
        List<String> all = new ArrayList<>();
        new PollingBodies(packets, maxBytes)
                .forEachRemaining(body -> all.add(new String(body, StandardCharsets.UTF_8)));
        return all;
    }
}
