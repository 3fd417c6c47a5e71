package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishOrderTest {

    private final PublishOrder order = new PublishOrder();
    private final List<String> ran = new ArrayList<>();

    @AfterEach
    void nothingIsKept() {
        assertThat(order.size()).isZero();
    }

    @Test
    void whatIsSettledEarlyWaitsForThoseBefore() {
        PublishOrder.Ticket first = order.take("r");
        PublishOrder.Ticket second = order.take("r");
        PublishOrder.Ticket third = order.take("r");
        order.settle(third, () -> ran.add("third"));
        order.settle(second, () -> ran.add("second"));
        assertThat(ran).isEmpty();
        order.settle(first, () -> ran.add("first"));
        assertThat(ran).containsExactly("first", "second", "third");
    }

    @Test
    void aTransactionThatFailedHoldsNobodyUp() {
        PublishOrder.Ticket first = order.take("r");
        PublishOrder.Ticket second = order.take("r");
        order.settle(second, () -> ran.add("second"));
        order.skip(first);
        assertThat(ran).containsExactly("second");
    }

    @Test
    void roomsDoNotWaitForEachOther() {
        PublishOrder.Ticket slow = order.take("slow");
        order.settle(order.take("quick"), () -> ran.add("quick"));
        assertThat(ran).containsExactly("quick");
        order.skip(slow);
    }

    @Test
    void anActionThatThrowsHoldsNobodyUp() {
        PublishOrder.Ticket first = order.take("r");
        PublishOrder.Ticket second = order.take("r");
        order.settle(second, () -> ran.add("second"));
        order.settle(first, () -> {
            throw new AssertionError("no");
        });
        assertThat(ran).containsExactly("second");
    }

    @Test
    void anActionMaySettleTheNextTicketOfItsOwnRoom() {
        PublishOrder.Ticket first = order.take("r");
        PublishOrder.Ticket second = order.take("r");
        order.settle(first, () -> {
            order.settle(second, () -> ran.add("second"));
            ran.add("first");
        });
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void threadsThatSettleInAnyOrderRunOneAtATimeInTicketOrder() throws Exception {
        long seed = 4711;
        List<PublishOrder.Ticket> tickets =
                IntStream.range(0, 2000).mapToObj(_ -> order.take("r")).toList();
        List<Integer> shuffled =
                new ArrayList<>(IntStream.range(0, 2000).boxed().toList());
        Collections.shuffle(shuffled, new Random(seed));
        ConcurrentLinkedQueue<Integer> work = new ConcurrentLinkedQueue<>(shuffled);
        List<Integer> unguarded = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (Integer i = work.poll(); i != null; i = work.poll()) {
                    int number = i;
                    order.settle(tickets.get(number), () -> unguarded.add(number));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(unguarded).as("seed %d", seed).isSorted().hasSize(2000);
    }
}
