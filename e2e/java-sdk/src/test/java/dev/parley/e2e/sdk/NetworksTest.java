package dev.parley.e2e.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.ConnectionException;
import dev.parley.client.RealtimeClient;
import dev.parley.client.RealtimeException;
import dev.parley.client.TransportKind;
import dev.parley.e2e.sdk.Heard.Event;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS and proxies between the client and the server, by the HttpClient that the client is given. */
class NetworksTest {

    private static final String CHANNEL = "hall";

    /** Joins, and hears what it says itself. */
    private static void talk(JavaUser user) {
        user.join(CHANNEL, true);
        user.heard().until(user.as("channel:join", CHANNEL, null)::equals);
        user.send(CHANNEL, "word", new byte[] {1, 2, 3}, true);
        user.heard().until(Event.of("word", CHANNEL, new byte[] {1, 2, 3})::equals);
        assertThat(user.members(CHANNEL)).hasSize(1);
    }

    @Test
    void tlsNeedsTrust(@TempDir Path folder) throws Exception {
        Certificates certificates = Certificates.in(folder);
        try (PackagedServer server = PackagedServer.start(Map.of("listen", certificates.listen()));
                HttpClient trusting =
                        HttpClient.newBuilder().sslContext(certificates.trust()).build()) {
            for (TransportKind transport : TransportKind.values()) {
                try (JavaUser user = JavaUser.connected(
                        JavaUser.quick(server).httpClient(trusting).transports(transport))) {
                    talk(user);
                }
            }
            try (RealtimeClient client =
                    JavaUser.quick(server).reconnection(false).build()) {
                BlockingQueue<RealtimeException> errors = new LinkedBlockingQueue<>();
                client.onError(errors::add);
                Throwable failure = Within.failure(client.connect(), "connect");
                assertThat(failure)
                        .isInstanceOfSatisfying(
                                ConnectionException.class,
                                error -> assertThat(error.code()).isEqualTo("connect_failed"))
                        .hasMessageStartingWith("TLS with ")
                        .hasMessageContaining("trusts the certificate");
                assertThat(Take.from(errors, "an error")).isEqualTo(failure);
                assertThat(errors).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void goesThroughTheHttpClientsProxy(TransportKind transport) throws Exception {
        try (PackagedServer server = PackagedServer.start();
                ConnectProxy proxy = new ConnectProxy();
                HttpClient http = HttpClient.newBuilder()
                        .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())))
                        .build();
                JavaUser user = JavaUser.connected(
                        JavaUser.quick(server).httpClient(http).transports(transport))) {
            talk(user);
            assertThat(proxy.requests()).isNotEmpty();
            if (transport == TransportKind.WEBSOCKET) {
                assertThat(proxy.requests()).first().isEqualTo("CONNECT 127.0.0.1:" + server.port() + " HTTP/1.1");
            }
        }
    }

    @Test
    void fallsBackToPollingBehindAReverseProxyThatKnowsNoWebSockets() {
        try (PackagedServer server = PackagedServer.start();
                StrippingProxy proxy = new StrippingProxy(server.port());
                JavaUser user = JavaUser.connected(RealtimeClient.builder(proxy.url())
                        .app(PackagedServer.APP)
                        .key(PackagedServer.CLIENT_KEY)
                        .timeout(Duration.ofSeconds(Within.SECONDS)))) {
            talk(user);
            assertThat(proxy.stripped()).isEqualTo(1);
        }
    }
}
