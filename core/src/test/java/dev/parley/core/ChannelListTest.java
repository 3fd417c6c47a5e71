package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What back ends ask of channels: which there are, page by page, and how many are in them. */
class ChannelListTest {
    private final World world = new World(3);

    private List<ChannelCount> page(String app, String prefix, @Nullable String after, int limit) {
        world.runAll();
        return world.answer(world.hub.channels(app, prefix, after, limit));
    }

    private List<String> names(String prefix, @Nullable String after, int limit) {
        return page("app", prefix, after, limit).stream()
                .map(ChannelCount::name)
                .toList();
    }

    @Test
    void channelsOfAllShardsComeInOneOrderWithTheirMembers() {
        Peer anna = world.peer("anna", 0).join("c").join("a").join("b").join("ab");
        world.peer("ben", 2).join("ab").join("d");
        assertThat(page("app", "", null, 10))
                .containsExactly(
                        new ChannelCount("a", 1),
                        new ChannelCount("ab", 2),
                        new ChannelCount("b", 1),
                        new ChannelCount("c", 1),
                        new ChannelCount("d", 1));
        anna.close();
        assertThat(page("app", "", null, 10)).containsExactly(new ChannelCount("ab", 1), new ChannelCount("d", 1));
        world.verify();
    }

    @Test
    void aPrefixAndTheLastNameBoundThePage() {
        Peer anna = world.peer("anna", 1);
        for (String name : List.of("room", "room:", "room:1", "room:2", "room:3", "roof", "rooms", "zoo", "\uFFFF")) {
            anna.join(name);
        }
        assertThat(names("room:", null, 10)).containsExactly("room:", "room:1", "room:2", "room:3");
        assertThat(names("room:", null, 2)).containsExactly("room:", "room:1");
        assertThat(names("room:", "room:1", 2)).containsExactly("room:2", "room:3");
        assertThat(names("room:", "a", 1)).containsExactly("room:");
        assertThat(names("room:", "zoo", 10)).isEmpty();
        assertThat(names("", "zoo", 10)).containsExactly("\uFFFF");
        assertThat(names("room:1", "room:1", 10)).isEmpty();
        assertThat(names("x", null, 10)).isEmpty();
    }

    @Test
    void anAppSeesItsOwnChannelsOnly() {
        world.peer("anna", 0).join("mine").attach(AudienceKey.app("app")).attach(AudienceKey.user("app", "u"));
        new Peer(world, "ben", "other", null, 1).join("theirs");
        assertThat(page("app", "", null, 10)).containsExactly(new ChannelCount("mine", 1));
        assertThat(page("other", "", null, 10)).containsExactly(new ChannelCount("theirs", 1));
        assertThat(page("nobody", "", null, 10)).isEmpty();
        world.verify();
    }

    @Test
    void aPageHasOneToAThousandEntries() {
        for (int limit : new int[] {-1, 0, 1_001}) {
            assertThatThrownBy(() -> world.hub.channels("app", "", null, limit))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 1000");
            assertThatThrownBy(() -> world.hub.subscribers(AudienceKey.user("app", "u"), limit))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void everyKindOfAudienceIsCounted() {
        AudienceKey user = AudienceKey.user("app", "u");
        world.peer("anna", 0).attach(user).join("room");
        world.peer("ben", 2).attach(user).attach(AudienceKey.app("app"));
        world.runAll();
        assertThat(world.answer(world.hub.memberCount(user))).isEqualTo(2);
        assertThat(world.answer(world.hub.memberCount(AudienceKey.app("app")))).isEqualTo(1);
        assertThat(world.answer(world.hub.memberCount(AudienceKey.channel("app", "room"))))
                .isEqualTo(1);
        assertThat(world.answer(world.hub.memberCount(AudienceKey.channel("app", "none"))))
                .isZero();
    }

    @RepeatedTest(20)
    void pagesTogetherAreTheWholeWhateverWasJoinedAndLeft() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            peers.add(world.peer("p" + i, random.nextInt(3)));
        }
        for (int i = 0; i < 500; i++) {
            Peer peer = peers.get(random.nextInt(peers.size()));
            String name = "n" + random.nextInt(40);
            if (random.nextBoolean()) {
                peer.join(name);
            } else {
                peer.leave(name, false);
            }
            world.loops.stepAny(random);
        }
        world.runAll();
        Map<String, Integer> expected = new TreeMap<>();
        peers.forEach(peer -> peer.subscriber.channels().forEach(name -> expected.merge(name.text(), 1, Integer::sum)));
        Map<String, Integer> listed = new TreeMap<>();
        String after = null;
        for (List<ChannelCount> page = page("app", "n", null, 7); !page.isEmpty(); page = page("app", "n", after, 7)) {
            page.forEach(channel -> listed.put(channel.name(), channel.members()));
            after = page.getLast().name();
        }
        assertThat(listed).as("seed " + seed).isEqualTo(expected);
        world.verify();
    }
}
