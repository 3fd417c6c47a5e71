package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A subscriber that goes is seen to leave once by everyone, and leaves nothing behind. */
class DisconnectTest {
    private final World world = new World(2);
    private final String here = world.channelAt(0, "here");
    private final String there = world.channelAt(1, "there");
    private final Peer anna = world.peer("anna", 0);
    private final Peer ben = world.peer("ben", 1);

    @AfterEach
    void hubIsInOrder() {
        world.verify();
    }

    @Test
    void disconnectIsToldOncePerChannelToTheOthers() {
        anna.join(here).join(there).update("1", false);
        ben.join(there).join(here);
        anna.lines();
        ben.lines();
        anna.close().close();
        assertThat(ben.lines()).containsExactly(here + "-anna1!", there + "-anna1!");
        assertThat(anna.lines()).isEmpty();
        assertThat(world.members(here)).containsExactly("ben");
        assertThat(anna.subscriber.isOpen()).isFalse();
        assertThat(anna.subscriber.channels()).isEmpty();
        assertThat(world.hub.shard(0).subscriber("anna")).isNull();
    }

    @Test
    void aJoinStillUnderWayLeavesNoGhost() {
        ben.join(there).join(here);
        world.runAll();
        ben.outbound.takeLines();
        anna.join(there).join(here).close();
        assertThat(ben.lines()).containsExactly(there + "+anna", here + "+anna", there + "-anna!", here + "-anna!");
        assertThat(anna.lines()).isEmpty();
        assertThat(world.members(there)).containsExactly("ben");
    }

    @Test
    void itIsOffTheLocalAudienceAtOnceAndIsNotAdmittedLater() {
        anna.join(there);
        world.runAll();
        anna.join(world.channelAt(1, "next")).close();
        assertThat(world.hub.shard(0).fanOut().audiences()).isEmpty();
        world.loops.get(1).step();
        world.loops.get(0).step();
        assertThat(world.hub.shard(0).fanOut().audiences()).isEmpty();
        assertThat(anna.outcomes).hasSize(1);
    }

    @Test
    void aLeaveStillUnderWayIsNotToldTwice() {
        ben.join(there);
        anna.join(there);
        world.runAll();
        ben.outbound.takeLines();
        anna.leave(there, true).close();
        assertThat(ben.lines()).containsExactly(there + "-anna");
        assertThat(anna.lines()).isEmpty();
    }

    @Test
    void whatWasSaidBeforeIsStillSaid() {
        ben.join(there);
        anna.join(there).send(there, "1", true).close();
        assertThat(ben.lines()).containsExactly(there + "+anna", there + "/e=1", there + "-anna!");
        assertThat(anna.lines()).isEmpty();
        assertThat(anna.outcomes).containsExactly("ok", "ok");
    }

    @Test
    void whatHadArrivedIsDeliveredBeforeTheClose() {
        anna.join(here).lines();
        anna.loop.run(() -> {
            anna.publish(here, "1", true);
            anna.subscriber.close(CloseReason.DENIED);
            assertThat(anna.outbound.takeLines()).containsExactly(here + "/e=1");
        });
        assertThat(world.total(c -> c.audiences)).isZero();
    }

    @Test
    void commandsAfterTheCloseAreRefused() {
        anna.close().join(here, true).send(here, "1", true);
        assertThat(anna.lines()).isEmpty();
        assertThat(anna.outcomes).containsExactly("closed", "closed");
    }

    @Test
    void lastMemberGoneFreesTheAudienceAndTheNextLifeHasAnotherEpoch() {
        anna.join(there, true).send(there, "1", true).lines();
        anna.leave(there, false).join(there, true).lines();
        Position first = anna.outbound.publications().get(0).envelope().position();
        Position second = anna.outbound.publications().get(1).envelope().position();
        Position third = anna.outbound.publications().get(2).envelope().position();
        assertThat(first.offset()).isEqualTo(1);
        assertThat(second).isEqualTo(new Position(first.epoch(), 2));
        assertThat(third.offset()).isEqualTo(1);
        assertThat(third.epoch()).isNotEqualTo(first.epoch());
        anna.close();
        world.runAll();
        assertThat(world.total(c -> c.audiences)).isZero();
        assertThat(world.total(c -> c.channels)).isZero();
    }

    @Test
    void closingFromWithinADeliveryDisturbsNobody() {
        Peer cleo = world.peer("cleo", 0);
        Peer dora = world.peer("dora", 0);
        anna.join(here);
        cleo.join(here);
        dora.join(here);
        world.runAll();
        dora.lines();
        cleo.lines();
        anna.outbound.onDeliver(() -> anna.subscriber.close(CloseReason.SLOW));
        cleo.send(here, "1", true).send(here, "2", true);
        assertThat(cleo.lines()).containsExactly(here + "/e=1", here + "/e=2", here + "-anna!");
        assertThat(dora.lines()).containsExactly(here + "/e=1", here + "/e=2", here + "-anna!");
        assertThat(world.hub.shard(0).counters().closes(CloseReason.SLOW).get()).isEqualTo(1);
    }

    @Test
    void oneMemberMayCloseAnotherFromWithinADelivery() {
        Peer cleo = world.peer("cleo", 0);
        anna.join(here);
        cleo.join(here);
        world.runAll();
        cleo.lines();
        anna.outbound.onDeliver(() -> cleo.subscriber.close(CloseReason.CLIENT));
        ben.send(here, "1", true);
        assertThat(cleo.lines()).isEmpty();
        assertThat(world.members(here)).containsExactly("anna");
    }
}
