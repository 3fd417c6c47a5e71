package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Want of direct memory, which ends no process, must end no shard either. */
class MemoryFaultTest {
    private final World world = new World(1);
    private final Peer anna = world.peer("anna", 0);
    private final Peer ben = world.peer("ben", 0);
    private final AtomicInteger faults = new AtomicInteger(1);

    private void join(String... channels) {
        for (String channel : channels) {
            anna.join(channel);
            ben.join(channel);
        }
        world.runAll();
        anna.lines();
        ben.lines();
        world.format.failOn(publication -> {
            if (faults.getAndDecrement() > 0) {
                throw new OutOfMemoryError("as asked");
            }
            return false;
        });
    }

    @Test
    void publicationThatFindsNoMemoryIsLostAloneAndTheNextOnesArrive() {
        join("room");
        anna.send("room", "1", true);
        world.runAll();
        anna.send("room", "2", true);

        assertThat(ben.lines()).singleElement().asString().contains("=2");
        world.verify();
    }

    @Test
    void commandWithinWhichMemoryWasMissingIsCompletedAndTheLaneGoesOn() {
        join("room", "other");
        List<String> done = new ArrayList<>();
        anna.loop.run(() -> {
            anna.publish("other", "0", true); // its batch is sealed by the next one, in that one's turn
            anna.subscriber.publish(
                    Draft.toChannel("app", Name.of("room"), Name.of("e"), null, true), refusal -> done.add("done"));
        });
        world.runAll();

        assertThat(done).hasSize(1);
        assertThat(anna.lane.isAtRest()).isTrue();
        world.verify();
    }
}
