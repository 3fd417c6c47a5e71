package dev.parley.client.testing;

import static dev.parley.client.testing.Received.Kind.CONNECT;
import static dev.parley.client.testing.Received.Kind.DISCONNECT;
import static dev.parley.client.testing.Received.Kind.JOIN;
import static dev.parley.client.testing.Received.Kind.MESSAGE;
import static dev.parley.client.testing.Received.Kind.OTHER;
import static dev.parley.client.testing.Received.Kind.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeServerTest extends WireTest {

    @Test
    void handshakeIsThatOfParley() {
        WireClient client = WireClient.open(HTTP, server);
        assertThat(client.next())
                .matches("0\\{\"sid\":\"[\\w-]{20}\",\"upgrades\":\\[],\"pingInterval\":25000,\"pingTimeout\":20000,"
                        + "\"maxPayload\":1000000}");
        assertThat(server.peers()).isEmpty();
        client.send("40{\"envId\":\"e\",\"clientKey\":null,\"n\":[1,2.5,true],\"parley\":true}");
        assertThat(client.next())
                .isEqualTo("40{\"sid\":\"" + id(0) + "\",\"parley\":{\"version\":\"" + EventFlow.VERSION + "\"}}");
        Peer peer = server.awaitReceived(CONNECT).peer();
        assertThat(peer.authMap())
                .containsEntry("envId", "e")
                .containsEntry("clientKey", null)
                .containsEntry("n", List.of(1, 2.5, true));
        assertThat(peer.header("x-test")).isEqualTo("yes");
        assertThat(peer.path()).isEqualTo("/socket.io/");
        assertThat(peer.transport()).isEqualTo("websocket");
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.attempts()).isEqualTo(1);
        noProblems();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/socket.io", "/realtime/", "/realtime/realtime/"})
    void servedAtEveryPath(String path) {
        assertThat(WireClient.open(HTTP, server, path + "?EIO=4&transport=websocket")
                        .next())
                .startsWith("0{");
    }

    @Test
    void conversationOfTheSpecificationIsWordForWordTheRecordedOne() {
        WireClient a = client("{\"echoMessages\":true}");
        WireClient b = client("{\"echoMessages\":false}");
        String ida = id(0);
        String idb = id(1);
        a.send("42[\"join\",{\"channel\":\"room\"}]");
        assertThat(a.next())
                .isEqualTo("42[\"channel:join\",{\"channel\":\"room\",\"message\":{\"id\":\"" + ida + "\"}}]");
        a.send("42[\"join\",{\"channel\":\"room\"}]");
        b.send("42[\"join\",{\"channel\":\"room\"}]");
        assertThat(a.next())
                .isEqualTo("42[\"channel:join\",{\"channel\":\"room\",\"message\":{\"id\":\"" + idb + "\"}}]");
        a.send("42[\"update\",{\"data\":{\"username\":\"Luke\"}}]");
        String update = "42[\"channel:update\",{\"channel\":\"room\",\"message\":{\"id\":\"" + ida
                + "\",\"data\":{\"username\":\"Luke\"}}}]";
        assertThat(a.next()).isEqualTo(update);
        assertThat(b.next()).isEqualTo(update);
        b.send("42[\"message\",{\"channel\":\"room\",\"eventName\":\"chat\",\"message\":{\"t\":3},\"echo\":null}]");
        assertThat(a.next()).isEqualTo("42[\"chat\",{\"channel\":\"room\",\"message\":{\"t\":3}}]");
        a.send("42[\"message\",{\"eventName\":\"warn\",\"message\":\"hello\"}]");
        assertThat(a.next()).isEqualTo("42[\"warn\",{\"channel\":null,\"message\":\"hello\"}]");
        assertThat(b.next()).isEqualTo("42[\"warn\",{\"channel\":null,\"message\":\"hello\"}]");
        a.send("42[\"message\",{\"channel\":\"room\",\"eventName\":\"none\",\"echo\":false}]");
        assertThat(b.next()).isEqualTo("42[\"none\",{\"channel\":\"room\"}]");
        b.send("42[\"leave\",{\"channel\":\"room\",\"echo\":true}]");
        String leave = "42[\"channel:leave\",{\"channel\":\"room\",\"message\":{\"id\":\"" + idb + "\"}}]";
        assertThat(a.next()).isEqualTo(leave);
        assertThat(b.next()).isEqualTo(leave);
        assertThat(server.received()).hasSize(10);
        assertThat(a.rest() + b.rest()).isEqualTo("[][]");
        noProblems();
    }

    @Test
    void attachmentsAreRelayedAndRecorded() {
        WireClient a = member("room");
        WireClient b = member("room");
        a.next(); // b joined
        a.send("451-7[\"message\",{\"channel\":\"room\",\"eventName\":\"bin\",\"message\":"
                + "{\"a\":{\"_placeholder\":true,\"num\":0}}}]");
        a.send(new byte[] {1, 2, 3});
        assertThat(b.next())
                .isEqualTo(
                        "451-[\"bin\",{\"channel\":\"room\",\"message\":{\"a\":{\"_placeholder\":true,\"num\":0}}}]");
        assertThat(b.next()).isEqualTo("<1,2,3>");
        assertThat(a.next()).isEqualTo("437[{\"ok\":true}]");
        Received message = server.awaitReceived(MESSAGE);
        assertThat(message.value())
                .isInstanceOfSatisfying(
                        Map.class, map -> assertThat(map.get("a")).isEqualTo(new byte[] {1, 2, 3}));
        noProblems();
    }

    @Test
    void receivedTellsWhatWasSentInOrder() {
        WireClient client = client("{}");
        client.send("42[\"update\",{\"data\":5}]");
        client.send("42[\"join\",{\"channel\":\"a\",\"echo\":true}]");
        client.send("421[\"message\",{\"channel\":\"a\",\"eventName\":\"e\",\"message\":\"x\",\"echo\":null}]");
        client.send("42[\"other\",1]");
        client.send("41");
        server.awaitReceived(DISCONNECT);
        assertThat(server.received())
                .extracting(Received::kind)
                .containsExactly(CONNECT, UPDATE, JOIN, MESSAGE, OTHER, DISCONNECT);
        Received message =
                server.awaitReceived(received -> received.named("e"), 1).get(0);
        assertThat(message.in("a")).isTrue();
        assertThat(message.json()).isEqualTo("\"x\"");
        assertThat(message.echo()).isNull();
        assertThat(message.wantsAnswer()).isTrue();
        assertThat(server.received(JOIN).get(0).echo()).isTrue();
        assertThat(server.peers()).isEmpty();
        server.clearReceived();
        assertThat(server.received()).isEmpty();
        noProblems();
    }

    @Test
    void waitThatFailsTellsWhatCameInstead() {
        try (FakeServer hasty =
                FakeServer.builder().patience(Duration.ofMillis(20)).start()) {
            WireClient.connect(HTTP, hasty, "{\"k\":1}");
            assertThatThrownBy(() -> hasty.awaitReceived(JOIN))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("1 of JOIN")
                    .hasMessageContaining("CONNECT {\"k\":1}");
            assertThatThrownBy(() -> hasty.awaitPeers(3)).hasMessageContaining("3 peers");
        }
    }

    @Test
    void connectHookLetsInRefusesIgnoresAndDrops() {
        server.onConnect(peer -> switch (String.valueOf(peer.authMap().get("clientKey"))) {
            case "bad" -> Verdict.refuse("invalid_client_key", "No such key.");
            case "mute" -> Verdict.ignore();
            case "cut" -> Verdict.drop();
            case "odd" -> Verdict.answer("{\"sid\":7}");
            default -> Verdict.accept();
        });
        assertThat(answerTo("{\"clientKey\":\"bad\"}"))
                .isEqualTo("44{\"message\":\"Realtime Connection Error\",\"data\":{\"origin\":\"client_error\","
                        + "\"code\":\"invalid_client_key\",\"message\":\"No such key.\"}}");
        assertThat(answerTo("{\"clientKey\":\"odd\"}")).isEqualTo("40{\"sid\":7}");
        assertThat(answerTo("{\"clientKey\":\"cut\"}")).isEqualTo("cut");
        assertThat(answerTo("{\"clientKey\":\"good\"}")).startsWith("40{\"sid\":\"");
        WireClient mute = WireClient.open(HTTP, server);
        mute.next();
        mute.send("40{\"clientKey\":\"mute\"}");
        server.awaitReceived(CONNECT, 5);
        server.sendRaw("4mark");
        assertThat(mute.next()).isEqualTo("4mark");
        noProblems();
    }

    private String answerTo(String auth) {
        WireClient client = WireClient.open(HTTP, server);
        client.next();
        client.send("40" + auth);
        return client.next();
    }

    @Test
    void eventHooksDecide() {
        server.onJoin(join -> join.in("no") ? Verdict.refuse("not_allowed", "No.") : Verdict.accept());
        server.onMessage(message -> message.named("odd") ? Verdict.answer("7") : Verdict.ignore());
        server.onLeave(leave -> Verdict.drop());
        server.onOther(other -> Verdict.answer(other.json()));
        WireClient client = client("{}");
        client.send("421[\"join\",{\"channel\":\"no\"}]");
        assertThat(client.next()).isEqualTo("431[{\"error\":{\"code\":\"not_allowed\",\"message\":\"No.\"}}]");
        client.send("422[\"join\",{\"channel\":\"yes\"}]");
        assertThat(client.next()).isEqualTo("432[{\"ok\":true}]");
        assertThat(server.members("no")).isEmpty();
        assertThat(server.members("yes")).containsExactly(id(0));
        client.send("423[\"message\",{\"channel\":\"yes\",\"eventName\":\"lost\"}]");
        client.send("424[\"message\",{\"channel\":\"yes\",\"eventName\":\"odd\"}]");
        client.send("425[\"echo\",[1]]");
        assertThat(client.next()).isEqualTo("434[7]");
        assertThat(client.next()).isEqualTo("435[[1]]");
        client.send("426[\"leave\",{\"channel\":\"yes\"}]");
        assertThat(client.next()).isEqualTo("cut");
        server.awaitMembers("yes", 0);
        assertThat(server.received(DISCONNECT)).isEmpty();
        noProblems();
    }

    @Test
    void hookMayCallBackAndTestsMayCallWhileItWaits() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        server.onMessage(message -> {
            server.emit(message.peer().id(), "first");
            entered.countDown();
            await(mayReturn);
            return Verdict.accept();
        });
        WireClient client = client("{}");
        client.send("421[\"message\",{\"eventName\":\"m\"}]");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        server.emit(id(0), "second", "1", "2");
        assertThat(client.next()).isEqualTo("42[\"first\"]");
        assertThat(client.next()).isEqualTo("42[\"second\",1,2]");
        server.dropConnection();
        assertThat(client.next()).isEqualTo("cut");
        assertThat(server.peers()).isEmpty();
        mayReturn.countDown();
        server.close();
        noProblems();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatAHookThrowsIsAProblem() {
        server.onJoin(join -> {
            throw new IllegalStateException("thrown by a hook");
        });
        WireClient client = client("{}");
        client.send("421[\"join\",{\"channel\":\"a\"}]");
        client.send("422[\"update\",{}]");
        assertThat(client.next()).isEqualTo("432[{\"ok\":true}]");
        assertThat(server.problems())
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessage("thrown by a hook"));
    }

    @Test
    void mistakesAreRefusedAndRecorded() {
        WireClient client = client("{}");
        client.send("421[\"join\",{\"channel\":\" \"}]");
        assertThat(client.next()).startsWith("431[{\"error\":{\"code\":\"invalid_value\"");
        client.send("422[\"message\",{\"eventName\":\"disconnect\"}]");
        assertThat(client.next()).startsWith("432[{\"error\":{\"code\":\"invalid_value\"");
        client.send("42[\"leave\"]");
        client.send("423[\"update\",null]");
        assertThat(client.next()).startsWith("433[{\"error\":{\"code\":\"invalid_value\"");
        assertThat(server.received()).hasSize(5);
        noProblems();
        client.send("42[\"broken\"");
        assertThat(client.next()).isEqualTo("cut");
        assertThat(server.problems()).hasSize(1);
    }

    @Test
    void pushesReachWhomTheyAreMeantFor() {
        WireClient in = member("room");
        WireClient out = client("{}");
        server.send("room", "news", "{\"n\":1}");
        assertThat(in.next()).isEqualTo("42[\"news\",{\"channel\":\"room\",\"message\":{\"n\":1}}]");
        server.send("room", "news", (Payload) null);
        assertThat(in.next()).isEqualTo("42[\"news\",{\"channel\":\"room\"}]");
        server.broadcast("all", "2");
        assertThat(in.next()).isEqualTo("42[\"all\",{\"channel\":null,\"message\":2}]");
        assertThat(out.next()).isEqualTo("42[\"all\",{\"channel\":null,\"message\":2}]");
        server.userEvent("user:signout", "{\"token\":\"t\"}", "null");
        assertThat(in.next()).isEqualTo("42[\"user:signout\",\"user:signout\",{\"token\":\"t\"},null]");
        assertThat(out.next()).startsWith("42[\"user:signout\"");
        Payload bytes = Payload.json("{\"_placeholder\":true,\"num\":0}").withAttachments(List.of(new byte[] {9}));
        server.emit(id(1), "two", bytes, bytes);
        assertThat(out.next())
                .isEqualTo("452-[\"two\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        assertThat(out.next() + out.next()).isEqualTo("<9><9>");
        assertThat(in.rest()).isEqualTo("[]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.emit("nobody", "x"))
                .withMessageContaining("nobody");
        noProblems();
    }

    @Test
    void acknowledgementsAreGivenTwiceOrHeldAndReleasedInOrder() {
        WireClient client = client("{}");
        server.answerTwice(true);
        client.send("421[\"update\",{\"data\":1}]");
        assertThat(client.next() + client.next()).isEqualTo("431[{\"ok\":true}]431[{\"ok\":true}]");
        server.answerTwice(false);
        server.holdAnswers(true);
        client.send("422[\"update\",{\"data\":2}]");
        client.send("423[\"update\",{\"data\":3}]");
        client.send("424[\"update\",{\"data\":4}]");
        server.awaitReceived(UPDATE, 4);
        Awaitility.await().until(() -> server.heldAnswers() == 3);
        assertThat(server.profile(id(0))).hasToString("4");
        assertThat(client.rest()).isEqualTo("[]");
        assertThat(server.releaseAnswers(1)).isEqualTo(1);
        assertThat(client.next()).isEqualTo("432[{\"ok\":true}]");
        server.holdAnswers(false);
        assertThat(client.next()).isEqualTo("433[{\"ok\":true}]");
        assertThat(client.next()).isEqualTo("434[{\"ok\":true}]");
        noProblems();
    }

    @Test
    void anotherServerAcknowledgesMembersOnly() {
        server.parley(false);
        WireClient client = WireClient.open(HTTP, server);
        client.next();
        client.send("40{\"parley\":1}");
        assertThat(client.next()).isEqualTo("40{\"sid\":\"" + id(0) + "\"}");
        client.send("421[\"join\",{\"channel\":\"r\"}]");
        client.send("422[\"members\",{\"channel\":\"r\"}]");
        assertThat(client.next()).isEqualTo("432[[{\"id\":\"" + id(0) + "\"}]]");
        noProblems();
    }
}
