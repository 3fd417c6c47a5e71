package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import dev.parley.testkit.TestCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    @TempDir
    Path folder = Path.of("");

    private final SSLContext trusting = TestCertificate.trustAll();
    private TestServer server = TestServer.start();

    @BeforeEach
    void useTls() {
        server.close();
        ListenerOptions options = ListenerOptions.loopback(0, 2)
                .withTls(TestServer.certificate(folder, "old"))
                .withHttp(new ListenerOptions.HttpLimits(
                        Duration.ofMillis(500),
                        Duration.ofMillis(500),
                        1000,
                        Duration.ofSeconds(75),
                        Duration.ofMillis(500),
                        8192,
                        8192));
        server = TestServer.start(options, WebSocketLimits.ofMaxMessage(1000));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String presentedName() throws SSLException {
        // A context of its own each time, because sessions are resumed within one.
        try (RawConnection connection = RawConnection.openTls(server.port(), TestCertificate.trustAll())) {
            assertThat(connection.get("/").status()).isEqualTo(200);
            X509Certificate certificate = (X509Certificate)
                    ((SSLSocket) connection.socket()).getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    @Test
    void replacedCertificateIsServedWithoutARestart() throws SSLException {
        assertThat(presentedName()).isEqualTo("CN=old");
        try (RawWebSocket open = RawWebSocket.handshake(RawConnection.openTls(server.port(), trusting), "/ws")) {
            TestCertificate.write(folder, "new");

            await().untilAsserted(() -> assertThat(presentedName()).isEqualTo("CN=new"));
            open.send("on");
            assertThat(open.text()).isEqualTo("on");
        }
    }

    @Test
    void handshakeThatDoesNotCompleteIsCutOff() {
        try (RawConnection connection = RawConnection.open(server.port())) {
            assertThat(connection.drain()).isEmpty();
        }
    }

    @Test
    void closeCodeArrivesThoughThePeerIsStillSending() {
        try (RawWebSocket socket = RawWebSocket.handshake(RawConnection.openTls(server.port(), trusting), "/ws/1")) {
            socket.connection()
                    .trySend(RawWebSocket.frame(
                            RawWebSocket.TEXT, true, "x".repeat(200_000).getBytes(StandardCharsets.US_ASCII)));
            assertThat(socket.closeCode()).isEqualTo(1009);
        }
        await().untilAsserted(() -> assertThat(server.registry().size()).isZero());
    }
}
