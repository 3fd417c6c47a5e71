package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the generator makes of a server that does this and that. */
class ExchangeTest {

    private static final int MEMBERS = 3;

    private final BareServer server = start();
    private final MessageShape shape = new MessageShape(Crowd.name(server.target(), 0), 64, false);

    /** What a server does to those who have come in. */
    private interface Doing {
        void to(List<SocketChannel> members) throws IOException;
    }

    private static BareServer start() {
        try {
            return new BareServer();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /**
     * Until so many deliveries have come.
     *
     * @param sent what the sender would say it has sent
     */
    private Report receive(int sent, int deliveries, Doing doing) throws IOException {
        CompletableFuture<Void> listening = new CompletableFuture<>();
        CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> {
            try {
                List<SocketChannel> accepted = server.accept(MEMBERS);
                listening.join();
                doing.to(accepted);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        try (Loop loop = new Loop()) {
            Target target = server.target();
            List<WebSocketLine> members = List.of(
                    new WebSocketLine(loop, target, 0, Crowd.name(target, 0)),
                    new WebSocketLine(loop, target, 1, Crowd.name(target, 0)),
                    new WebSocketLine(loop, target, 2, Crowd.name(target, 0)));
            List<WebSocketLine> none = List.of(new WebSocketLine(loop, target, -1, null));
            Phases phases = new Phases(loop, Window.NONE, Duration.ZERO, Duration.ZERO);
            Exchange exchange =
                    new Exchange(new Crowd(loop, none, 1, members, MEMBERS, List.of(shape)), new Steady(1, 1), phases);
            Fleet.open(loop, members, "members");
            exchange.listen();
            listening.complete(null);
            loop.meter().sent = 1; // so that it does not wait for ever
            phases.run(now -> Long.MAX_VALUE, () -> loop.meter().deliveries >= deliveries);
            exchange.sent(0, sent);
            exchange.close();
            serving.join();
            return phases.report("test", exchange.ledger(), List.of());
        }
    }

    private void send(SocketChannel member, int... numbers) throws IOException {
        for (int number : numbers) {
            BareServer.write(member, shape.receivedFrame(0, number, 0));
        }
    }

    @Test
    void aLostDeliveryIsFound() throws IOException {
        Report report = receive(3, 7, members -> {
            send(members.get(0), 0, 1, 2);
            send(members.get(1), 0, 2);
            send(members.get(2), 0, 1);
        });
        assertThat(report.lost()).isEqualTo(2);
        assertThat(report.doubled() + report.disordered()).isZero();
        assertThat(report.isSound()).isFalse();
        assertThat(report.faults())
                .contains(
                        "member 1, of its sender 0, got message 2 when 1 was next",
                        "member 2, of its sender 0, did not get messages 2 to 2");
    }

    @Test
    void aDeliveryThatComesTwiceIsFound() throws IOException {
        Report report = receive(2, 8, members -> {
            send(members.get(0), 0, 1);
            send(members.get(1), 0, 0, 1);
            send(members.get(2), 0, 1, 1);
        });
        assertThat(report.doubled()).isEqualTo(2);
        assertThat(report.lost() + report.disordered()).isZero();
    }

    @Test
    void deliveriesInAnotherOrderAreFound() throws IOException {
        Report report = receive(3, 9, members -> {
            send(members.get(0), 0, 2, 1);
            send(members.get(1), 2, 1, 0);
            send(members.get(2), 0, 1, 2);
        });
        assertThat(report.disordered()).isEqualTo(3);
        assertThat(report.lost() + report.doubled()).isZero();
    }

    @Test
    void aMessageOfAnotherChannelsSenderIsFound() throws IOException {
        Report report = receive(0, 1, members -> {
            BareServer.write(members.get(2), shape.receivedFrame(9, 0, 0));
            send(members.get(2), 0);
        });
        assertThat(report.faults()).contains("member 2 got a message of sender 9, who is in another channel");
        assertThat(report.errors()).isEqualTo(1);
    }

    @Test
    void aMessageThatIsCutOrOfAnotherChannelIsFound() throws IOException {
        MessageShape shorter = new MessageShape(Crowd.name(server.target(), 0), 60, false);
        MessageShape elsewhere = new MessageShape(Crowd.name(server.target(), 1), 64, false);
        Report report = receive(1, 3, members -> {
            BareServer.write(members.get(0), shorter.receivedFrame(0, 0, 0));
            BareServer.write(members.get(1), elsewhere.receivedFrame(0, 0, 0));
            send(members.get(2), 0);
        });
        assertThat(report.errors()).isEqualTo(2);
        assertThat(report.faults())
                .allMatch(fault -> fault.contains("got message 0 of sender 0 in another shape"))
                .hasSize(2);
    }

    @Test
    void whatComesAgainAfterAllHasComeIsFound() throws IOException {
        Report report = receive(1, 3, members -> {
            for (SocketChannel member : members) {
                send(member, 0);
            }
            CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(() -> {
                try {
                    send(members.get(1), 0);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        });
        assertThat(report.doubled()).isEqualTo(1);
    }

    @Test
    void framesThatComeInPiecesAreCountedOnce() throws IOException {
        Report report = receive(2, 6, members -> {
            for (SocketChannel member : members) {
                ByteBuffer first = copy(shape.receivedFrame(0, 0, 0));
                ByteBuffer second = copy(shape.receivedFrame(0, 1, 0));
                ByteBuffer both = ByteBuffer.allocate(first.remaining() + second.remaining())
                        .put(first)
                        .put(second)
                        .flip();
                for (int i = 0; i < both.capacity(); i++) {
                    BareServer.write(member, both.slice(i, 1));
                }
            }
        });
        assertThat(report.faults()).isEmpty();
        assertThat(report.lost() + report.doubled() + report.disordered() + report.errors())
                .isZero();
    }

    private static ByteBuffer copy(ByteBuffer frame) {
        return ByteBuffer.allocate(frame.remaining()).put(frame).flip();
    }

    @Test
    void aServerThatIsNotThereIsSaidSo() throws IOException {
        Target target = server.target();
        server.close();
        Scenario scenario = new Scenario.FanOut(2, 64, new Pace.OneAtATime(), Duration.ZERO, Duration.ofSeconds(1));
        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> scenario.run(target, Window.NONE))
                .withMessageContaining("nothing listens at")
                .withMessageContaining("is the server running");
    }
}
