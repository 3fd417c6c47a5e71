package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What holds whichever loop runs when: random commands on four shards, random turns. */
class OrderTest {
    private static final int SHARDS = 4;
    private static final List<String> CHANNELS = List.of("a", "b", "c", "d", "e", "f", "g");

    @RepeatedTest(300)
    void everyoneSeesOneOrderWhateverTheInterleaving() {
        long seed = new Random().nextLong();
        try {
            Run run = new Run(seed);
            run.play();
            run.check();
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    @Test
    void aPublishersOrderAcrossHomesHoldsForALateThirdShard() {
        World world = new World(3);
        String slow = world.channelAt(1, "slow");
        String fast = world.channelAt(2, "fast");
        Peer reader = world.peer("reader", 2).join(slow).join(fast);
        world.runAll();
        Peer writer = world.peer("writer", 0);
        writer.send(slow, "1", true).send(fast, "2", true);
        Random random = new Random(1);
        while (world.loops.stepAny(random)) {
            // whichever comes
        }
        assertThat(reader.outbound.takeLines()).containsExactly(slow + "/e=1", fast + "/e=2");
        world.verify();
    }

    @Test
    void whoWaitedForOneMessageIsHeardAfterItWhereverItPublishesTheNext() {
        World world = new World(2);
        AudienceKey far = AudienceKey.channel("app", world.channelAt(0, "far"));
        AudienceKey near = AudienceKey.channel("app", world.channelAt(1, "near"));
        Peer reader = world.peer("reader", 1).join(far.name()).join(near.name());
        world.runAll();
        CompletionStage<Position> first = world.hub.publish(far, Name.of("e"), Payload.json("1"));
        while (world.loops.get(0).step()) {
            // the home sends it on
        }
        assertThat(first).isCompleted();
        // This loop is home to the next one, and has not yet come to what it was sent.
        world.loops
                .get(1)
                .run(() -> first.thenCompose(done -> world.hub.publish(near, Name.of("e"), Payload.json("2"))));
        assertThat(reader.lines()).containsExactly(far.name() + "/e=1", near.name() + "/e=2");
        world.verify();
    }

    /** One random history. */
    private static final class Run {
        private final Random random;
        private final List<Publication> log = new ArrayList<>();
        private final World world =
                new World(SHARDS, HubOptions.defaults().withBatches(200, 3), new LoggingBroker(log));
        private final List<Peer> peers = new ArrayList<>();
        private final Map<String, Integer> sent = new HashMap<>();
        private int born;

        Run(long seed) {
            random = new Random(seed);
        }

        void play() {
            for (int i = 0; i < 8; i++) {
                bear();
            }
            for (int i = 0; i < 400; i++) {
                act();
                for (int steps = random.nextInt(6); steps > 0; steps--) {
                    world.loops.stepAny(random);
                }
            }
            boolean more;
            do {
                more = world.loops.stepAny(random);
            } while (more);
        }

        private Peer bear() {
            Peer peer = world.peer("p" + born++, random.nextInt(SHARDS));
            peer.attach(AudienceKey.app("app"));
            peers.add(peer);
            return peer;
        }

        private void act() {
            Peer peer = peers.get(random.nextInt(peers.size()));
            String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
            boolean echo = random.nextBoolean();
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> peer.join(channel, echo);
                case 4, 5 -> peer.leave(channel, echo);
                case 6, 7 -> peer.update(next(peer), echo);
                case 8 -> peer.broadcast(next(peer), echo);
                case 9 -> {
                    if (echo) {
                        peer.close();
                    } else {
                        world.hub.disconnect("app", peer.id);
                    }
                    peers.remove(peer);
                    bear();
                }
                case 10 -> peer.push("direct");
                case 11 -> {
                    if (echo) {
                        peer.attach(AudienceKey.app("app"));
                    } else {
                        peer.loop.run(() -> peer.subscriber.detachAtOnce(AudienceKey.app("app")));
                    }
                }
                default -> {
                    peer.send(channel, next(peer), echo);
                    if (random.nextBoolean()) {
                        peer.send(CHANNELS.get(random.nextInt(CHANNELS.size())), next(peer), echo);
                    }
                }
            }
        }

        private String next(Peer peer) {
            return String.valueOf(sent.merge(peer.id, 1, Integer::sum));
        }

        void check() {
            world.verify();
            world.peers.forEach(this::eachPublisherIsInOrder);
            CHANNELS.forEach(this::everyoneGotWhatTheChannelSaid);
            listedMembersAreThoseThatStayed();
        }

        /** Across audiences: payloads of one publisher are numbered in the order it sent them. */
        private void eachPublisherIsInOrder(Peer peer) {
            Map<String, Integer> last = new HashMap<>();
            for (Publication publication : peer.outbound.publications()) {
                Sender sender = publication.envelope().sender();
                if (sender != null && publication instanceof Publication.Message message) {
                    int number = Integer.parseInt(String.valueOf(message.payload()));
                    Integer before = last.put(sender.subscriberId(), number);
                    assertThat(number).isGreaterThan(before == null ? 0 : before);
                }
            }
        }

        /** Replays what the homes published and derives who should have got what: exactly that, in that order. */
        private void everyoneGotWhatTheChannelSaid(String channel) {
            Map<String, List<Publication>> expected = new HashMap<>();
            Set<String> members = new LinkedHashSet<>();
            Position last = new Position(0, 0);
            for (Publication publication : log) {
                if (!publication.audience().equals(AudienceKey.channel("app", channel))) {
                    continue;
                }
                Position position = publication.envelope().position();
                boolean next = position.epoch() == last.epoch() && position.offset() == last.offset() + 1;
                assertThat(next || (members.isEmpty() && position.offset() == 1))
                        .isTrue();
                last = position;
                if (publication instanceof Publication.Joined joined) {
                    assertThat(members.add(joined.member().id())).isTrue();
                }
                for (String member : members) {
                    if (publication.envelope().echo() || !isSender(member, publication)) {
                        expected.computeIfAbsent(member, id -> new ArrayList<>())
                                .add(publication);
                    }
                }
                if (publication instanceof Publication.Left left) {
                    assertThat(members.remove(left.member().id())).isTrue();
                }
            }
            assertThat(world.members(channel)).containsExactlyElementsOf(members);
            for (Peer peer : world.peers) {
                List<Publication> got = peer.outbound.publications().stream()
                        .filter(publication -> publication.audience().equals(AudienceKey.channel("app", channel)))
                        .toList();
                List<Publication> due = expected.getOrDefault(peer.id, List.of());
                if (peer.subscriber.isOpen()) {
                    assertThat(got).isEqualTo(due);
                } else {
                    assertThat(got).isEqualTo(due.subList(0, Math.min(got.size(), due.size())));
                }
            }
        }

        private static boolean isSender(String id, Publication publication) {
            Sender sender = publication.envelope().sender();
            return sender != null && sender.subscriberId().equals(id);
        }

        private void listedMembersAreThoseThatStayed() {
            for (String channel : CHANNELS) {
                Set<String> wanted = new LinkedHashSet<>();
                for (Peer peer : peers) {
                    if (peer.subscriber.channels().contains(Name.of(channel))) {
                        wanted.add(peer.id);
                    }
                }
                assertThat(world.members(channel)).containsExactlyInAnyOrderElementsOf(wanted);
            }
        }
    }

    /** The embedded broker, and a list of all that passed it. */
    private record LoggingBroker(List<Publication> log, Broker embedded) implements Broker {
        LoggingBroker(List<Publication> log) {
            this(log, Broker.embedded());
        }

        @Override
        public void start(Sink sink) {
            embedded.start(sink);
        }

        @Override
        public void publish(Publication publication) {
            log.add(publication);
            embedded.publish(publication);
        }

        @Override
        public void close() {
            embedded.close();
        }
    }
}
