package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the generator makes of a server that tells one member of one churner. */
class ChurnTest {

    private static final Duration MEASURED = Duration.ofMillis(300);
    /** A join or leave on its way to the server, masked. */
    private static final int FRAME_HEAD = 6;

    /** What is told after a join or leave. */
    private interface Doing {
        /** @param number from 0 on; even for joins */
        void told(SocketChannel member, int number) throws IOException;
    }

    private static Report run(Pace pace, Doing doing) throws IOException {
        try (BareServer server = new BareServer()) {
            CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> {
                try {
                    serve(server, doing);
                } catch (IOException e) {
                    // The generator has ended.
                }
            });
            Report report =
                    new Scenario.Presence(1, 1, pace, Duration.ZERO, MEASURED).run(server.target(), Window.NONE);
            serving.join();
            return report;
        }
    }

    private static void serve(BareServer server, Doing doing) throws IOException {
        SocketChannel member = server.accept(1).getFirst();
        SocketChannel churner = server.acceptOutside();
        ByteBuffer in = ByteBuffer.allocate(1 << 16);
        int number = 0;
        while (churner.read(in) >= 0) {
            in.flip();
            while (in.remaining() > 1 && in.remaining() >= size(in)) {
                in.position(in.position() + size(in));
                doing.told(member, number++);
            }
            in.compact();
        }
    }

    private static int size(ByteBuffer in) {
        return FRAME_HEAD + (in.get(in.position() + 1) & 0x7f);
    }

    private static ByteBuffer event(int number) {
        String kind = number % 2 == 0 ? "join" : "leave";
        return BareServer.frame(
                "42[\"channel:" + kind + "\",{\"channel\":\"bench-100000\",\"message\":{\"id\":\"s\"}}]");
    }

    @Test
    void joinsAndLeavesThatComeOnceAreNoFault() throws IOException {
        Report report = run(new Pace.OneAtATime(), (member, number) -> BareServer.write(member, event(number)));
        assertThat(report.faults()).isEmpty();
        assertThat(report.isSound()).isTrue();
    }

    @Test
    void aJoinAndLeaveThatNobodyMadeAreFound() throws IOException {
        Report report = run(new Pace.OneAtATime(), (member, number) -> {
            BareServer.write(member, event(number));
            if (number == 2) {
                BareServer.write(member, event(1));
                BareServer.write(member, event(2));
            }
        });
        assertThat(report.isSound()).isFalse();
        assertThat(report.faults()).isNotEmpty();
    }

    @Test
    void whatIsFarBehindIsTimedFromWhenItWasDue() throws IOException {
        int held = 400;
        Report report = run(new Pace.Rate(2_000), (member, number) -> {
            for (int i = number < held ? held : number == held ? 0 : number; i <= number; i++) {
                BareServer.write(member, event(i));
            }
        });
        assertThat(report.faults()).isEmpty();
        // 400 actions at 2,000 per second.
        assertThat(report.latency().getMaxValue()).isGreaterThan(180_000_000L);
    }
}
