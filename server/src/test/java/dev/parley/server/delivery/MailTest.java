package dev.parley.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Clock;
import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import dev.parley.server.config.Delivery;
import dev.parley.testkit.TestCertificate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails, over a real connection. */
class MailTest {

    private static final Map<String, String> LINK = Map.of("link", "https://x.test/v1/links/a?key=k", "minutes", "60");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void endMeters() {
        meters.close();
    }

    @Test
    void aMailSaysWhoItIsFromAndWhatItIsAbout() throws Exception {
        try (MailServer server = MailServer.plain();
                Outbox outbox = outbox(server.port(), "security: none", "Ex Ämple")) {
            assertThat(outbox.send(mail("luke@rebels.test"))).isTrue();

            MailServer.Mail mail = server.mail();
            assertThat(mail.commands())
                    .contains("MAIL FROM:<no-reply@parley.test>", "RCPT TO:<luke@rebels.test>")
                    .noneMatch(command -> command.startsWith("AUTH"));
            MimeMessage read = read(mail);
            assertThat(read.getSubject()).isEqualTo("Ex Ämple: Please confirm your email address");
            assertThat(read.getFrom()[0].toString()).contains("<no-reply@parley.test>");
            assertThat(read.getHeader("To", ",")).isEqualTo("luke@rebels.test");
            assertThat(read.getHeader("Auto-Submitted", ",")).isEqualTo("auto-generated");
            assertThat(read.getMessageID()).endsWith("@parley.test>");
            assertThat((String) read.getContent())
                    .contains("welcome to Ex Ämple")
                    .contains("https://x.test/v1/links/a?key=k")
                    .contains("60 minutes");
            await().untilAsserted(() -> assertThat(count("sent")).isEqualTo(1));
        }
    }

    @Test
    void signsInWhereTheSettingsSaySo() throws Exception {
        try (MailServer server = MailServer.plain();
                Outbox outbox = outbox(server.port(), "security: none, user: u, password: p", "A")) {
            outbox.send(mail("luke@rebels.test"));

            assertThat(server.mail().commands()).anyMatch(command -> command.startsWith("AUTH "));
        }
    }

    @Test
    void withoutTlsNothingIsSentIfTlsIsWanted() throws Exception {
        try (MailServer server = MailServer.plain();
                Outbox outbox = outbox(server.port(), "security: starttls", "A")) {
            outbox.send(mail("luke@rebels.test"));

            await().untilAsserted(() -> assertThat(count("failed")).isEqualTo(1));
            assertThat(server.size()).isZero();
        }
    }

    @Test
    void aCertificateNobodyVouchesForIsRefused(@TempDir Path folder) throws Exception {
        SSLContext context = certificate(folder);
        for (String security : new String[] {"starttls", "tls"}) {
            double before = count("failed");
            try (MailServer server = security.equals("tls") ? MailServer.tls(context) : MailServer.startTls(context);
                    Outbox outbox = outbox(server.port(), "security: " + security, "A")) {
                outbox.send(mail("luke@rebels.test"));

                await().untilAsserted(() -> assertThat(count("failed")).isEqualTo(before + 1));
                assertThat(server.size()).isZero();
            }
        }
    }

    @Test
    void oneThatIsRefusedForGoodIsNotTriedAgain() throws Exception {
        try (MailServer server = MailServer.plain();
                Outbox outbox = outbox(server.port(), "security: none", "A")) {
            server.answers.add("550 no such user");
            outbox.send(mail("luke@rebels.test"));

            await().untilAsserted(() -> assertThat(count("failed")).isEqualTo(1));
            assertThat(server.size()).isZero();
        }
    }

    @Test
    void oneThatIsRefusedForNowIsTriedAgain() throws Exception {
        try (MailServer server = MailServer.plain();
                Outbox outbox = outbox(server.port(), "security: none", "A")) {
            server.answers.add("451 try later");
            outbox.send(mail("luke@rebels.test"));

            assertThat(server.mail().commands()).contains("RCPT TO:<luke@rebels.test>");
            await().untilAsserted(() -> assertThat(count("sent")).isEqualTo(1));
        }
    }

    @Test
    void addressesThatAreMoreThanAnAddressAreRefused() throws Exception {
        String[] odd = {
            "luke@rebels.test\r\nBcc: all@rebels.test",
            "luke@rebels.test\nX: y",
            "luke@rebels.test,leia@rebels.test",
            "Luke <luke@rebels.test>",
            "luke",
            "",
            "luke@rebels.test>\r\nRCPT TO:<leia@rebels.test"
        };
        try (MailServer server = MailServer.plain();
                Outbox outbox = outbox(server.port(), "security: none", "A")) {
            for (String address : odd) {
                assertThat(outbox.send(mail(address))).isTrue();
            }

            await().untilAsserted(() -> assertThat(count("failed")).isEqualTo(odd.length));
            assertThat(server.size()).isZero();
        }
    }

    @Test
    void aNameWithLineBreaksAddsNoHeader() throws Exception {
        try (MailServer server = MailServer.plain();
                Outbox outbox = outbox(server.port(), "security: none", "A\r\nBcc: all@rebels.test")) {
            outbox.send(mail("luke@rebels.test"));

            MimeMessage read = read(server.mail());
            assertThat(read.getHeader("Bcc")).isNull();
            assertThat(read.getSubject()).startsWith("A  Bcc: all@rebels.test: ");
        }
    }

    @Test
    void aServerThatSaysNothingCostsOneTryNoMoreThanItsTime() throws Exception {
        try (java.net.ServerSocket silent = new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress());
                Outbox outbox = outbox(silent.getLocalPort(), "security: none", "A", "attempts: 1, timeout: 200ms")) {
            outbox.send(mail("luke@rebels.test"));
            try (Socket accepted = silent.accept()) {
                await().atMost(Duration.ofSeconds(5))
                        .untilAsserted(() -> assertThat(count("failed")).isEqualTo(1));
                assertThat(accepted.isConnected()).isTrue();
            }
        }
    }

    @Test
    void aSenderThatIsNoAddressIsSaidAtOnce() {
        assertThatThrownBy(() -> outbox(25, "security: none", "A", "attempts: 1", "a@b@c")
                        .close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("delivery.smtp.from");
    }

    private static MimeMessage read(MailServer.Mail mail) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.data().getBytes(StandardCharsets.UTF_8)));
    }

    private static SSLContext certificate(Path folder) throws Exception {
        TestCertificate.write(folder, "localhost");
        char[] password = "password".toCharArray();
        KeyStore keys = KeyStore.getInstance(folder.resolve("localhost.p12").toFile(), password);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private double count(String result) {
        return meters.find("parley.deliveries").tags("channel", "email", "result", result).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private Outbox outbox(int port, String security, String app) {
        return outbox(port, security, app, "attempts: 3, timeout: 5s");
    }

    private Outbox outbox(int port, String security, String app, String more) {
        return outbox(port, security, app, more, "Parley <no-reply@parley.test>");
    }

    private Outbox outbox(int port, String security, String app, String more, String from) {
        String yaml = "delivery: { smtp: { host: 127.0.0.1, port: " + port + ", from: '" + from + "', " + security
                + " }, " + more + " }";
        return new Outbox(delivery(yaml), id -> app, Clock.system(), meters, Duration.ofMillis(5));
    }

    static Delivery delivery(String yaml) {
        try {
            return Config.parse(yaml).delivery();
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Message mail(String to) {
        return new Message("a", Message.Channel.EMAIL, Message.Kind.CONFIRM_EMAIL, to, LINK);
    }
}
