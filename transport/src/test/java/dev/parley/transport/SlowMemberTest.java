package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.AudienceKey;
import dev.parley.core.CloseReason;
import dev.parley.core.Completion;
import dev.parley.core.Draft;
import dev.parley.core.Envelope;
import dev.parley.core.Name;
import dev.parley.core.Position;
import dev.parley.core.Publication;
import dev.parley.core.Shard;
import dev.parley.core.Subscriber;
import dev.parley.core.SubscriberSpec;
import dev.parley.core.WireFormat;
import dev.parley.protocol.Payload;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Fan-out over real sockets: order, exclusions, and readers that do not keep up. */
class SlowMemberTest {

    private static final AudienceKey ROOM = AudienceKey.channel("app", "room");
    private static final WireFormat FORMAT = TextFrames::new;

    private @Nullable TestServer running;
    private final List<RawWebSocket> sockets = new ArrayList<>();

    private TestServer start(long maxPending, Duration maxAge) {
        TestServer server = TestServer.start(
                ListenerOptions.loopback(0, 2),
                new WebSocketLimits(1 << 20, 16, Duration.ofSeconds(5), maxPending, maxAge, Duration.ofSeconds(5)));
        running = server;
        return server;
    }

    @AfterEach
    void close() {
        sockets.forEach(RawWebSocket::close);
        TestServer server = running;
        if (server != null) {
            await().untilAsserted(() -> assertThat(server.registry().size()).isZero());
            server.close();
        }
    }

    /** A WebSocket on a shard whose subscriber is in the room. */
    private Subscriber member(TestServer server, int shard, RawConnection connection) {
        int before = server.connections.size();
        sockets.add(RawWebSocket.handshake(connection, "/ws/" + shard));
        await().until(() -> server.connections.size() > before);
        WebSocketConnection webSocket = List.copyOf(server.connections).get(before);
        List<Subscriber> made = new ArrayList<>();
        on(server.shards.get(shard), home -> {
            Subscriber subscriber = home.open(
                    new SubscriberSpec("s" + before, "app", null, FORMAT, webSocket, home.lane(webSocket), 10));
            subscriber.join(new Name("room", false), false, Completion.IGNORED);
            made.add(subscriber);
        });
        await().until(() -> made.getFirst().lane().commandsUnderWay() == 0);
        return made.getFirst();
    }

    private static void on(Shard shard, Consumer<Shard> action) {
        CountDownLatch done = new CountDownLatch(1);
        shard.loop().execute(() -> {
            action.accept(shard);
            done.countDown();
        });
        try {
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Draft draft(String text) {
        return new Draft(ROOM, false, new Name(text, false), Payload.NULL, true);
    }

    @Test
    void everyMemberSeesOneOrderAndExcludedSendersOnlyWhatOthersSent() {
        TestServer server = start(16 << 20, Duration.ofSeconds(10));
        Subscriber sender = member(server, 0, RawConnection.open(server.port()));
        member(server, 0, RawConnection.open(server.port()));
        member(server, 1, RawConnection.open(server.port()));
        int rounds = 100;
        on(server.shards.get(0), shard -> {
            for (int i = 0; i < rounds; i++) {
                sender.publish(
                        new Draft(ROOM, false, new Name("quiet" + i, false), Payload.NULL, false), Completion.IGNORED);
                sender.publish(draft("loud" + i), Completion.IGNORED);
            }
        });
        for (int i = 0; i < rounds; i++) {
            assertThat(sockets.get(0).text()).isEqualTo("loud" + i);
            for (RawWebSocket other : sockets.subList(1, 3)) {
                assertThat(other.text()).isEqualTo("quiet" + i);
                assertThat(other.text()).isEqualTo("loud" + i);
            }
        }
    }

    @Test
    void directPushesStandWhereTheyHappenedBetweenPublications() {
        TestServer server = start(16 << 20, Duration.ofSeconds(10));
        // The room's home must be on the member's shard for the order to be known here.
        int home = server.hub.home(ROOM);
        Subscriber member = member(server, home, RawConnection.open(server.port()));
        WebSocketConnection connection = server.connections.element();
        on(server.shards.get(home), shard -> {
            for (int i = 0; i < 50; i++) {
                member.publish(draft("p" + i), Completion.IGNORED);
                member.beforePush();
                connection.sendText(("d" + i).getBytes(StandardCharsets.UTF_8));
            }
        });
        for (int i = 0; i < 50; i++) {
            assertThat(sockets.getFirst().text()).isEqualTo("p" + i);
            assertThat(sockets.getFirst().text()).isEqualTo("d" + i);
        }
    }

    @Test
    void slowMemberIsClosedByBytesAndNobodyElseWaits() {
        TestServer server = start(1 << 20, Duration.ofMinutes(1));
        member(server, 0, RawConnection.open(server.port(), 4096));
        member(server, 0, RawConnection.open(server.port()));
        String text = "x".repeat(50_000);
        RawWebSocket good = sockets.get(1);
        for (int i = 0; i < 400 && server.registry().closes(CloseReason.SLOW) == 0; i++) {
            server.hub.publish(draft(text));
            assertThat(good.text()).hasSize(text.length());
        }
        assertThat(server.registry().closes(CloseReason.SLOW)).isEqualTo(1);
        server.hub.publish(draft("after"));
        assertThat(good.text()).isEqualTo("after");
        await().untilAsserted(() -> assertThat(server.registry().size()).isEqualTo(1));
    }

    @Test
    void slowMemberIsClosedByAgeThoughItsBytesAreFew() {
        TestServer server = start(64 << 20, Duration.ofMillis(500));
        member(server, 0, RawConnection.open(server.port(), 4096));
        member(server, 0, RawConnection.open(server.port()));
        RawWebSocket good = sockets.get(1);
        String text = "x".repeat(50_000);
        // More than the kernel keeps for a peer that reads nothing, far less than the limit of bytes.
        for (int i = 0; i < 200; i++) {
            server.hub.publish(draft(text));
            assertThat(good.text()).hasSize(text.length());
        }
        await().untilAsserted(() ->
                assertThat(server.registry().closes(CloseReason.SLOW)).isEqualTo(1));
        server.hub.publish(draft("after"));
        assertThat(good.text()).isEqualTo("after");
    }

    @Test
    void emptyQueueTakesOneMessageLargerThanTheLimit() {
        TestServer server = start(1000, Duration.ofSeconds(10));
        member(server, 0, RawConnection.open(server.port()));
        server.hub.publish(draft("x".repeat(500_000)));

        assertThat(sockets.getFirst().text()).hasSize(500_000);
    }

    @Test
    void pausedConnectionIsNotReadUntilItIsResumed() {
        TestServer server = start(1 << 20, Duration.ofSeconds(10));
        member(server, 0, RawConnection.open(server.port()));
        WebSocketConnection connection = server.connections.element();
        on(server.shards.get(0), shard -> connection.pause());
        sockets.getFirst().send("on");
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        assertThat(connection.pendingBytes()).isZero();
        on(server.shards.get(0), shard -> connection.resume());

        assertThat(sockets.getFirst().text()).isEqualTo("on");
    }

    @Test
    void smallPartsOfABatchAreCopiedAndLargeOnesShared() {
        TextFrames batch = new TextFrames(10_000);
        int end = batch.appendText("x".repeat(9_000));
        int whole = batch.appendText("y".repeat(100));
        ByteBuf all = batch.frames().view(0, whole);
        ByteBuf large = batch.frames().view(0, end);
        ByteBuf small = batch.frames().view(end, whole);
        try {
            assertThat(large.memoryAddress()).isEqualTo(all.memoryAddress());
            assertThat(small.memoryAddress()).isNotEqualTo(all.memoryAddress() + end);
            assertThat(small.capacity()).isLessThan(1_000);
            assertThat(small.readableBytes()).isEqualTo(whole - end);
        } finally {
            all.release();
            large.release();
            small.release();
            batch.release();
        }
    }

    /** A publication's event name as a text frame. */
    private static final class TextFrames extends FrameBatch {
        TextFrames(int sizeHint) {
            super(sizeHint);
        }

        int appendText(String text) {
            return append(new Publication.Message(
                    new Envelope(ROOM, new Position(1, 1), null, true, false), new Name(text, false), null));
        }

        @Override
        protected void encode(Publication publication, ByteBuf out) {
            if (publication instanceof Publication.Message message) {
                byte[] text = message.event().text().getBytes(StandardCharsets.UTF_8);
                WebSocketFrames.textHeader(out, text.length);
                out.writeBytes(text);
            }
        }
    }
}
