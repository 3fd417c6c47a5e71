package dev.parley.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.MovableClock;
import dev.parley.server.identity.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remembered of sessions, and how it ends. */
class LiveSessionsTest {

    private static final SessionKey KEY = new SessionKey("a", "s");

    private final MovableClock clock = new MovableClock();
    private final LiveSessions live = new LiveSessions(clock);
    private final Queue<CompletableFuture<LiveSessions.@Nullable Found>> asked = new ArrayDeque<>();

    private CompletionStage<@Nullable Session> find() {
        return live.find(KEY, "u", () -> {
            CompletableFuture<LiveSessions.@Nullable Found> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
        });
    }

    private static LiveSessions.Found found() {
        return new LiveSessions.Found(new Session("a", "u", "s", Long.MAX_VALUE, List.of()), 0, null);
    }

    private void answer(LiveSessions.@Nullable Found found) {
        asked.remove().complete(found);
    }

    private static @Nullable Session now(CompletionStage<@Nullable Session> stage) {
        return stage.toCompletableFuture().getNow(null);
    }

    @Test
    void thoseWhoWantTheSameWaitForOneAnswer() {
        CompletionStage<@Nullable Session> one = find();
        CompletionStage<@Nullable Session> other = find();
        assertThat(asked).hasSize(1);
        answer(found());
        assertThat(now(one)).isNotNull().isSameAs(now(other)).isSameAs(now(find()));
        assertThat(asked).isEmpty();
    }

    @Test
    void aLookUpThatBeganBeforeTheAppWasDeletedDoesNotBringItBack() {
        CompletionStage<@Nullable Session> one = find();
        assertThat(live.allOf("another")).isEmpty();
        assertThat(live.allOf("a")).isEmpty();
        answer(found());
        assertThat(one.toCompletableFuture()).isNotDone();
        answer(null);
        assertThat(now(one)).isNull();
        assertThat(one.toCompletableFuture()).isDone();
    }

    @Test
    void aLookUpThatBeganBeforeTheEndDoesNotBringItBack() {
        CompletionStage<@Nullable Session> one = find();
        live.end(KEY);
        answer(found());
        assertThat(one.toCompletableFuture()).isNotDone();
        answer(null);
        assertThat(one.toCompletableFuture()).isCompletedWithValue(null);
    }

    @Test
    void aUserWhoseSessionsAreLookedThroughHasItsLookUpsMadeAgain() {
        find();
        assertThat(live.ofUser("a", "u")).isEmpty();
        answer(found());
        assertThat(asked).hasSize(1);
    }

    @Test
    void theEndReachesEveryHolder() {
        find();
        LiveSessions.Found found = found();
        answer(found);
        live.end(KEY);
        assertThat(found.session().isValid(0)).isFalse();
        assertThat(live.size()).isZero();
        find();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatIsNotThereIsNotLookedForAgainAtOnce() {
        find();
        answer(null);
        assertThat(now(find())).isNull();
        assertThat(asked).isEmpty();
        clock.advance(Duration.ofSeconds(11));
        find();
        assertThat(asked).hasSize(1);
    }

    @Test
    void aFailureIsNotRemembered() {
        CompletionStage<@Nullable Session> one = find();
        asked.remove().completeExceptionally(new IllegalStateException("no database"));
        assertThat(one.toCompletableFuture()).isCompletedExceptionally();
        find();
        assertThat(asked).hasSize(1);
    }
}
