package dev.parley.server.gateway.altogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.AudienceKey;
import dev.parley.server.identity.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions of connected clients: shown late, ended, expired. */
class SessionEndTest {

    private static final String FREE = "{ id: a, clientKeys: [ { key: ck } ] }";
    private static final String ENFORCED = "{ id: a, requireSession: true, clientKeys: [ { key: ck } ] }";
    private static final String RULED = """
            { id: a, clientKeys: [ { key: ck } ], channels: [
              { match: 'own:{user}', join: session },
              { match: 'own:*' },
              { match: '*', join: anyone, publish: anyone } ] }
            """;
    private static final AudienceKey LUKE = AudienceKey.user("a", "luke");
    private static final AudienceKey EVERYBODY = AudienceKey.app("a");

    private final AltogicServer server = new AltogicServer("apps: [ " + FREE + " ]");

    @AfterEach
    void close() {
        server.close();
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    private void awaitSize(AudienceKey audience, int size) {
        await().untilAsserted(() -> assertThat(server.size(audience)).isEqualTo(size));
    }

    private static AudienceKey channel(String name) {
        return AudienceKey.channel("a", name);
    }

    @Test
    void whoNeedsASessionIsToldWhatIsMissing() {
        server.change(ENFORCED);
        server.signIn("old", 1);
        try (AltogicServer.Client none = server.asking("{\"clientKey\":\"ck\"}");
                AltogicServer.Client bad = server.asking("{\"clientKey\":\"ck\",\"Session\":\"nobody's\"}");
                AltogicServer.Client expired = server.asking("{\"clientKey\":\"ck\",\"Session\":\"old\"}")) {
            assertThat(none.socket.text())
                    .isEqualTo(
                            "44{\"message\":\"Realtime Connection Error - Missing Session Token\",\"data\":{\"origin\":"
                                    + "\"client_error\",\"code\":\"missing_session_token\",\"message\":\"No valid session token"
                                    + " provided for socket authentication\"}}");
            assertThat(bad.socket.text()).contains("Invalid Session Token", "\"code\":\"invalid_session_token\"");
            assertThat(expired.socket.text()).contains("invalid_session_token");
        }
    }

    @Test
    void anInvalidTokenNobodyNeedsIsIgnored() {
        try (AltogicServer.Client client = server.client("nobody's")) {
            assertThat(client.call("join", "{\"channel\":\"room\"}")).contains("ok");
        }
    }

    @Test
    void aClientWhoseSessionCannotBeCheckedLosesItsConnectionSoThatItComesBack() {
        server.sessions.put("t", CompletableFuture.failedFuture(new IllegalStateException("no database")));
        try (AltogicServer.Client client = server.asking("{\"clientKey\":\"ck\",\"Session\":\"t\"}")) {
            // After a 44 the libraries would stay away.
            assertThat(client.socket.closeCode()).isEqualTo(1006);
        }
    }

    @Test
    void aClientWaitsForItsSessionToBeFoundAndItsEventsWithIt() {
        CompletableFuture<Session> found = new CompletableFuture<>();
        server.sessions.put("t", found);
        try (AltogicServer.Client client = server.asking("{\"clientKey\":\"ck\",\"Session\":\"t\"}")) {
            client.send("42[\"join\",{\"channel\":\"one\",\"echo\":true}]");
            client.send("42[\"join\",{\"channel\":\"two\",\"echo\":true}]");
            found.complete(new Session("a", "luke", "s", Long.MAX_VALUE, List.of()));
            assertThat(client.socket.text()).startsWith("40{");
            assertThat(client.socket.text()).contains("channel:join", "one");
            assertThat(client.socket.text()).contains("channel:join", "two");
            server.tell(LUKE, "user:signin");
            assertThat(client.socket.text()).isEqualTo("42[\"user:signin\",\"user:signin\",null,null]");
        }
    }

    @Test
    void afterTheSessionNoUserEventComesAndWhatCameBeforeStillDoes() {
        Session session = server.signIn("luke");
        try (AltogicServer.Client client = server.client("luke")) {
            client.call("join", "{\"channel\":\"room\"}");
            for (int i = 0; i < 100; i++) {
                server.tell(LUKE, "user:update");
            }
            session.end();
            awaitSize(LUKE, 0);
            server.tell(LUKE, "user:late");
            server.tell(EVERYBODY, "end");
            assertThat(client.until("42[\"end\"")).hasSize(100).allMatch(text -> text.startsWith("42[\"user:update\""));
            assertThat(client.call("message", "{\"channel\":\"room\",\"eventName\":\"e\"}"))
                    .contains("ok");
            assertThat(server.size(channel("room"))).isEqualTo(1);
        }
    }

    @Test
    void aSessionThatExpiresIsOverWithoutAnybodySayingSo() {
        long now = server.hub.clock().millis();
        server.signIn("luke", now + 400);
        server.signIn("leia", now + 3_600_000);
        server.change(RULED);
        try (AltogicServer.Client luke = server.client("luke");
                AltogicServer.Client leia = server.client("leia");
                AltogicServer.Client other = server.client(null)) {
            luke.call("join", "{\"channel\":\"own:luke\"}");
            leia.call("join", "{\"channel\":\"own:leia\"}");
            other.call("join", "{\"channel\":\"room\"}");
            awaitSize(LUKE, 0);
            awaitSize(channel("own:luke"), 0);
            assertThat(server.size(AudienceKey.user("a", "leia"))).isEqualTo(1);
            assertThat(server.size(channel("own:leia"))).isEqualTo(1);
            assertThat(luke.call("join", "{\"channel\":\"own:luke\"}")).contains("not_allowed");
        }
    }

    @Test
    void channelsForTheSignedInAreLeftAndTheOthersSeeIt() {
        server.change(
                "{ id: a, clientKeys: [ { key: ck } ], channels: [ { match: 'team', join: session, publish: session },"
                        + " { match: 'room', join: anyone, publish: anyone } ] }");
        Session session = server.signIn("luke");
        server.signIn("leia");
        try (AltogicServer.Client luke = server.client("luke");
                AltogicServer.Client leia = server.client("leia")) {
            for (AltogicServer.Client client : List.of(leia, luke)) {
                client.call("join", "{\"channel\":\"team\"}");
                client.call("join", "{\"channel\":\"room\"}");
            }
            session.end();
            assertThat(leia.next("42[\"channel:leave\"")).contains("\"team\"");
            leia.call("message", "{\"channel\":\"team\",\"eventName\":\"secret\"}");
            leia.call("message", "{\"channel\":\"room\",\"eventName\":\"public\"}");
            assertThat(luke.until("42[\"public\"")).noneMatch(text -> text.contains("secret"));
            assertThat(server.size(channel("room"))).isEqualTo(2);
            assertThat(server.size(channel("team"))).isEqualTo(1);
        }
    }

    @Test
    void hundredsOfChannelsAreLeft() {
        server.change(ENFORCED);
        Session session = server.signIn("luke");
        try (AltogicServer.Client luke = server.client("luke")) {
            for (int i = 0; i < 300; i++) {
                luke.send("42[\"join\",{\"channel\":\"c" + i + "\"}]");
            }
            luke.call("join", "{\"channel\":\"last\"}");
            session.end();
            await().untilAsserted(() -> assertThat(server.hub
                            .channels("a", "", null, 10)
                            .toCompletableFuture()
                            .join())
                    .isEmpty());
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void whereASessionIsEnforcedPacketsVanishAndNothingComes() {
        server.change(ENFORCED);
        Session session = server.signIn("luke");
        server.signIn("leia");
        try (AltogicServer.Client luke = server.client("luke");
                AltogicServer.Client leia = server.client("leia")) {
            luke.call("join", "{\"channel\":\"room\"}");
            leia.call("join", "{\"channel\":\"room\"}");
            session.end();
            assertThat(luke.call("join", "{\"channel\":\"other\"}")).contains("invalid_session_token");
            luke.send("42[\"message\",{\"channel\":\"room\",\"eventName\":\"vain\"}]");
            awaitSize(channel("room"), 1);
            awaitSize(EVERYBODY, 1);
            leia.call("message", "{\"channel\":\"room\",\"eventName\":\"e\"}");
            leia.call("message", "{\"eventName\":\"all\"}");
            luke.call("members", "{\"channel\":\"room\"}");
            assertThat(luke.call("leave", "{\"channel\":\"room\"}")).contains("invalid_session_token");
            assertThat(server.refused("session")).isEqualTo(4);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aRemovedAppServesNobodyAnyMore() {
        try (AltogicServer.Client client = server.client(null)) {
            client.call("join", "{\"channel\":\"room\"}");
            server.apps.remove("a");
            assertThat(client.call("join", "{\"channel\":\"other\"}")).contains("no_environment_found");
            assertThat(server.size(channel("other"))).isZero();
            server.change(FREE); // another app of that id is another app
            assertThat(client.call("join", "{\"channel\":\"other\"}")).contains("no_environment_found");
        }
    }

    @Test
    void otherSettingsCountForThoseWhoAreConnected() {
        try (AltogicServer.Client client = server.client(null)) {
            server.change("{ id: a, maxNameLength: 4, clientKeys: [ { key: ck } ] }");
            assertThat(client.call("join", "{\"channel\":\"12345\"}")).contains("of 1 to 4 characters");
            server.change("{ id: a, clientKeys: [ { key: another } ] }");
            client.send("42[\"join\",{\"channel\":\"1\"}]");
            assertThat(client.socket.text()).isEqualTo("41");
            assertThat(client.socket.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void aBackEndWhoseKeyIsTakenAwayIsPutOut() {
        server.change("{ id: a, serverKey: sk, clientKeys: [ { key: ck } ] }");
        try (AltogicServer.Client master = server.asking("{\"accessToken\":\"sk\"}")) {
            master.next("40");
            assertThat(master.call("broadcast_message", "{\"eventName\":\"e\"}"))
                    .contains("ok");
            server.change("{ id: a, serverKey: other, clientKeys: [ { key: ck } ] }");
            assertThat(master.call("broadcast_message", "{\"eventName\":\"e\"}"))
                    .contains("invalid_api_key");
            assertThat(master.socket.text()).isEqualTo("41");
            assertThat(master.socket.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void socketsThatComeAndGoLeaveNoListenersAndNoTimers() {
        Session session = server.signIn("luke", server.hub.clock().millis() + 3_600_000);
        for (int round = 0; round < 10; round++) {
            List<AltogicServer.Client> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(server.client("luke"));
            }
            clients.forEach(AltogicServer.Client::close);
        }
        await().untilAsserted(() -> assertThat(server.connections()).isZero());
        awaitSize(LUKE, 0);
        assertThat(session)
                .hasToString("Session[a, id of luke]")
                .extracting("listeners")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.collection(Runnable.class))
                .isEmpty();
        for (int i = 0; i < server.hub.shards(); i++) {
            var shard = server.hub.shard(i);
            await().untilAsserted(() -> assertThat(
                            CompletableFuture.supplyAsync(() -> shard.timers().pending(), shard.loop()::execute)
                                    .join())
                    .isZero());
        }
    }
}
