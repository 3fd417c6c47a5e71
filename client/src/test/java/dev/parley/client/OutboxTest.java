package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Payload;
import dev.parley.protocol.mapping.PlainMapping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Commands commands = new Commands(new Callbacks(Runnable::run, 100), true);

    private static Outbox outbox(int messages, long bytes, Overflow overflow) {
        return new Outbox(new Options.Bounds(messages, bytes, overflow, 100, 100));
    }

    private Command<@Nullable Void> message(String text) {
        return commands.message("a", "e", new PlainMapping().write(text), null);
    }

    private static List<Command<?>> drained(Outbox outbox) {
        List<Command<?>> all = new ArrayList<>();
        for (Command<?> next = outbox.next(); next != null; next = outbox.next()) {
            all.add(next);
        }
        return all;
    }

    @Test
    void givesWhatItTookInOrder() {
        Outbox outbox = outbox(10, 1_000, Overflow.FAIL);
        Command<?> first = message("1");
        Command<?> second = message("2");
        assertThat(outbox.add(first)).isNull();
        assertThat(outbox.add(second)).isNull();
        assertThat(drained(outbox)).containsExactly(first, second);
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void whatIsPutBackComesFirstAndOverTheBound() {
        Outbox outbox = outbox(1, 1_000, Overflow.FAIL);
        Command<?> waiting = message("3");
        outbox.add(waiting);
        Command<?> first = message("1");
        Command<?> second = message("2");
        outbox.putBack(List.of(first, second));
        assertThat(outbox.add(message("4"))).isNotNull();
        assertThat(drained(outbox)).containsExactly(first, second, waiting);
        assertThat(outbox.add(message("5"))).isNull();
    }

    @Test
    void whatNobodyWantsIsLeftOut() {
        Outbox outbox = outbox(10, 1_000, Overflow.FAIL);
        Command<@Nullable Void> join = commands.join("a", null);
        Command<@Nullable Void> update = commands.update(Payload.NULL, null);
        Command<?> last = message("1");
        outbox.add(join);
        outbox.add(update);
        outbox.add(last);
        outbox.add(commands.leave("b", null));
        assertThat(outbox.channels()).containsExactlyInAnyOrder("a", "b");
        assertThat(outbox.holdsUpdate()).isTrue();
        join.pending().cancel(true);
        update.pending().complete(null);
        assertThat(outbox.channels()).containsExactly("b");
        assertThat(outbox.holdsUpdate()).isFalse();
        assertThat(drained(outbox)).hasSize(2).first().isSameAs(last);
    }

    @Test
    void bytesAreFreedHoweverACommandGoes() {
        Command<@Nullable Void> cancelled = message("xxxx");
        long two = 2L * cancelled.size();
        Outbox outbox = outbox(100, two, Overflow.FAIL);
        for (int round = 0; round < 10; round++) {
            assertThat(outbox.add(message("xxxx"))).isNull();
            assertThat(outbox.add(message("xxxx"))).isNull();
            assertThat(outbox.add(message("xxxx"))).isNotNull();
            switch (round % 3) {
                case 0 -> outbox.clear();
                case 1 -> drained(outbox);
                default -> {
                    outbox.next();
                    outbox.next();
                }
            }
        }
        outbox.add(cancelled);
        cancelled.pending().cancel(true);
        outbox.add(message("xxxx"));
        drained(outbox);
        assertThat(outbox.add(message("xxxx"))).isNull();
        assertThat(outbox.add(message("xxxx"))).isNull();
    }

    @Test
    void theOldestMessagesMakeRoomUntilItFits() {
        Outbox outbox = outbox(3, 10_000, Overflow.DROP_OLDEST);
        Command<?> join = commands.join("a", null);
        Command<?> oldest = message("1");
        Command<?> newer = message("2");
        outbox.add(join);
        outbox.add(oldest);
        outbox.add(newer);
        Command<?> newest = message("3");
        assertThat(outbox.add(newest)).isNull();
        assertThat(oldest.pending()).isCompletedExceptionally();
        assertThat(drained(outbox)).containsExactly(join, newer, newest);
    }

    @Test
    void questionsAreTakenOutAlone() {
        Outbox outbox = outbox(10, 1_000, Overflow.FAIL);
        Command<?> message = message("1");
        Command<?> question = commands.members("a", list -> List.of());
        outbox.add(question);
        outbox.add(message);
        assertThat(outbox.takeQuestions()).isEqualTo(List.of(question));
        assertThat(drained(outbox)).containsExactly(message);
    }
}
