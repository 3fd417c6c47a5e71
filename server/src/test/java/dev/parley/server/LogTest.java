package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What may be logged, even at the finest level. */
class LogTest {

    private static final String CANARY = "canary-4711";

    @Test
    void keysTokensQueriesAndContentsAreInNoLine() {
        Logger ours = (Logger) LoggerFactory.getLogger("dev.parley");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Level before = ours.getLevel();
        ours.setLevel(Level.TRACE);
        ours.addAppender(lines);
        try (RunningServer server = RunningServer.of(RunningServer.TWO_APPS.replace("sk-1", "sk-" + CANARY));
                RawConnection http = RawConnection.open(server.port());
                RawWebSocket refused =
                        RawWebSocket.connect(server.port(), "/socket.io/?EIO=4&transport=websocket&token=" + CANARY);
                RawWebSocket master = RawWebSocket.connect(server.port(), "/socket.io/?EIO=4&transport=websocket");
                RawWebSocket broken = RawWebSocket.connect(server.port(), "/socket.io/?EIO=4&transport=websocket")) {
            http.get("/socket.io/?EIO=4&transport=" + CANARY + "&sid=" + CANARY);
            refused.text();
            refused.send("40{\"envId\":\"env1\",\"clientKey\":\"" + CANARY + "\",\"Session\":\"" + CANARY + "\"}");
            assertThat(refused.text()).startsWith("44");
            master.text();
            master.send("40{\"accessToken\":\"sk-" + CANARY + "\"}");
            assertThat(master.text()).startsWith("40");
            master.send(
                    "421[\"send_message\",{\"channelName\":\"c\",\"eventName\":\"e\",\"message\":\"" + CANARY + "\"}]");
            assertThat(master.text()).isEqualTo("431[{\"ok\":true}]");
            broken.text();
            broken.send("42[\"" + CANARY + "\n" + CANARY);
            assertThat(broken.closeCode()).isEqualTo(1002);
        } finally {
            ours.detachAppender(lines);
            ours.setLevel(before);
        }

        List<String> said =
                lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertThat(said).isNotEmpty().noneMatch(line -> line.contains(CANARY));
    }
}
