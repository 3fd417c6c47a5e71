package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetriesTest {

    private static final String CHANNEL = "{\"name\":\"n\",\"members\":2}";
    private static final String PUBLISHED = "{\"position\":{\"epoch\":7,\"offset\":3}}";
    private static final Instant NOON = Instant.parse("2030-01-31T12:00:00Z");

    private final StandIn server = new StandIn();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    /** Waits are over at once; what is as long as a try may take never is. */
    private final Timers noted = new Timers() {
        @Override
        Instant now() {
            return NOON;
        }

        @Override
        double random() {
            return 1;
        }

        @Override
        CompletableFuture<?> after(Duration delay, Runnable task) {
            if (delay.equals(Duration.ofSeconds(20))) {
                return new CompletableFuture<>();
            }
            waits.add(delay);
            return super.after(Duration.ZERO, task);
        }
    };

    @AfterEach
    void stop() {
        server.close();
    }

    private ParleyAdmin admin() {
        return server.builder().timing(noted, Duration.ofMillis(200)).build();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void whatReadsIsTriedAgain(int status) {
        server.thenProblem(status, "c").thenProblem(status, "c").thenJson(200, CHANNEL);
        assertThat(admin().channels().get("n").members()).isEqualTo(2);
        assertThat(waits).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 500})
    void whatWillNotChangeIsNotTriedAgain(int status) {
        server.thenProblem(status, "c");
        assertThatThrownBy(() -> admin().channels().get("n")).isInstanceOf(ApiException.class);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void triesEnd() {
        IntStream.range(0, 9).forEach(i -> server.thenProblem(503, "unavailable"));
        UnavailableException failure = catchThrowableOfType(
                UnavailableException.class, () -> admin().channels().get("n"));
        assertThat(failure.code()).isEqualTo("unavailable");
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(server.asked()).hasSize(4);
    }

    @Test
    void waitsAreBoundedAndSpread() {
        RetryRule rule = new RetryRule(100, Duration.ofMillis(200));
        Call call = Call.of(Operation.LIST_APPS, List.of());
        UnavailableException failure = UnavailableException.noAnswer("o", "m", "timeout", null);
        assertThat(rule.waitAfter(failure, call, 1, 0)).contains(Duration.ofMillis(100));
        assertThat(rule.waitAfter(failure, call, 99, 1)).contains(Duration.ofSeconds(5));
        assertThat(rule.waitAfter(failure, call, 101, 1)).isEmpty();
    }

    @Test
    void theServerSaysHowLongToWait() {
        server.thenProblem(429, "c", "Retry-After", "7")
                .thenProblem(503, "c", "Retry-After", "Thu, 31 Jan 2030 12:00:09 GMT")
                .thenProblem(503, "c", "Retry-After", "soon")
                .thenJson(200, CHANNEL);
        admin().channels().get("n");
        assertThat(waits).containsExactly(Duration.ofMillis(7_200), Duration.ofMillis(9_400), Duration.ofMillis(800));
    }

    @Test
    void whoIsToWaitForLongLearnsItAtOnce() {
        server.thenProblem(429, "too_many_wrong_keys", "Retry-After", "600");
        RateLimitedException failure = catchThrowableOfType(
                RateLimitedException.class, () -> admin().channels().get("n"));
        assertThat(failure.retryAfter()).contains(Duration.ofMinutes(10));
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aPublicationIsSentAgainWithTheSameKeyAndBody() {
        server.then(StandIn::hangUp).thenProblem(503, "c").thenJson(200, PUBLISHED);
        assertThat(admin().realtime().send("c", "e", 1)).isEqualTo(new Position(7, 3));
        assertThat(server.asked()).hasSize(3);
        assertThat(server.asked().stream()
                        .map(asked -> asked.header("Idempotency-key") + asked.body())
                        .distinct())
                .hasSize(1);
        server.thenJson(200, PUBLISHED);
        admin().realtime().send("c", "e", 1);
        assertThat(server.last().header("Idempotency-key"))
                .isNotEqualTo(server.asked().get(0).header("Idempotency-key"));
    }

    @Test
    void whatIsNotIdempotentIsNotSentAgain() {
        server.thenProblem(503, "unavailable").then(StandIn::hangUp).thenProblem(429, "c");
        ParleyAdmin admin = admin();
        assertThatThrownBy(() -> admin.users().create(NewUser.builder().build()))
                .isInstanceOf(UnavailableException.class);
        UnavailableException lost = catchThrowableOfType(
                UnavailableException.class,
                () -> admin.users().update("u", UserChange.builder().name("n").build()));
        assertThat(lost.code()).isEqualTo("connection_lost");
        assertThat(lost.outcomeUnknown()).isTrue();
        assertThatThrownBy(() -> admin.users().raiseEvent("u", "e", null, null))
                .isInstanceOf(RateLimitedException.class);
        assertThat(server.asked()).hasSize(3);
        assertThat(waits).isEmpty();
    }

    @Test
    void whatCannotHaveReachedTheServerIsTriedAgainWhateverItIs() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        ParleyAdmin admin = ParleyAdmin.builder("http://127.0.0.1:" + free)
                .serverKey("sk")
                .timeout(Duration.ofSeconds(20))
                .timing(noted, Duration.ofMillis(200))
                .build();
        UnavailableException failure = catchThrowableOfType(
                UnavailableException.class,
                () -> admin.users().create(NewUser.builder().build()));
        assertThat(failure.code()).isEqualTo("no_connection");
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(failure.status()).isEmpty();
        assertThat(waits).hasSize(3);
    }

    @Test
    void notFoundIsDoneIfAnEarlierTryMayHaveDoneIt() {
        server.then(StandIn::hangUp).thenProblem(404, "user_not_found");
        admin().users().delete("u");
        server.thenProblem(404, "user_not_found");
        assertThatThrownBy(() -> admin().users().delete("u")).isInstanceOf(NotFoundException.class);
        server.then(StandIn::hangUp).thenProblem(404, "user_not_found");
        assertThatThrownBy(() -> admin().users().get("u")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void anAnswerThatDoesNotComeOrDoesNotEndIsATimeout() {
        CountDownLatch over = new CountDownLatch(1);
        server.then(exchange -> awaitQuietly(over)).then(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitQuietly(over);
        });
        ParleyAdmin admin =
                server.builder().timeout(Duration.ofMillis(300)).retries(1).build();
        UnavailableException failure = catchThrowableOfType(
                UnavailableException.class, () -> admin.channels().get("n"));
        assertThat(failure.code()).isEqualTo("timeout");
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(server.asked()).hasSize(2);
        over.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            boolean done = latch.await(20, TimeUnit.SECONDS);
            assertThat(done).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anInterruptBreaksTheCallOff() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        server.then(exchange -> awaitQuietly(over));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                server.admin().channels().get("n");
            } catch (CallInterruptedException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        thread.start();
        await().until(() -> !server.asked().isEmpty());
        thread.interrupt();
        thread.join(10_000);
        assertThat(thrown.get()).isInstanceOf(CallInterruptedException.class);
        assertThat(flag.get()).isTrue();
        over.countDown();
    }

    @Test
    void aCancelledFutureIsNotTriedAgain() {
        List<CompletableFuture<?>> timers = new CopyOnWriteArrayList<>();
        Timers never = new Timers() {
            @Override
            CompletableFuture<?> after(Duration delay, Runnable task) {
                CompletableFuture<?> timer = new CompletableFuture<>();
                timers.add(timer);
                return timer;
            }
        };
        server.thenProblem(503, "c");
        CompletableFuture<Channel> call = server.builder()
                .timing(never, Duration.ofMillis(1))
                .build()
                .channels()
                .getAsync("n");
        await().until(() -> timers.size() == 2);
        call.cancel(true);
        await().until(() -> timers.stream().allMatch(CompletableFuture::isDone));
        assertThat(server.asked()).hasSize(1);
    }
}
