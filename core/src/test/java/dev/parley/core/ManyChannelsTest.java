package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A subscriber that comes to be in more channels than most, and then in fewer. */
class ManyChannelsTest {
    private final World world = new World(2);
    private final Peer anna = world.peer("anna", 0);
    private final Peer ben = world.peer("ben", 1);

    @AfterEach
    void hubIsInOrder() {
        world.verify();
    }

    @Test
    void channelsAreListedInTheOrderTheyWereJoinedHoweverManyThereAre() {
        Random random = new Random(7);
        Set<String> expected = new LinkedHashSet<>();
        for (int step = 0; step < 600; step++) {
            // Rises to about twenty channels and falls to none, again and again.
            String channel = "c" + random.nextInt(24);
            boolean rising = (step / 100) % 2 == 0;
            if (random.nextInt(10) < 8 == rising) {
                expected.add(channel);
                anna.join(channel);
            } else {
                expected.remove(channel);
                anna.leave(channel, false);
            }
            world.runAll();
            assertThat(names(anna)).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void eachOfManyChannelsIsHeardAndIsLeftAtTheEnd() {
        for (int i = 0; i < 20; i++) {
            anna.join("c" + i);
            ben.join("c" + i);
        }
        anna.lines();
        for (int i = 0; i < 20; i++) {
            ben.send("c" + i, String.valueOf(i), false);
        }
        world.runAll();
        assertThat(anna.lines()).hasSize(20);
        for (int i = 0; i < 20; i++) {
            anna.leave("c" + i, false);
        }
        world.runAll();
        assertThat(names(anna)).isEmpty();
        assertThat(world.members("c19")).containsExactly("ben");
    }

    private static List<String> names(Peer peer) {
        return peer.subscriber.channels().stream().map(Name::text).toList();
    }
}
