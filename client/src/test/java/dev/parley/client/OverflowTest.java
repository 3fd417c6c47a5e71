package dev.parley.client;

import static dev.parley.client.Observer.failure;
import static dev.parley.client.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OverflowTest extends Served {

    private final List<CompletableFuture<?>> all = new ArrayList<>();

    private void give(RealtimeClient client, int count) {
        for (int i = 0; i < count; i++) {
            all.add(client.send("a", "e", i));
        }
    }

    @Test
    void failTellsTheFutureAndOnceTheListeners() {
        RealtimeClient client = client(builder().maxBufferedMessages(3));
        Observer seen = Observer.of(client);
        give(client, 5);
        assertThat(failure(all.get(3))).isInstanceOf(NotSentException.class);
        assertThat(failure(all.get(3)).code()).isEqualTo("buffer_full");
        assertThat(failure(all.get(4)).code()).isEqualTo("buffer_full");
        assertThat(failure(client.join("a")).code()).isEqualTo("buffer_full");
        assertThat(seen.errors.next().code()).isEqualTo("buffer_full");
        seen.errors.isEmpty();
        get(client.connect());
        all.subList(0, 3).forEach(Observer::get);
        get(client.send("a", "e", "room again"));
        assertThat(received()).containsExactly("0", "1", "2", "\"room again\"");
        assertThat(server.members("a")).isEmpty();
    }

    @Test
    void dropNewestTellsTheFutureOnly() {
        RealtimeClient client = client(builder().maxBufferedMessages(2).overflow(Overflow.DROP_NEWEST));
        Observer seen = Observer.of(client);
        give(client, 3);
        assertThat(failure(all.get(2)).code()).isEqualTo("dropped");
        get(client.connect());
        all.subList(0, 2).forEach(Observer::get);
        assertThat(received()).containsExactly("0", "1");
        seen.errors.isEmpty();
    }

    @Test
    void dropOldestMakesRoomAndKeepsJoins() {
        RealtimeClient client = client(builder().maxBufferedMessages(4).overflow(Overflow.DROP_OLDEST));
        Observer seen = Observer.of(client);
        CompletableFuture<?> join = client.join("a");
        give(client, 2);
        CompletableFuture<?> update = client.updateProfile("p");
        all.add(client.send("a", "e", 2));
        all.add(client.send("a", "e", 3));
        assertThat(failure(all.get(0)).code()).isEqualTo("dropped");
        assertThat(failure(all.get(1)).code()).isEqualTo("dropped");
        get(client.connect());
        get(CompletableFuture.allOf(join, update, all.get(2), all.get(3)));
        assertThat(lines()).containsExactly("JOIN a", "UPDATE \"p\"", "MESSAGE a 2", "MESSAGE a 3");
        seen.errors.isEmpty();
    }

    @Test
    void bytesAreBoundedToo() {
        String kilobyte = "x".repeat(1_000);
        RealtimeClient client = client(builder().maxBufferedBytes(3_500));
        for (int i = 0; i < 4; i++) {
            all.add(client.send("a", "e", kilobyte));
        }
        assertThat(failure(all.get(3)).code()).isEqualTo("buffer_full");
        all.add(client.send("a", "e", "small"));
        get(client.connect());
        get(all.get(4));
        assertThat(received()).hasSize(4);

        RealtimeClient oldest = client(builder().maxBufferedBytes(3_500).overflow(Overflow.DROP_OLDEST));
        CompletableFuture<?> kept = oldest.send("a", "e", kilobyte);
        assertThat(failure(oldest.send("a", "e", "x".repeat(4_000))).code()).isEqualTo("dropped");
        assertThat(kept).isNotDone();
    }

    @Test
    void attachmentsCount() {
        RealtimeClient client = client(builder().maxBufferedBytes(3_500));
        assertThat(failure(client.send("a", "e", new byte[3_500])).code()).isEqualTo("buffer_full");
    }

    /** Answers come, and nobody takes them: what was answered counts until it was told. */
    @Test
    void answersThatWaitForListenersAreBounded() {
        CountDownLatch blocked = new CountDownLatch(1);
        RealtimeClient client = connected(builder().maxBufferedMessages(10).overflow(Overflow.DROP_NEWEST));
        client.on("block", message -> {
            try {
                blocked.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        server.broadcast("block", "1");
        int most = 2 * 10 + 2 * Traffic.WINDOW;
        int accepted = 0;
        for (int i = 0; i < 2 * most; i++) {
            try {
                client.send("a", "e", i).join();
                accepted++;
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(NotSentException.class);
                break;
            }
        }
        assertThat(accepted).isLessThanOrEqualTo(most);
        blocked.countDown();
        Observer.await().until(() -> {
            CompletableFuture<?> again = client.send("a", "e", "again");
            return again.handle((done, failure) -> failure == null).join();
        });
    }
}
