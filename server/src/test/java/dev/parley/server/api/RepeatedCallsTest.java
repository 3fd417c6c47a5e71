package dev.parley.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Clock;
import dev.parley.server.config.Config;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What publishing is bounded by, without a server. */
class RepeatedCallsTest {

    private final RepeatedCalls repeated = new RepeatedCalls(Clock.system());
    private final App app = app();

    private static App app() {
        try {
            return new Apps(Config.parse("apps: [ { id: a } ]").apps()).all().getFirst();
        } catch (dev.parley.server.config.ConfigException e) {
            throw new AssertionError(e);
        }
    }

    private Call call(String key, String body) {
        return new Call(
                Endpoint.PUBLISH,
                app,
                "test",
                null,
                "",
                Map.of("app", "a"),
                Map.of(),
                key,
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void callThatComesWhileTheFirstIsUnderWayWaitsForItsAnswer() {
        CompletableFuture<Answer> slow = new CompletableFuture<>();
        AtomicInteger runs = new AtomicInteger();
        CompletionStage<Answer> first = repeated.once(call("k", "{}"), () -> {
            runs.incrementAndGet();
            return slow;
        });
        CompletionStage<Answer> second = repeated.once(call("k", "{}"), () -> {
            runs.incrementAndGet();
            return slow;
        });

        assertThat(second.toCompletableFuture()).isNotDone();
        slow.complete(Answer.json(new JsonWriter().open('{').close('}')));

        assertThat(first.toCompletableFuture()).isCompleted();
        assertThat(second.toCompletableFuture().join().headers()).containsEntry("Idempotent-Replayed", "true");
        assertThat(runs).hasValue(1);
    }

    @Test
    void failedCallIsForgotten() {
        CompletionStage<Answer> failed =
                repeated.once(call("k", "{}"), () -> CompletableFuture.failedFuture(Refusal.of(429, "busy", "Later.")));
        assertThat(failed.toCompletableFuture()).isCompletedExceptionally();

        CompletionStage<Answer> again =
                repeated.once(call("k", "{}"), () -> CompletableFuture.completedFuture(Answer.NO_CONTENT));

        assertThat(again.toCompletableFuture()).isCompletedWithValue(Answer.NO_CONTENT);
    }

    @Test
    void messagesUnderWayAreBounded() {
        InFlight inFlight = new InFlight(2);
        CompletableFuture<String> slow = new CompletableFuture<>();
        CompletionStage<String> first = inFlight.counted("a", 2, () -> slow);

        assertThatThrownBy(() -> inFlight.counted("a", 1, () -> slow))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.answer().headers()).containsEntry("Retry-After", "1"));
        assertThat(inFlight.counted("b", 2, () -> CompletableFuture.completedFuture("other"))
                        .toCompletableFuture())
                .isCompleted();
        slow.complete("done");
        assertThat(first.toCompletableFuture()).isCompleted();
        assertThat(inFlight.counted("a", 2, () -> CompletableFuture.completedFuture("free"))
                        .toCompletableFuture())
                .isCompleted();
    }
}
