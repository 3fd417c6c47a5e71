package dev.parley.server.gateway.altogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.identity.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An app is taken away while a client is on its way in, and another one comes by its id. */
class RemovedAppTest {

    private static final String APP = "{ id: a, clientKeys: [ { key: ck } ] }";

    private final AltogicServer server = new AltogicServer("apps: [ " + APP + " ]");

    @AfterEach
    void close() {
        server.close();
    }

    private void replaceApp() {
        server.apps.remove("a");
        server.change(APP);
    }

    @Test
    void whoIsOnTheWayInMeanwhileIsSentAway() {
        CompletableFuture<Session> found = new CompletableFuture<>();
        server.sessions.put("t", found);
        try (AltogicServer.Client client = server.asking("{\"clientKey\":\"ck\",\"Session\":\"t\"}")) {
            client.send("42[\"join\",{\"channel\":\"room\"}]");
            Awaitility.await().until(() -> found.getNumberOfDependents() > 0);
            replaceApp();
            found.complete(new Session("a", "luke", "s", Long.MAX_VALUE, List.of()));
            assertThat(client.socket.text()).startsWith("40");
            assertThat(client.socket.text()).isEqualTo("41");
            assertThat(client.socket.closeCode()).isEqualTo(1000);
        }
    }
}
