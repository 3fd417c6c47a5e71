package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.CloseReason;
import dev.parley.core.Shard;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Sockets are written to by their number, and the system gives a closed one's number to the next connection at once. Here clients come
 * and go in every manner while the server writes to all it has ever known, and each looks for bytes that are not its own.
 */
class DescriptorReuseTest {

    private static final int CLIENTS = 4;
    private static final int LIVES = 250;
    private static final int KNOWN = 64;
    private static final byte[] CLOSE = RawWebSocket.closeFrame(1000, "");

    @Test
    void noByteReachesAConnectionThatTookTheDescriptorOver() throws Exception {
        try (TestServer server = TestServer.start();
                ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            AtomicBoolean ended = new AtomicBoolean();
            server.shards.forEach(shard -> writeToAll(server, shard, new Random(shard.index()), ended));
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(100 + i);
                clients.add(threads.submit((Callable<Integer>) () -> live(server.port(), random)));
            }
            int read = 0;
            for (Future<Integer> client : clients) {
                read += client.get(60, TimeUnit.SECONDS);
            }
            ended.set(true);
            assertThat(read).as("canaries that came back").isGreaterThan(CLIENTS * LIVES);
        }
    }

    /** In every tick of a loop: a canary for each of its connections, whether it is still there or not; some end in between. */
    private static void writeToAll(TestServer server, Shard shard, Random random, AtomicBoolean ended) {
        shard.loop()
                .schedule(
                        () -> {
                            Queue<WebSocketConnection> all = server.connections;
                            int skip = Math.max(0, all.size() - KNOWN);
                            for (WebSocketConnection connection : all) {
                                if (skip-- <= 0 && connection.shard() == shard) {
                                    write(connection, random);
                                }
                            }
                            if (!ended.get()) {
                                writeToAll(server, shard, random, ended);
                            }
                        },
                        1);
    }

    private static void write(WebSocketConnection connection, Random random) {
        InetSocketAddress peer = (InetSocketAddress) connection.remoteAddress();
        if (peer == null) {
            return;
        }
        byte[] canary = ("" + peer.getPort()).getBytes(StandardCharsets.US_ASCII);
        connection.sendText(canary);
        if (random.nextInt(40) == 0) {
            connection.close(random.nextBoolean() ? CloseReason.SLOW : CloseReason.GOING_AWAY);
        }
        connection.sendText(canary);
    }

    /** Returns how many canaries it has seen in all its lives. */
    private static int live(int port, Random random) {
        int read = 0;
        for (int life = 0; life < LIVES; life++) {
            RawConnection connection = RawConnection.open(port);
            String own = "" + connection.socket().getLocalPort();
            try (RawWebSocket socket = RawWebSocket.handshake(connection, "/ws/" + random.nextInt(2))) {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    RawWebSocket.Frame frame = socket.receive();
                    if (frame.opcode() == RawWebSocket.CLOSE) {
                        break;
                    }
                    assertThat(frame.text()).isEqualTo(own);
                    read++;
                }
                switch (random.nextInt(3)) {
                    case 0 -> connection.reset();
                    case 1 -> connection.trySend(CLOSE);
                    default -> {}
                }
            } catch (UncheckedIOException | IllegalStateException e) {
                // The server cut this one off.
            }
        }
        return read;
    }
}
