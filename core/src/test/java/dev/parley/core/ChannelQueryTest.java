package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which channels a query lists, and in which order. */
class ChannelQueryTest {
    private static final List<String> NAMES =
            List.of(" ", "A", "Hello", "HelloWorld", "Helm", "Z", "a", "a\uFFFF", "a\uFFFFb", "b", "\uD800x", "\uFFFF");

    private final World world = new World(3);

    private List<String> names(ChannelQuery query) {
        return world.answer(world.hub.channels("app", query)).stream()
                .map(ChannelCount::name)
                .toList();
    }

    private void join(Iterable<String> names) {
        Peer peer = world.peer("anna", 1);
        names.forEach(peer::join);
        world.runAll();
    }

    static Stream<Arguments> queries() {
        ChannelQuery all = ChannelQuery.all(1_000);
        return Stream.of(
                query(all, name -> true),
                query(all.above("Hello"), name -> name.compareTo("Hello") > 0),
                query(all.atLeast("Hello"), name -> name.compareTo("Hello") >= 0),
                query(all.below("Hello"), name -> name.compareTo("Hello") < 0),
                query(all.atMost("Hello"), name -> name.compareTo("Hello") <= 0),
                query(all.atLeast("Hello").atMost("Hello"), "Hello"::equals),
                query(all.above("Hello").atMost("Hello"), name -> false),
                query(all.atLeast("Hello").below("Hello"), name -> false),
                query(all.above("Hello").below("Hello"), name -> false),
                query(all.above("Z").below("A"), name -> false),
                query(all.startingWith(""), name -> true),
                query(all.startingWith("Hel"), name -> name.startsWith("Hel")),
                query(all.startingWith("Hel").behind("A"), name -> name.startsWith("Hel")),
                query(all.startingWith("Hel").behind("Z"), name -> false),
                query(all.startingWith("a\uFFFF"), name -> name.startsWith("a\uFFFF")),
                query(all.startingWith("\uFFFF"), name -> name.startsWith("\uFFFF")),
                query(all.startingWith("\uFFFF\uFFFF"), name -> false),
                query(all.startingWith("\uD7FF"), name -> false),
                query(all.atLeast("A").above("B").atLeast("A"), name -> name.compareTo("B") > 0),
                query(all.atMost("a").below("a").atMost("b"), name -> name.compareTo("a") < 0));
    }

    private static Arguments query(ChannelQuery query, Predicate<String> expected) {
        return Arguments.of(query, expected);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void aQueryListsWhatItsBoundsSayInEitherOrder(ChannelQuery query, Predicate<String> expected) {
        join(NAMES);
        List<String> found = NAMES.stream().filter(expected).toList();
        assertThat(names(query)).isEqualTo(found);
        assertThat(names(query.descending(true))).isEqualTo(found.reversed());
        world.verify();
    }

    @Test
    void thePageIsTheFirstOfItsOrder() {
        join(NAMES);
        ChannelQuery two = ChannelQuery.all(2);
        assertThat(names(two)).containsExactly(" ", "A");
        assertThat(names(two.behind("A"))).containsExactly("Hello", "HelloWorld");
        assertThat(names(two.descending(true))).containsExactly("\uFFFF", "\uD800x");
        assertThat(names(two.descending(true).behind("\uD800x"))).containsExactly("b", "a\uFFFFb");
        assertThat(names(two.withLimit(1).startingWith("Hel").descending(true))).containsExactly("Helm");
        assertThatThrownBy(() -> two.withLimit(1_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @RepeatedTest(10)
    void pagesInEitherOrderNeitherRepeatNorSkipThoseWhoStay() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TreeMap<String, Integer> staying = new TreeMap<>();
        for (int i = 0; i < 60; i++) {
            staying.put("s" + random.nextInt(1_000), 1);
        }
        join(staying.keySet());
        Peer other = world.peer("ben", 2);
        boolean descending = random.nextBoolean();
        ChannelQuery query = ChannelQuery.all(7).descending(descending);
        List<String> seen = new ArrayList<>();
        for (List<String> page = names(query); !page.isEmpty(); page = names(query.behind(page.getLast()))) {
            seen.addAll(page);
            other.join("t" + random.nextInt(1_000)).join("s" + random.nextInt(1_000) + "x");
            other.leave(other.subscriber.channels().getFirst().text(), false);
        }
        assertThat(seen).as("seed " + seed).doesNotHaveDuplicates().containsAll(staying.keySet());
        world.verify();
    }
}
