package dev.parley.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.parley.core.Clock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of messages. */
class DevelopmentLogTest {

    private static final Map<String, String> CODE = Map.of("code", "424242", "minutes", "10");

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.parley.server.delivery");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Level before = logger.getLevel();
    private final Lines lines = new Lines();

    /** Lines of any thread. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {

        final List<String> said = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getLevel() + " " + event.getFormattedMessage());
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setLevel(before);
        meters.close();
    }

    @Test
    void withoutAnyWayCodesAreLoggedAndTheStartWarns() {
        try (Outbox outbox = outbox("delivery: {}")) {
            outbox.send(message("+1\r\nfaked line"));

            await().untilAsserted(() -> assertThat(lines.said)
                    .contains("INFO not sent: text to +1??faked line about reset_password: code=424242 minutes=10"));
        }
        assertThat(lines.said)
                .filteredOn(line -> line.startsWith("WARN"))
                .singleElement()
                .satisfies(
                        line -> assertThat(line).contains("links and codes", "for development only", "delivery.smtp"));
    }

    @Test
    void withAWayNeitherAddressesNorContentsAreLogged() {
        try (Outbox outbox = outbox("delivery: { webhook: { url: 'http://127.0.0.1:1/', secret: s }, attempts: 2 }")) {
            outbox.send(message("+14155550100"));

            await().untilAsserted(() -> assertThat(lines.said).anyMatch(line -> line.contains("gave up")));
        }
        assertThat(lines.said).noneMatch(line -> line.contains("424242") || line.contains("4155550100"));
    }

    private Outbox outbox(String yaml) {
        return new Outbox(MailTest.delivery(yaml), id -> id, Clock.system(), meters, Duration.ofMillis(5));
    }

    private static Message message(String to) {
        return new Message("a", Message.Channel.SMS, Message.Kind.RESET_PASSWORD, to, CODE);
    }
}
