package dev.parley.server.gateway.skapi;

import static dev.parley.server.gateway.skapi.SkapiWorld.ANNA;
import static dev.parley.server.gateway.skapi.SkapiWorld.BEN;
import static dev.parley.server.gateway.skapi.SkapiWorld.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.server.gateway.skapi.SkapiWorld.Connection;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Connections of skapi-js: what does not need the real client, which has its own tests. */
class SkapiSocketTest {

    private SkapiWorld world = new SkapiWorld("");

    @AfterEach
    void close() {
        world.close();
    }

    private void with(String settings, String ofAppOne) {
        world.close();
        world = new SkapiWorld(ofAppOne, settings);
    }

    private void with(String settings) {
        world.close();
        world = new SkapiWorld(settings);
    }

    @Test
    void framesAreWrittenByteForByteWithEscapedPercentSigns() {
        Connection anna = world.connect(ANNA);
        String cid = anna.joined("100%");
        anna.broadcast("100%", "{\"a\" : \"50%20 \\ud800 漢😀\"}");
        assertThat(anna.socket().text())
                .isEqualTo("{\"#message\":{\"a\" : \"50%2520 \\ud800 漢😀\"},\"#user_id\":\"" + ANNA + "\",\"#scid\":\""
                        + cid + "\",\"#srid\":\"100%25\"}");
        anna.broadcast("10%", "1");
        assertThat(anna.socket().text())
                .isEqualTo(
                        "{\"#error\":\"User has not joined to the recipient group.\",\"#code\":\"INVALID_REQUEST\"}");
    }

    @Test
    void whatBackEndsAndOtherFamiliesSayInTheChannelIsSaidInTheGroup() {
        Connection anna = world.connect(ANNA);
        anna.joined("news");
        assertThat(world.server
                        .post(
                                "/v1/apps/one/publish",
                                "{\"channel\":\"news\",\"event\":\"price\",\"message\":{\"up\":\"5%\"}}",
                                "Authorization",
                                "Bearer sk-one")
                        .statusCode())
                .isEqualTo(200);
        assertThat(anna.socket().text()).isEqualTo("{\"#message\":{\"up\":\"5%25\"},\"#srid\":\"news\"}");
        world.server.post(
                "/v1/apps/one/publish", "{\"event\":\"all\",\"message\":1}", "Authorization", "Bearer sk-one");
        assertThat(anna.socket().text()).isEqualTo("{\"#message\":1}");
    }

    @Test
    void eventsAboutAUserAreNotShownAndPrivateMessagesAre() {
        Connection anna = world.connect(ANNA);
        Connection ben = world.connect(BEN);
        world.tokens("one", BEN); // raises user:signin
        assertThat(world.server
                        .post(
                                "/v1/apps/one/users/" + BEN + "/events",
                                "{\"event\":\"private\",\"session\":1,\"user\":2}",
                                "Authorization",
                                "Bearer sk-one")
                        .statusCode())
                .isEqualTo(200);
        try (RawWebSocket backEnd = RawWebSocket.connect(world.server.port(), "/realtime/?EIO=4&transport=websocket")) {
            backEnd.text();
            backEnd.send("40{\"accessToken\":\"sk-one\"}");
            backEnd.text();
            backEnd.send("421[\"user_event\",{\"eventName\":\"private\",\"envId\":\"one\",\"userId\":\"" + BEN
                    + "\",\"session\":1,\"user\":2}]");
            assertThat(backEnd.text()).startsWith("431[{\"ok\":true");
        }
        anna.say(BEN.toUpperCase(java.util.Locale.ROOT), "\"psst\"");
        JsonNode heard = ben.next();
        assertThat(heard.path("#private").asString()).isEqualTo("psst");
        assertThat(heard.path("#user_id").asString()).isEqualTo(ANNA);
        assertThat(heard.has("#srid")).isFalse();
    }

    @Test
    void whoIsSilentIsPingedAndThenLost() throws Exception {
        with("skapi: { idleTimeout: 1s }");
        Connection watcher = world.connect(ANNA);
        watcher.joined("g");
        Connection mute = world.connect(BEN);
        mute.joined("g");
        assertThat(watcher.next().path("#code").asString()).isEqualTo("USER_JOINED");
        Connection alive = watcher;
        try (var pump = Executors.newVirtualThreadPerTaskExecutor()) {
            List<JsonNode> frames = new ArrayList<>();
            var told = pump.submit(() -> {
                while (true) {
                    RawWebSocket.Frame frame = alive.socket().receive();
                    if (frame.opcode() == RawWebSocket.PING) {
                        alive.socket().connection().send(RawWebSocket.frame(RawWebSocket.PONG, true, frame.payload()));
                    } else {
                        frames.add(new tools.jackson.databind.json.JsonMapper().readTree(frame.text()));
                        return frames.getFirst();
                    }
                }
            });
            assertThat(mute.socket().receive().opcode()).isEqualTo(RawWebSocket.PING);
            assertThat(mute.socket().closeCode()).isEqualTo(1008);
            assertThat(told.get().path("#code").asString()).isEqualTo("USER_DISCONNECTED");
        }
        assertThat(world.server.meter("parley_skapi_connections")).isEqualTo(1);
    }

    @Test
    void whoIsConnectedIsReachedFromThenOn() {
        Connection anna = world.connect(ANNA);
        for (int i = 0; i < 50; i++) {
            Connection ben = world.connect(BEN);
            anna.say(BEN, "" + i);
            assertThat(ben.next().path("#private").asInt(-1)).isEqualTo(i);
            ben.socket().connection().reset();
        }
    }

    @Test
    void aHandshakeThatComesTooEarlyWaitsAsItsClientWouldNotComeBack() {
        with("", "\n    packetRate: { perIp: 2, window: 2s }");
        world.connect(ANNA);
        world.connect(ANNA);
        world.connect(ANNA); // is answered when the window is over
        assertThat(world.server.meter("parley_skapi_connections")).isEqualTo(3);
    }

    /** Each message is six megabytes on the way out. */
    @Test
    void whatOneUserSendsAtOnceDoesNotCutAnotherWhoReads() throws Exception {
        Connection anna = world.connect(ANNA);
        Connection ben = world.connect(BEN);
        String percents = "\"" + "%".repeat((2 << 20) - 2) + "\"";
        try (var reader = Executors.newVirtualThreadPerTaskExecutor()) {
            var read = reader.submit(() -> {
                for (int i = 0; i < 4; i++) {
                    assertThat(ben.socket().receive().payload()).hasSizeGreaterThan(6_000_000);
                }
                return true;
            });
            for (int i = 0; i < 4; i++) {
                anna.say(BEN, percents);
            }
            assertThat(read.get()).isTrue();
        }
    }

    @Test
    void theOldestConnectionGoesWhenAUserHasTooMany() {
        with("skapi: { maxConnectionsPerUser: 2 }");
        Connection first = world.connect(ANNA);
        Connection second = world.connect(ANNA);
        world.connect(BEN);
        Connection third = world.connect(ANNA);
        assertThat(first.socket().closeCode()).isEqualTo(1008);
        second.joined("g");
        third.joined("g");
        assertThat(second.next().path("#code").asString()).isEqualTo("USER_JOINED");
    }

    @Test
    void backEndsListConnectionsAndPutThemOut() {
        Connection anna = world.connect(ANNA);
        String cid = anna.joined("g");
        String listed = world.server
                .send(world.server.request("/v1/apps/one/channels/g/members").header("Authorization", "Bearer sk-one"))
                .body();
        assertThat(listed).contains(cid).contains(ANNA);
        Connection ben = world.connect(BEN);
        ben.joined("g");
        HttpResponse<String> gone = world.server.send(world.server
                .request("/v1/apps/one/users/" + ANNA + "/subscribers")
                .DELETE()
                .header("Authorization", "Bearer sk-one"));
        assertThat(gone.body()).contains("1");
        assertThat(anna.socket().closeCode()).isEqualTo(1008);
        JsonNode notice = ben.next();
        assertThat(notice.path("#code").asString()).isEqualTo("USER_DISCONNECTED");
        assertThat(notice.path("#notice").asString()).isEqualTo("User \"" + ANNA + "\" has been disconnected.");
    }

    @Test
    void nothingIsLeftOfConnectionsThatEnded() {
        for (int i = 0; i < 20; i++) {
            Connection anna = world.connect(ANNA);
            anna.joined("g" + i);
            if (i % 2 == 0) {
                anna.socket().connection().reset();
            } else {
                anna.socket().close();
            }
        }
        await().untilAsserted(() -> {
            assertThat(world.server.meter("parley_skapi_connections")).isZero();
            assertThat(world.server.meter("parley_hub_subscribers")).isZero();
            assertThat(world.server.meter("parley_hub_audiences")).isZero();
        });
    }

    @Test
    void refusedHandshakesAreAnsweredOverHttp() {
        String path = "/skapi/" + SERVICE + "/ws";
        String id = world.tokens("one", ANNA).path("idToken").asString();
        String foreign = world.tokens("two", ANNA).path("accessToken").asString();
        String good = world.tokens("one", ANNA).path("accessToken").asString();
        assertThat(status(path)).isEqualTo(401);
        assertThat(status(path + "?token=junk")).isEqualTo(401);
        assertThat(status(path + "?token=" + id)).isEqualTo(401);
        assertThat(status(path + "?token=" + foreign)).isEqualTo(401);
        assertThat(status(path + "?token=" + good + "x")).isEqualTo(401);
        assertThat(status("/skapi/us31unknown/ws?token=" + good)).isEqualTo(404);
        assertThat(status(path + "?token=" + good)).isEqualTo(101);
        assertThat(world.server.get(path + "?token=" + good).statusCode()).isEqualTo(400);
    }

    private int status(String path) {
        try (RawConnection connection = RawConnection.open(world.server.port())) {
            connection.send(RawWebSocket.upgradeRequest(path, null));
            return connection.answer().status();
        }
    }
}
