package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.PacketType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventGateTest {

    private static final EnginePacket PING = EnginePacket.empty(PacketType.PING);
    private static final TransportEnd END = Failures.closedByPacket();

    private final List<String> told = new ArrayList<>();
    private Runnable meanwhile = () -> {};
    private final EventGate gate = new EventGate(new TransportEvents() {
        @Override
        public void packet(EnginePacket packet) {
            told.add("packet");
            meanwhile.run();
            told.add("done");
        }

        @Override
        public void ended(TransportEnd end) {
            told.add("end");
        }
    });

    @Test
    void anEndThatComesWhileAPacketIsToldWaitsForIt() {
        meanwhile = () -> gate.end(END);
        gate.packet(PING);
        gate.packet(PING);
        gate.end(END);
        assertThat(told).containsExactly("packet", "done", "end");
    }

    @Test
    void afterSilenceNothingIsTold() {
        meanwhile = () -> {
            gate.end(END);
            gate.silence();
        };
        gate.packet(PING);
        gate.packet(PING);
        assertThat(told).containsExactly("packet", "done");
    }
}
