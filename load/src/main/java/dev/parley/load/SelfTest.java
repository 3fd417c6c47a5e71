package dev.parley.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The generator against a thread that writes finished frames. */
final class SelfTest implements Runnable {

    private final BareServer server;
    private final Scenario.Self scenario;
    private final MessageShape shape;
    /** Opened when the generator listens: what comes before that nobody counts. */
    private final CountDownLatch listening = new CountDownLatch(1);

    private volatile boolean stopping;
    private volatile int written;
    private volatile boolean ended;

    private SelfTest(BareServer server, Scenario.Self scenario, MessageShape shape) {
        this.server = server;
        this.scenario = scenario;
        this.shape = shape;
    }

    static Report run(Scenario.Self scenario, Window window) throws IOException {
        Descriptors.require(scenario.members() * 2);
        try (BareServer server = new BareServer();
                Loop loop = new Loop()) {
            Target target = server.target();
            MessageShape shape = new MessageShape(Crowd.name(target, 0), scenario.payloadBytes(), false);
            List<Line> members = new ArrayList<>();
            for (int i = 0; i < scenario.members(); i++) {
                members.add(new WebSocketLine(loop, target, i, Crowd.name(target, 0)));
            }
            List<Line> none = List.of(new WebSocketLine(loop, target, -1, null));
            Crowd crowd = new Crowd(loop, none, 1, members, members.size(), List.of(shape));
            SelfTest writer = new SelfTest(server, scenario, shape);
            Thread thread = Thread.ofPlatform().name("writer").daemon().start(writer);
            return writer.measure(crowd, window, thread);
        }
    }

    private Report measure(Crowd crowd, Window window, Thread thread) throws IOException {
        Loop loop = crowd.loop();
        Phases phases = new Phases(loop, stoppingAtEnd(window), scenario.warmup(), scenario.measured());
        Exchange exchange = new Exchange(crowd, new Steady(1, 1), phases);
        Fleet.open(loop, crowd.receivers(), "members");
        exchange.listen();
        listening.countDown();
        phases.run(
                now -> {
                    loop.meter().sent = written;
                    return Long.MAX_VALUE;
                },
                () -> {
                    exchange.sent(0, written);
                    return ended && exchange.isComplete();
                });
        exchange.close();
        thread.interrupt();
        return phases.report("self", exchange.ledger(), List.of());
    }

    private Window stoppingAtEnd(Window window) {
        return new Window() {
            @Override
            public void begin() {
                window.begin();
            }

            @Override
            public void end() {
                window.end();
                stopping = true;
            }
        };
    }

    @Override
    public void run() {
        try {
            List<SocketChannel> members = server.accept(scenario.members());
            listening.await();
            int frame = shape.receivedFrame(0, 0, 0).remaining();
            ByteBuffer batch = ByteBuffer.allocateDirect(frame * scenario.perWrite());
            while (!stopping) {
                int next = written;
                batch.clear();
                long now = Nanos.now();
                for (int i = 0; i < scenario.perWrite(); i++) {
                    batch.put(shape.receivedFrame(0, next + i, now));
                }
                batch.flip();
                for (SocketChannel member : members) {
                    BareServer.write(member, batch.rewind());
                }
                written = next + scenario.perWrite();
            }
        } catch (IOException | InterruptedException e) {
            // The generator has ended, and says what came or did not.
        } finally {
            ended = true;
        }
    }
}
