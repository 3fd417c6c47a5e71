package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Order of commands and of their completions, and the credit that bounds them. */
class LaneTest {
    private final World world =
            new World(3, HubOptions.defaults().withCredit(new HubOptions.Credit(4, 2000, 10, 5000)));
    private final String first = world.channelAt(1, "first");
    private final String second = world.channelAt(2, "second");
    private final Peer anna = world.peer("anna", 0);

    @AfterEach
    void hubIsInOrder() {
        world.verify();
    }

    @Test
    void stepsForOneHomeFollowEachOtherAndAnotherHomeWaits() {
        anna.send(first, "1", true).send(first, "2", true).send(second, "3", true);
        assertThat(world.loops.get(1).queued()).isEqualTo(2);
        assertThat(world.loops.get(2).queued()).isZero();
        world.loops.get(1).step();
        world.loops.get(0).step();
        assertThat(world.loops.get(2).queued()).isZero();
        world.loops.get(1).step();
        world.loops.get(0).step();
        assertThat(world.loops.get(2).queued()).isEqualTo(1);
    }

    @Test
    void completionsKeepTheOrderOfCommandsEvenOfThoseWithNothingToDo() {
        anna.join(first).join(first).leave("nowhere", true);
        assertThat(anna.outcomes).isEmpty();
        world.runAll();
        assertThat(anna.outcomes).containsExactly("ok", "ok", "ok");
    }

    @Test
    void aHomeOnTheSameShardIsServedAtOnce() {
        anna.join(world.channelAt(0, "home"), true);
        assertThat(anna.outcomes).containsExactly("ok");
        assertThat(anna.lines()).hasSize(1);
    }

    @Test
    void aCommandFromACompletionKeepsItsPlace() {
        String home = world.channelAt(0, "home");
        anna.join(home).lines();
        Draft draft = Draft.toChannel("app", Name.of(home), Name.of("e"), null, true);
        anna.loop.run(() -> {
            anna.subscriber.publish(draft, refusal -> anna.publish(home, "2", true));
            anna.publish(home, "1", true);
        });
        assertThat(anna.lines()).containsExactly(home + "/e=null", home + "/e=2", home + "/e=1");
    }

    @Test
    void atTheEndOfItsCreditTheValveIsShutAndOpenedAgainAtHalf() {
        for (int i = 0; i < 6; i++) {
            anna.send(first, "1", true);
        }
        assertThat(anna.valve).containsExactly("pause");
        assertThat(anna.lane.isPaused()).isTrue();
        for (int i = 0; i < 3; i++) {
            world.loops.get(1).step();
            world.loops.get(0).step();
        }
        assertThat(anna.lane.commandsUnderWay()).isEqualTo(3);
        assertThat(anna.valve).containsExactly("pause");
        world.runAll();
        assertThat(anna.valve).containsExactly("pause", "resume");
        assertThat(anna.outcomes).hasSize(6);
    }

    @Test
    void bytesCountToo() {
        anna.send(first, "\"" + "x".repeat(1990) + "\"", true);
        assertThat(anna.valve).containsExactly("pause");
        world.runAll();
        assertThat(anna.valve).containsExactly("pause", "resume");
    }

    @Test
    void oneCommandIsTakenHoweverLarge() {
        anna.send(first, "\"" + "x".repeat(100_000) + "\"", true);
        world.runAll();
        assertThat(anna.outcomes).containsExactly("ok");
        assertThat(anna.valve).containsExactly("pause", "resume");
    }

    @Test
    void farBeyondItsCreditTheConnectionIsClosedOnce() {
        for (int i = 0; i < 13; i++) {
            anna.send(first, "1", true);
        }
        assertThat(anna.valve).containsExactly("pause", "close FLOOD");
        assertThat(anna.outcomes).containsExactly("flood", "flood", "flood");
        anna.close();
        world.runAll();
        assertThat(anna.outcomes).hasSize(13);
    }

    @Test
    void aFloodedConnectionStillLeavesItsChannels() {
        Peer ben = world.peer("ben", 0).join(first);
        anna.join(first);
        world.runAll();
        ben.lines();
        for (int i = 0; i < 11; i++) {
            anna.send(second, "1", true);
        }
        anna.close();
        assertThat(ben.lines()).containsExactly(first + "-anna!");
    }

    @Test
    void subscribersOfOneConnectionShareItsLane() {
        SubscriberSpec spec = new SubscriberSpec("twin", "app", null, world.format, anna.outbound, anna.lane, 9);
        anna.loop.run(() -> {
            Subscriber twin = world.hub.shard(0).open(spec);
            anna.subscriber.join(Name.of(first), false, anna.completion());
            twin.join(Name.of(second), true, anna.completion());
            anna.subscriber.join(Name.of(second), true, anna.completion());
        });
        assertThat(world.loops.get(2).queued()).isZero();
        assertThat(anna.lines()).containsExactly(second + "+twin", second + "+anna", second + "+anna");
        assertThat(world.members(second)).isEqualTo(List.of("twin", "anna"));
    }

    @Test
    void aCompletionThatThrowsDoesNotStopTheLane() {
        Draft draft = Draft.toChannel("app", Name.of(first), Name.of("e"), null, true);
        anna.loop.run(() -> anna.subscriber.publish(draft, refusal -> {
            throw new IllegalStateException("on purpose");
        }));
        anna.join(first);
        world.runAll();
        assertThat(anna.outcomes).containsExactly("ok");
        assertThat(world.total(c -> c.faults)).isEqualTo(1);
    }

    @Test
    void anIdInUseAndAForeignLaneAreErrors() {
        SubscriberSpec again = new SubscriberSpec("anna", "app", null, world.format, anna.outbound, anna.lane, 9);
        SubscriberSpec foreign = new SubscriberSpec("x", "app", null, world.format, anna.outbound, anna.lane, 9);
        assertThatThrownBy(() -> anna.loop.run(() -> world.hub.shard(0).open(again)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> world.loops.get(1).run(() -> world.hub.shard(1).open(foreign)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
