package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Shard;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of connections when there is no memory for a buffer. */
class MemoryFaultTest {

    private static final int LARGE = 8 << 20;

    @Test
    void connectionWhoseRestCannotBeKeptIsClosedAndGetsNothingTwice() throws Exception {
        WebSocketLimits limits = new WebSocketLimits(
                1 << 20, 16, Duration.ofSeconds(5), 64L << 20, Duration.ofSeconds(60), Duration.ofSeconds(2));
        try (TestServer server = TestServer.start(ListenerOptions.loopback(0, 1), limits);
                RawConnection raw = RawConnection.open(server.port(), 4096)) {
            RawWebSocket client = RawWebSocket.handshake(raw, "/ws/0");
            client.send("x");
            assertThat(client.text()).isEqualTo("x");
            WebSocketConnection connection = server.connections.element();
            Shard shard = server.shards.getFirst();
            CountDownLatch said = new CountDownLatch(1);
            shard.loop().execute(() -> {
                connection.sendBinary("A".repeat(LARGE).getBytes(StandardCharsets.US_ASCII));
                connection.deliver(new Unshareable());
                said.countDown();
            });
            assertThat(said.await(10, TimeUnit.SECONDS)).isTrue();
            raw.socket().setSoTimeout(10_000);
            int read = 0;
            byte[] some = new byte[1 << 16];
            try {
                for (int n; (n = raw.socket().getInputStream().read(some)) > 0; ) {
                    read += n;
                }
            } catch (java.net.SocketException e) {
                // reset, which is an end too
            }

            assertThat(read).isLessThan(LARGE + 100);
        }
    }

    /** No view of it can be made, as if for want of memory. */
    private static final class Unshareable extends UnpooledDirectByteBuf {
        Unshareable() {
            super(UnpooledByteBufAllocator.DEFAULT, 12, 12);
            WebSocketFrames.textHeader(this, 10);
            writeZero(10);
        }

        @Override
        public ByteBuf retainedSlice(int index, int length) {
            throw new OutOfMemoryError("as asked");
        }
    }

    @Test
    void bufferForOwnFramesIsNotUsedAfterItWasReleased() {
        LoopWriter writer = new LoopWriter();
        SharedBytes first = writer.own(LoopWriter.OWN_BYTES);
        first.buffer.writeZero(LoopWriter.OWN_BYTES);
        first.hold();
        SharedBytes second = writer.own(20);
        assertThat(second).isNotSameAs(first);
        assertThat(first.buffer.refCnt()).as("somebody has still to write it").isEqualTo(1);
        first.release();
        assertThat(first.buffer.refCnt()).isZero();
        writer.close();
        assertThat(second.buffer.refCnt()).isZero();
    }

    @Test
    void smallFrameKeepsNoLargeBufferAlive() {
        LoopWriter writer = new LoopWriter();
        SharedBytes own = writer.own(20);
        own.buffer.writeZero(20);
        ByteBuf view = own.view(0, 20);
        try {
            assertThat(view.capacity()).isLessThan(100);
        } finally {
            view.release();
            writer.close();
        }
    }
}
