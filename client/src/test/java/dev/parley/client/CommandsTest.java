package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.EngineCodec;
import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.Payload;
import dev.parley.protocol.SocketPacket;
import dev.parley.protocol.mapping.PlainMapping;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What commands are on the wire: the recorded lines of altogic-agnost 3 and 4. */
class CommandsTest {

    private final Commands commands = new Commands(new Callbacks(Runnable::run, 100), true);
    private final PlainMapping mapping = new PlainMapping();

    private static String line(Command<?> command) {
        return text(command.packets(SocketPacket.NO_ACK).get(0));
    }

    private static String text(EnginePacket packet) {
        return new String(EngineCodec.encodeText(packet), StandardCharsets.UTF_8);
    }

    private Payload json(Object value) {
        return mapping.write(value);
    }

    @Test
    void recordedLines() {
        assertThat(line(commands.join("room", null))).isEqualTo("42[\"join\",{\"channel\":\"room\"}]");
        assertThat(line(commands.join("r2", true))).isEqualTo("42[\"join\",{\"channel\":\"r2\",\"echo\":true}]");
        assertThat(line(commands.leave("room", null))).isEqualTo("42[\"leave\",{\"channel\":\"room\"}]");
        assertThat(line(commands.leave("r2", true))).isEqualTo("42[\"leave\",{\"channel\":\"r2\",\"echo\":true}]");
        assertThat(line(commands.update(json(Map.of("username", "Luke")), null)))
                .isEqualTo("42[\"update\",{\"data\":{\"username\":\"Luke\"}}]");
        assertThat(line(commands.update(json("str"), true)))
                .isEqualTo("42[\"update\",{\"data\":\"str\",\"echo\":true}]");
        assertThat(line(commands.update(Payload.NULL, false)))
                .isEqualTo("42[\"update\",{\"data\":null,\"echo\":false}]");
        assertThat(line(commands.message("room", "chat-message", json(Map.of("t", 1)), null)))
                .isEqualTo(
                        "42[\"message\",{\"channel\":\"room\",\"eventName\":\"chat-message\",\"message\":{\"t\":1}}]");
        assertThat(line(commands.message(null, "warn", json("hello"), null)))
                .isEqualTo("42[\"message\",{\"eventName\":\"warn\",\"message\":\"hello\"}]");
        assertThat(line(commands.message("room", "chat-message", json(Map.of("t", 4)), false)))
                .isEqualTo(
                        "42[\"message\",{\"channel\":\"room\",\"eventName\":\"chat-message\",\"message\":{\"t\":4},\"echo\":false}]");
    }

    @Test
    void recordedLineWithBytes() {
        List<EnginePacket> packets = commands.message("room", "bin", json(new byte[] {1, 2, 3}), null)
                .packets(SocketPacket.NO_ACK);
        assertThat(packets).hasSize(2);
        assertThat(text(packets.get(0)))
                .isEqualTo(
                        "451-[\"message\",{\"channel\":\"room\",\"eventName\":\"bin\",\"message\":{\"_placeholder\":true,\"num\":0}}]");
        assertThat(packets.get(1).binary()).isTrue();
        assertThat(packets.get(1).bytes()).containsExactly(1, 2, 3);
    }

    @Test
    void theAnswersNumberStandsBehindTheType() {
        assertThat(text(commands.members("room", list -> List.of()).packets(0).get(0)))
                .isEqualTo("420[\"members\",{\"channel\":\"room\"}]");
        assertThat(text(commands.message("a", "b", json(new byte[0]), null)
                        .packets(12)
                        .get(0)))
                .startsWith("451-12[");
    }

    @Test
    void namesAreQuoted() {
        assertThat(line(commands.join("a\"b\\c\n\u00e4", null)))
                .isEqualTo("42[\"join\",{\"channel\":\"a\\\"b\\\\c\\n\u00e4\"}]");
    }

    @Test
    void noPacketIsLargerThanItSays() {
        for (Object content : List.of("x", "x".repeat(5_000), new byte[3_000], List.of(new byte[10], new byte[20]))) {
            Command<?> command = commands.message("channel", "event", json(content), true);
            int largest = 0;
            int base64 = 0;
            int sum = 0;
            for (EnginePacket packet : command.packets(Integer.MAX_VALUE)) {
                largest = Math.max(largest, packet.length() + (packet.binary() ? 0 : 1));
                base64 = Math.max(base64, packet.binary() ? 1 + (packet.length() + 2) / 3 * 4 : packet.length() + 1);
                sum += packet.length() + (packet.binary() ? 0 : 1);
            }
            assertThat(command.largestPacket(false, false)).isGreaterThanOrEqualTo(largest);
            assertThat(command.largestPacket(false, true)).isGreaterThanOrEqualTo(base64);
            assertThat(command.largestPacket(true, false)).isGreaterThanOrEqualTo(sum);
        }
    }
}
