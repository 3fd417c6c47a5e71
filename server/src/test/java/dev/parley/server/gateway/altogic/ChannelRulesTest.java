package dev.parley.server.gateway.altogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.HttpAnswer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Channel rules and packet rates, on every command and on the members call over HTTP. */
class ChannelRulesTest {

    private static final String APP = """
            { id: a, serverKey: sk, clientKeys: [ { key: ck } ], broadcast: session, channels: [
              { match: 'own:{user}', join: session, publish: session, members: session },
              { match: 'team:*', join: claim, publish: claim, members: claim },
              { match: 'news', join: anyone } ] }
            """;

    private final AltogicServer server = new AltogicServer("apps: [ " + APP + " ]");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everyCommandIsCheckedAndARefusedOneIsDroppedInSilence() {
        server.signIn("luke", "team:red");
        try (AltogicServer.Client luke = server.client("luke");
                AltogicServer.Client guest = server.client(null)) {
            for (String event : List.of("join", "members")) {
                assertThat(luke.call(event, "{\"channel\":\"own:luke\"}")).doesNotContain("error");
                assertThat(luke.call(event, "{\"channel\":\"team:red\"}")).doesNotContain("error");
                for (String channel : List.of("own:leia", "team:blue", "elsewhere")) {
                    assertThat(luke.call(event, "{\"channel\":\"" + channel + "\"}"))
                            .contains("{\"error\":{\"code\":\"not_allowed\",\"message\":");
                }
            }
            assertThat(guest.call("join", "{\"channel\":\"news\"}")).contains("ok");
            assertThat(guest.call("members", "{\"channel\":\"news\"}")).contains("not_allowed");
            assertThat(guest.call("message", "{\"channel\":\"news\",\"eventName\":\"e\"}"))
                    .contains("not_allowed");
            assertThat(guest.call("message", "{\"eventName\":\"e\"}")).contains("not_allowed");
            assertThat(luke.call("message", "{\"eventName\":\"e\"}")).contains("ok");
            assertThat(luke.call("message", "{\"channel\":\"team:red\",\"eventName\":\"e\"}"))
                    .contains("ok");
            assertThat(guest.call("update", "{\"data\":1}")).contains("ok");
            assertThat(guest.call("leave", "{\"channel\":\"own:luke\"}")).contains("ok");
            guest.send("42[\"join\",{\"channel\":\"own:luke\",\"echo\":true}]");
            guest.send("42[\"message\",{\"channel\":\"own:luke\",\"eventName\":\"e\"}]");
            guest.send("421000[\"leave\",{\"channel\":\"nowhere\"}]");
            assertThat(guest.until("431000")).isEmpty();
            assertThat(server.refused("channel")).isEqualTo(11);
        }
    }

    @Test
    void backEndsMayDoEverything() {
        server.signIn("luke");
        try (AltogicServer.Client master = server.asking("{\"accessToken\":\"sk\"}");
                AltogicServer.Client luke = server.client("luke")) {
            master.next("40");
            luke.call("join", "{\"channel\":\"own:luke\"}");
            assertThat(master.call("send_message", "{\"channelName\":\"own:luke\",\"eventName\":\"e\"}"))
                    .contains("ok");
            assertThat(luke.next("42[\"e\"")).isEqualTo("42[\"e\",{\"channel\":\"own:luke\"}]");
            assertThat(master.call("get_members", "{\"channel\":\"own:luke\"}")).contains("\"id\"");
            assertThat(master.call("broadcast_message", "{\"eventName\":\"e\"}"))
                    .contains("ok");
        }
    }

    @Test
    void theMembersCallSaysWhetherSigningInMightHelp() {
        server.signIn("luke");
        assertThat(server.members("own:luke", "luke").status()).isEqualTo(200);
        assertThat(server.members("own:leia", "luke").status()).isEqualTo(403);
        assertThat(server.members("own:leia", "luke").text()).contains("\"code\":\"not_allowed\"");
        HttpAnswer none = server.members("team:red", null);
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.text()).contains("\"code\":\"missing_session_token\"");
        HttpAnswer bad = server.members("team:red", "nobody's");
        assertThat(bad.status()).isEqualTo(401);
        assertThat(bad.text()).contains("\"code\":\"invalid_session_token\"");
        assertThat(server.members("news", null).status()).isEqualTo(403);
        assertThat(server.members("x".repeat(300), null).status()).isEqualTo(400);
    }

    @Test
    void rulesThatAreReplacedCountForTheNextCommand() {
        try (AltogicServer.Client guest = server.client(null)) {
            assertThat(guest.call("join", "{\"channel\":\"news\"}")).contains("ok");
            server.change("{ id: a, clientKeys: [ { key: ck } ], channels: [ { match: news, publish: anyone } ] }");
            assertThat(guest.call("join", "{\"channel\":\"news\"}")).contains("not_allowed");
            assertThat(guest.call("message", "{\"channel\":\"news\",\"eventName\":\"e\",\"echo\":true}"))
                    .contains("ok"); // and it is still in
            server.change("{ id: a, clientKeys: [ { key: ck } ] }");
            assertThat(guest.call("join", "{\"channel\":\"anything\"}")).contains("ok");
        }
    }

    @Test
    void packetsOverTheRateVanishOnAllConnectionsOfTheAddress() {
        server.change("{ id: a, clientKeys: [ { key: ck } ], packetRate: { perIp: 5, window: 1h } }");
        try (AltogicServer.Client one = server.client(null);
                AltogicServer.Client two = server.client(null)) {
            for (int i = 0; i < 3; i++) {
                assertThat(one.call("join", "{\"channel\":\"c\"}")).contains("ok");
            }
            assertThat(server.members("c", null).status()).isEqualTo(200);
            assertThat(two.call("join", "{\"channel\":\"c\"}")).contains("ok");
            assertThat(one.call("join", "{\"channel\":\"d\"}")).contains("\"code\":\"rate_limit_exceeded\"");
            assertThat(two.call("leave", "{\"channel\":\"c\"}")).contains("rate_limit_exceeded");
            HttpAnswer call = server.members("c", null);
            assertThat(call.status()).isEqualTo(429);
            assertThat(Integer.parseInt(call.header("retry-after"))).isBetween(3_500, 3_600);
            assertThat(call.text()).contains("rate_limit_exceeded");
            assertThat(server.refused("rate")).isEqualTo(3);
            server.change("{ id: a, clientKeys: [ { key: ck } ] }");
            assertThat(one.call("join", "{\"channel\":\"d\"}")).contains("ok");
        }
    }

    @Test
    void aUsersConnectionsShareARate() {
        server.change("{ id: a, clientKeys: [ { key: ck } ], packetRate: { perUser: 2, window: 1h } }");
        server.signIn("luke");
        try (AltogicServer.Client phone = server.client("luke");
                AltogicServer.Client laptop = server.client("luke");
                AltogicServer.Client guest = server.client(null)) {
            assertThat(phone.call("join", "{\"channel\":\"c\"}")).contains("ok");
            assertThat(laptop.call("join", "{\"channel\":\"c\"}")).contains("ok");
            assertThat(phone.call("join", "{\"channel\":\"c\"}")).contains("rate_limit_exceeded");
            assertThat(server.members("c", "luke").status()).isEqualTo(429);
            assertThat(guest.call("join", "{\"channel\":\"c\"}")).contains("ok");
            assertThat(guest.call("join", "{\"channel\":\"c\"}")).contains("ok");
            assertThat(guest.call("join", "{\"channel\":\"c\"}")).contains("ok");
        }
    }
}
