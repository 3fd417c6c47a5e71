package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.server.config.Config;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listener as it is set up by the configuration. */
class ListenerSettingsTest {

    @TempDir
    Path folder;

    @Test
    void aPortInUseIsSaidInWords() throws Exception {
        try (RunningServer first = RunningServer.of(RunningServer.TWO_APPS)) {
            Config same = Config.parse(RunningServer.TWO_APPS.replace("port: 0", "port: " + first.port())
                    + "data: { dir: '" + folder + "' }\n");

            assertThatThrownBy(() -> Server.start(same))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + first.port())
                    .hasMessageContaining("listen.port");
        }
    }

    @Test
    void twoServersShareAPortWhereAllowed() {
        String reusable = RunningServer.TWO_APPS.replace("port: 0", "port: 0, reusePort: true");
        try (RunningServer first = RunningServer.of(reusable);
                RunningServer second = RunningServer.of(reusable.replace("port: 0", "port: " + first.port()))) {
            assertThat(second.port()).isEqualTo(first.port());
        }
    }

    @Test
    void certificateIsServedAndFollowsItsFiles() throws Exception {
        TestCertificate.write(folder, "first");
        String tls = RunningServer.TWO_APPS.replace(
                "port: 0",
                "port: 0, tls: { certificate: " + folder.resolve("cert.pem") + ", key: " + folder.resolve("key.pem")
                        + ", reloadInterval: 1s }");
        try (RunningServer server = RunningServer.of(tls)) {
            assertThat(subject(server.port())).isEqualTo("CN=first");

            TestCertificate.write(folder, "second");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(subject(server.port())).isEqualTo("CN=second"));
        }
    }

    @Test
    void aBrokenNewCertificateLeavesTheOldOneInPlace() throws Exception {
        TestCertificate.write(folder, "first");
        String tls = RunningServer.TWO_APPS.replace(
                "port: 0",
                "port: 0, tls: { certificate: " + folder.resolve("cert.pem") + ", key: " + folder.resolve("key.pem")
                        + ", reloadInterval: 1s }");
        try (RunningServer server = RunningServer.of(tls)) {
            Files.writeString(folder.resolve("cert.pem"), "not a certificate");
            Files.setLastModifiedTime(folder.resolve("cert.pem"), FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));

            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(subject(server.port())).isEqualTo("CN=first"));
        }
    }

    @Test
    void onlyTrustedProxiesSayWhereARequestComesFrom() {
        String limited = """
                listen: { host: 127.0.0.1, port: 0%s }
                apps: [ { id: env1, clientKeys: [ { key: ck-1, allowedIps: [ 203.0.113.0/24 ] } ] } ]
                """;
        String path = "/e:env1/_api/rest/v1/realtime/get-members";
        String[] headers = {"X-Client-Key", "ck-1", "X-Forwarded-For", "198.51.100.1, 203.0.113.7"};
        try (RunningServer believing = RunningServer.of(limited.formatted(", trustedProxies: [ 127.0.0.1 ]"));
                RunningServer plain = RunningServer.of(limited.formatted(""))) {
            assertThat(believing.post(path, "{\"channel\":\"c\"}", headers).statusCode())
                    .isEqualTo(200);
            assertThat(plain.post(path, "{\"channel\":\"c\"}", headers).body()).contains("ip_not_authorized");
        }
    }

    @Test
    void everyLineOfForwardedForCounts() {
        String yaml = """
                listen: { host: 127.0.0.1, port: 0, trustedProxies: [ 127.0.0.1 ] }
                apps: [ { id: env1, clientKeys: [ { key: ck-1, allowedIps: [ 10.0.0.1 ] } ] } ]
                """;
        try (RunningServer server = RunningServer.of(yaml);
                RawConnection connection = RawConnection.open(server.port())) {
            // The client wrote the first line itself; its proxy added the second.
            connection.send(String.join(
                    "\r\n",
                    "POST /e:env1/_api/rest/v1/realtime/get-members HTTP/1.1",
                    "Host: a",
                    "X-Client-Key: ck-1",
                    "Content-Type: application/json",
                    "Content-Length: 2",
                    "X-Forwarded-For: 10.0.0.1",
                    "X-Forwarded-For: 203.0.113.9",
                    "",
                    "{}"));

            assertThat(connection.answer().text()).contains("ip_not_authorized");
        }
    }

    private static String subject(int port) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) TestCertificate.trustAll().getSocketFactory().createSocket("localhost", port)) {
            socket.startHandshake();
            Certificate certificate = socket.getSession().getPeerCertificates()[0];
            return ((X509Certificate) certificate).getSubjectX500Principal().getName();
        }
    }
}
