package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is shared in a batch, what seals it, and who gets which slice. One shard, so that a run is a tick. */
class FanOutTest {
    private final World world = new World(1, HubOptions.defaults().withBatches(64, 4));
    private final Peer anna = world.peer("anna", 0);
    private final Peer ben = world.peer("ben", 0);
    private final Peer cleo = world.peer("cleo", 0);

    @AfterEach
    void hubIsInOrder() {
        world.verify();
    }

    private void everyoneJoins(String... channels) {
        for (String channel : channels) {
            anna.join(channel);
            ben.join(channel);
            cleo.join(channel);
        }
        world.runAll();
        for (Peer peer : world.peers) {
            peer.outbound.takeLines();
        }
    }

    private int delivers(Peer peer, Runnable what) {
        int before = peer.outbound.delivers();
        what.run();
        world.runAll();
        return peer.outbound.delivers() - before;
    }

    @Test
    void publicationsOfOneTickAreOneBatchEncodedOnceAndWrittenOnce() {
        everyoneJoins("room");
        int encoded = world.format.encoded();
        int batches = world.format.batches();
        int flushes = ben.outbound.flushes();
        int written = ben.outbound.written();
        int delivers = delivers(ben, () -> anna.send("room", "1", true).send("room", "2", true));
        assertThat(delivers).isEqualTo(1);
        assertThat(world.format.encoded() - encoded).isEqualTo(2);
        assertThat(world.format.batches() - batches).isEqualTo(1);
        assertThat(ben.outbound.written() - written).isEqualTo(1);
        assertThat(ben.outbound.flushes() - flushes).isZero();
    }

    @Test
    void onlyWhatComesLastInATickMayBeWrittenAtOnce() {
        everyoneJoins("room", "hall");
        int flushes = ben.outbound.flushes();
        int written = ben.outbound.written();
        int delivers = delivers(
                ben, () -> anna.send("room", "1", true).send("hall", "2", true).send("room", "3", true));
        assertThat(delivers).isEqualTo(3);
        assertThat(ben.outbound.written() - written).isZero(); // two wait already, so the third goes behind them
        assertThat(ben.outbound.flushes() - flushes).isEqualTo(1);
        assertThat(ben.outbound.takeLines()).hasSize(3).first().asString().contains("=1");
    }

    @Test
    void whoIsLeftOutOfSomeGetsTheRestInOneFlush() {
        everyoneJoins("room");
        int flushes = anna.outbound.flushes();
        int written = anna.outbound.written();
        int delivers = delivers(
                anna,
                () -> anna.send("room", "1", true).send("room", "2", false).send("room", "3", true));
        assertThat(delivers).isEqualTo(2);
        assertThat(anna.outbound.written() - written).isZero();
        assertThat(anna.outbound.flushes() - flushes).isEqualTo(1);
    }

    @Test
    void memberClosedWhileAnotherLeavesCostsNobodyElseAMessage() {
        Peer gone = world.peer("gone", 0);
        Peer slow = world.peer("slow", 0);
        Peer last = world.peer("last", 0);
        for (Peer peer : List.of(gone, slow, last)) {
            peer.join("room");
        }
        everyoneJoins("room");
        slow.outbound.onDeliver(() -> {
            slow.outbound.close(CloseReason.SLOW);
            slow.subscriber.close(CloseReason.SLOW);
        });
        anna.send("room", "1", false);
        // The batch is open. A connection that ended closes its outbound first, and seals the batch by leaving.
        gone.loop.run(() -> {
            gone.outbound.close(CloseReason.LOST);
            gone.subscriber.close(CloseReason.LOST);
        });
        world.runAll();
        for (Peer peer : List.of(ben, cleo, last)) {
            assertThat(peer.outbound.takeLines().getFirst())
                    .as(peer.subscriber.id())
                    .contains("=1");
        }
    }

    @Test
    void eachFormatIsEncodedOnce() {
        everyoneJoins("room");
        RecordingFormat other = new RecordingFormat();
        cleo.loop.run(() -> cleo.subscriber.format(other));
        Peer dora = world.peer("dora", 0);
        dora.loop.run(() -> dora.subscriber.format(other));
        dora.join("room");
        world.runAll();
        int first = world.format.encoded();
        int second = other.encoded();
        anna.send("room", "1", true);
        world.runAll();
        assertThat(world.format.encoded() - first).isEqualTo(1);
        assertThat(other.encoded() - second).isEqualTo(1);
        assertThat(other.unreleased()).isZero();
    }

    @Test
    void aFormatThatNobodyIsToldInIsNotEncoded() {
        RecordingFormat own = new RecordingFormat();
        everyoneJoins("room");
        anna.loop.run(() -> anna.subscriber.format(own));
        anna.send("room", "1", false);
        assertThat(ben.lines()).containsExactly("room/e=1");
        assertThat(own.encoded()).isZero();
    }

    @Test
    void whoIsLeftOutGetsTheSlicesBetween() {
        everyoneJoins("room");
        int delivers = delivers(anna, () -> {
            anna.send("room", "1", true);
            ben.send("room", "2", false);
            anna.send("room", "3", false);
            anna.send("room", "4", true);
        });
        assertThat(delivers).isEqualTo(2);
        assertThat(anna.outbound.takeLines()).containsExactly("room/e=1", "room/e=2", "room/e=4");
        assertThat(ben.outbound.takeLines()).containsExactly("room/e=1", "room/e=3", "room/e=4");
        assertThat(cleo.outbound.takeLines()).containsExactly("room/e=1", "room/e=2", "room/e=3", "room/e=4");
    }

    @Test
    void leavingOutAtEitherEndOrEverywhere() {
        everyoneJoins("room");
        int delivers = delivers(anna, () -> {
            anna.send("room", "1", false);
            ben.send("room", "2", true);
            anna.send("room", "3", false);
        });
        assertThat(delivers).isEqualTo(1);
        assertThat(anna.outbound.takeLines()).containsExactly("room/e=2");
        assertThat(delivers(anna, () -> anna.send("room", "4", false).send("room", "5", false)))
                .isZero();
    }

    @Test
    void anotherAudienceSealsTheBatch() {
        everyoneJoins("a", "b");
        int delivers = delivers(
                ben, () -> anna.send("a", "1", true).send("b", "2", true).send("a", "3", true));
        assertThat(delivers).isEqualTo(3);
        assertThat(ben.outbound.takeLines()).containsExactly("a/e=1", "b/e=2", "a/e=3");
        assertThat(ben.outbound.flushes()).isGreaterThan(0);
    }

    @Test
    void aDirectPushToAMemberSealsTheBatchAndOneToAnotherDoesNot() {
        everyoneJoins("room");
        Peer outsider = world.peer("outsider", 0);
        int delivers = delivers(ben, () -> {
            anna.send("room", "1", true);
            outsider.push("direct");
            anna.send("room", "2", true);
            ben.push("direct");
            anna.send("room", "3", true);
        });
        assertThat(delivers).isEqualTo(2);
        assertThat(ben.outbound.takeLines()).containsExactly("room/e=1", "room/e=2", "direct", "room/e=3");
    }

    @Test
    void aMemberOnItsWayOutIsStillInOrderWithItsPushes() {
        World two = new World(2);
        String channel = two.channelAt(1, "c");
        Peer dora = two.peer("dora", 0).join(channel);
        two.runAll();
        Peer emil = two.peer("emil", 1).send(channel, "1", true);
        dora.loop.step();
        dora.leave(channel, false).push("direct");
        assertThat(dora.lines()).containsExactly(channel + "/e=1", "direct");
        assertThat(emil.outcomes).containsExactly("ok");
        two.verify();
    }

    @Test
    void aMembershipChangeSealsTheBatch() {
        everyoneJoins("room");
        Peer dora = world.peer("dora", 0);
        int delivers = delivers(ben, () -> {
            anna.send("room", "1", true);
            dora.join("room", true);
            anna.send("room", "2", true);
            dora.leave("room", false);
            anna.send("room", "3", true);
        });
        assertThat(delivers).isEqualTo(3);
        assertThat(dora.outbound.takeLines()).containsExactly("room+dora", "room/e=2");
        assertThat(ben.outbound.takeLines())
                .containsExactly("room/e=1", "room+dora", "room/e=2", "room-dora", "room/e=3");
    }

    @Test
    void aFullBatchIsSealed() {
        everyoneJoins("room");
        assertThat(delivers(ben, () -> {
                    for (int i = 0; i < 9; i++) {
                        anna.send("room", "1", true);
                    }
                }))
                .isEqualTo(3);
        String big = "\"" + "x".repeat(38) + "\"";
        assertThat(delivers(ben, () -> anna.send("room", big, true).send("room", big, true)))
                .isEqualTo(2);
        String huge = "\"" + "x".repeat(1000) + "\"";
        assertThat(delivers(ben, () -> anna.send("room", huge, true).send("room", "1", true)))
                .isEqualTo(2);
    }

    @Test
    void aChangeOfFormatComesAfterWhatHadArrived() {
        everyoneJoins("room");
        RecordingFormat next = new RecordingFormat();
        anna.send("room", "1", true);
        ben.loop.run(() -> ben.subscriber.format(next));
        anna.send("room", "2", true);
        assertThat(ben.lines()).containsExactly("room/e=1", "room/e=2");
        assertThat(next.encoded()).isEqualTo(1);
    }

    @Test
    void aFailingOutboundIsClosedAndStopsNobody() {
        everyoneJoins("room");
        ben.outbound.fail();
        anna.send("room", "1", true).send("room", "2", false);
        assertThat(anna.lines()).containsExactly("room/e=1");
        assertThat(cleo.lines()).containsExactly("room/e=1", "room/e=2");
        assertThat(ben.outbound.closed()).isEqualTo(CloseReason.INTERNAL_ERROR);
        assertThat(world.total(c -> c.faults)).isEqualTo(1);
    }

    @Test
    void aPublicationThatCannotBeEncodedIsSkippedForItsFormatOnly() {
        everyoneJoins("room");
        RecordingFormat other = new RecordingFormat();
        cleo.loop.run(() -> cleo.subscriber.format(other));
        world.format.failOn(publication -> RecordingFormat.line(publication).equals("room/e=2"));
        for (String json : List.of("1", "2", "3")) {
            anna.send("room", json, true);
        }
        assertThat(ben.lines()).containsExactly("room/e=1", "room/e=3");
        assertThat(cleo.lines()).containsExactly("room/e=1", "room/e=2", "room/e=3");
        assertThat(world.total(c -> c.faults)).isEqualTo(1);
    }

    @Test
    void anAnswerFromWithinADeliveryComesAfterItForEveryone() {
        everyoneJoins("room");
        List<String> once = new ArrayList<>(List.of("\"pong\""));
        anna.outbound.onDeliver(() -> {
            if (!once.isEmpty()) {
                anna.publish("room", once.removeFirst(), true);
            }
        });
        ben.send("room", "\"ping\"", true).send("room", "\"ping\"", true);
        List<String> expected = List.of("room/e=\"ping\"", "room/e=\"ping\"", "room/e=\"pong\"");
        assertThat(anna.lines()).isEqualTo(expected);
        assertThat(ben.lines()).isEqualTo(expected);
        assertThat(cleo.lines()).isEqualTo(expected);
    }

    @Test
    void aPushOnTheCompletionComesAfterTheEcho() {
        everyoneJoins("room");
        Draft draft = Draft.toChannel("app", Name.of("room"), Name.of("e"), Payload.json("1"), true);
        anna.loop.run(() -> anna.subscriber.publish(draft, refusal -> {
            anna.subscriber.beforePush();
            anna.outbound.push("ack");
        }));
        assertThat(anna.lines()).containsExactly("room/e=1", "ack");
    }

    @Test
    void membersGoneInAnyOrderLeaveTheOthersInPlace() {
        List<Peer> crowd = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            crowd.add(world.peer("p" + i, 0).join("crowd"));
        }
        for (int i : new int[] {0, 19, 7, 8, 18, 3}) {
            crowd.get(i).leave("crowd", false);
        }
        crowd.get(12).close();
        world.runAll();
        HubCheck.verify(world.hub);
        crowd.forEach(peer -> peer.outbound.takeLines());
        crowd.getFirst().send("crowd", "1", true);
        world.runAll();
        assertThat(crowd.stream().filter(peer -> !peer.outbound.takeLines().isEmpty()))
                .hasSize(13);
    }
}
