package dev.parley.client.testing;

import static dev.parley.client.testing.Received.Kind.DISCONNECT;
import static dev.parley.client.testing.Received.Kind.JOIN;
import static dev.parley.client.testing.Received.Kind.OTHER;
import static dev.parley.client.testing.Received.Kind.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong on demand. */
class FakeServerFaultsTest extends WireTest {

    @Test
    void dropConnectionReturnsWhenEverythingIsCut() {
        WireClient a = member("room");
        WireClient b = member("room");
        a.next();
        server.send("room", "last", "1");
        assertThat(b.next()).startsWith("42[\"last\""); // a cut may lose what is on its way
        server.dropConnection(id(1));
        assertThat(server.connections()).isEqualTo(1);
        assertThat(b.next()).isEqualTo("cut");
        assertThat(a.next()).startsWith("42[\"last\"");
        assertThat(a.next()).startsWith("42[\"channel:leave\"");
        server.dropConnection();
        assertThat(server.connections()).isZero();
        assertThat(server.members("room")).isEmpty();
        assertThat(a.next()).isEqualTo("cut");
        assertThat(server.received(DISCONNECT)).isEmpty();
        noProblems();
    }

    @Test
    void farewellsAreCloseFrameAndDisconnect() {
        WireClient a = member("room");
        server.disconnect();
        assertThat(a.next()).isEqualTo("41");
        assertThat(server.peers()).isEmpty();
        a.send("42[\"update\",{}]"); // on its way when it was sent away: no problem
        server.closeConnection(1001, "going");
        assertThat(a.next()).isEqualTo("close:1001going");
        assertThat(server.connections()).isZero();
        noProblems();
    }

    @Test
    void clientThatLeavesIsSeenHoweverItDoes() {
        WireClient seer = member("room");
        WireClient closing = member("room");
        seer.next();
        closing.socket().sendClose(1000, "");
        assertThat(closing.next()).startsWith("close:1000");
        assertThat(seer.next()).startsWith("42[\"channel:leave\"");
        WireClient aborting = member("room");
        seer.next();
        aborting.socket().abort();
        assertThat(seer.next()).startsWith("42[\"channel:leave\"");
        assertThat(server.awaitReceived(DISCONNECT, 2))
                .extracting(Received::event)
                .containsOnly("transport close");
        server.awaitConnections(1);
        noProblems();
    }

    @Test
    void junkIsSentAsItIs() {
        WireClient client = client("{}");
        server.sendRaw("42[\"a\"");
        server.sendRawBinary(new byte[] {1});
        assertThat(client.next()).isEqualTo("42[\"a\"");
        assertThat(client.next()).isEqualTo("<1>");
        server.sendRawFrame(new byte[] {(byte) 0xff, 0});
        assertThat(client.next()).isEqualTo("cut");
    }

    @Test
    void fragmentsAndLongMessagesArriveWhole() {
        WireClient client = client("{}");
        String text = "\"" + "ä".repeat(40_000) + "\"";
        server.fragments(7);
        server.emit(id(0), "x", "\"12345678901234567890\"");
        assertThat(client.next()).isEqualTo("42[\"x\",\"12345678901234567890\"]");
        server.fragments(0);
        server.emit(id(0), "x", text);
        assertThat(client.next()).isEqualTo("42[\"x\"," + text + "]");
        client.socket().sendText("42[\"fra", false).join();
        client.socket().sendText("gment\"," + text + "]", true).join();
        assertThat(server.awaitReceived(OTHER).json()).isEqualTo(text);
        noProblems();
    }

    @Test
    void silentServerReadsOnly() {
        WireClient client = client("{}");
        server.silence(true);
        client.send("421[\"update\",{\"data\":1}]");
        server.awaitReceived(UPDATE);
        Awaitility.await().until(() -> server.profile(id(0)) != null);
        server.silence(false);
        client.send("422[\"update\",{}]");
        assertThat(client.next()).isEqualTo("432[{\"ok\":true}]");
        noProblems();
    }

    @Test
    void serverThatStopsReadingLetsMessagesPileUp() throws Exception {
        WireClient client = client("{}");
        server.stopReading(true);
        String text = "42[\"big\",\"" + "x".repeat(900_000) + "\"]";
        CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
        int messages = 0;
        while (sent.isDone() && messages < 100) {
            messages++;
            sent = client.socket().sendText(text, true);
            sent.copy().completeOnTimeout(null, 300, TimeUnit.MILLISECONDS).get();
        }
        assertThat(sent).isNotDone();
        assertThat(server.received(OTHER)).isEmpty();
        server.stopReading(false);
        sent.get(5, TimeUnit.SECONDS);
        assertThat(server.awaitReceived(OTHER, messages)).hasSize(messages);
        noProblems();
    }

    @Test
    void stoppedServerFreesItsPortAndForgetsItsMembers() throws IOException {
        WireClient client = member("room");
        server.stop();
        assertThat(client.next()).isEqualTo("cut");
        assertThat(server.peers()).isEmpty();
        try (ServerSocket other = new ServerSocket()) {
            other.setReuseAddress(true);
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        }
        assertThatThrownBy(() -> client("{}")).isInstanceOf(RuntimeException.class);
        server.restart();
        member("room");
        assertThat(server.members("room")).hasSize(1);
        assertThat(server.received(JOIN)).hasSize(2);
        server.restart();
        assertThat(server.connections()).isZero();
        noProblems();
    }

    @Test
    void heartbeatsAreSentAndTheirAbsenceEndsTheConnection() {
        try (FakeServer quick = FakeServer.builder()
                .pingInterval(Duration.ofMillis(20))
                .pingTimeout(Duration.ofSeconds(1))
                .start()) {
            WireClient client = WireClient.open(HTTP, quick);
            client.next();
            client.send("40{}");
            int pings = 0;
            for (String message = client.next(); !message.equals("cut"); message = client.next()) {
                if (message.equals("2") && ++pings <= 3) {
                    client.send("3");
                }
            }
            assertThat(pings).isEqualTo(4);
            assertThat(quick.awaitReceived(DISCONNECT).event()).isEqualTo("ping timeout");
        }
    }

    @Test
    void messageOverTheLimitIsAProblem() {
        try (FakeServer small = FakeServer.builder().maxPayload(100).start()) {
            WireClient client = WireClient.connect(HTTP, small, "{}");
            client.send("42[\"x\",\"" + "x".repeat(100) + "\"]");
            assertThat(client.next()).isEqualTo("close:1009");
            assertThat(small.problems()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(HandshakeFault.class)
    void eachFaultHitsAndThenNoMore(HandshakeFault fault) throws Exception {
        boolean never = expected(fault).equals("null");
        // The JDK's client tries again by itself when it is cut off.
        server.fault(fault, fault == HandshakeFault.CLOSE_ON_ACCEPT ? 100 : 1);
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Thread connecting = new Thread(() -> seen.add(outcome()));
        connecting.setDaemon(true);
        connecting.start();
        assertThat(String.valueOf(seen.poll(never ? 300 : 5_000, TimeUnit.MILLISECONDS)))
                .startsWith(expected(fault));
        int attempts = server.attempts();
        assertThat(attempts).isBetween(1, fault == HandshakeFault.CLOSE_ON_ACCEPT ? 100 : 1);
        server.fault(HandshakeFault.NONE);
        WireClient client = client("{}");
        client.send("420[\"update\",{}]");
        assertThat(client.next()).isEqualTo("430[{\"ok\":true}]");
        assertThat(server.attempts()).isEqualTo(attempts + 1);
        noProblems();
    }

    /** How a connection ended; a step that never comes is a stopped clock. */
    private String outcome() {
        WireClient client;
        try {
            client = WireClient.open(HTTP, server);
        } catch (RuntimeException e) {
            return "no WebSocket";
        }
        String open = client.next();
        if (!open.endsWith("}")) {
            return open;
        }
        try {
            client.send("40{}");
        } catch (RuntimeException e) {
            return "cut";
        }
        return client.next();
    }

    private static String expected(HandshakeFault fault) {
        return switch (fault) {
            case NONE -> "40";
            case CLOSE_ON_ACCEPT, HTTP_500, HTTP_404, JUNK_INSTEAD_OF_HTTP, WRONG_ACCEPT_KEY -> "no WebSocket";
            case NEVER_ANSWER, NEVER_OPEN, NEVER_CONNECT -> "null";
            case CLOSE_AFTER_UPGRADE, CLOSE_AFTER_OPEN, CLOSE_INSTEAD_OF_CONNECT -> "cut";
            case JUNK_OPEN -> "0{\"sid\":";
            case JUNK_CONNECT -> "40{\"sid\":";
        };
    }
}
