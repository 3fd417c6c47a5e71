package dev.parley.admin;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call from its first try to its last. One try or one wait is under way at a time; who cancels the result breaks it off.
 *
 * @param <T> what is made of the answer
 */
final class Tries<T extends @Nullable Object> {

    private final Connection connection;
    private final Call call;
    private final HttpRequest request;
    private final Function<Answer, T> read;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    /** A try or a wait. */
    private volatile @Nullable CompletableFuture<?> underWay;

    /** Whether an earlier try may have done it. Written by one try, read by the next. */
    private volatile boolean maybeDone;

    Tries(Connection connection, Call call, HttpRequest request, Function<Answer, T> read) {
        this.connection = connection;
        this.call = call;
        this.request = request;
        this.read = read;
    }

    CompletableFuture<T> start() {
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                breakOff();
            }
        });
        attempt(1);
        return result;
    }

    private void attempt(int number) {
        if (result.isDone()) {
            return;
        }
        CompletableFuture<HttpResponse<byte[]>> response;
        try {
            response = connection.send(request);
        } catch (RuntimeException e) {
            response = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<HttpResponse<byte[]>> sent = response;
        CompletableFuture<HttpResponse<byte[]>> decided = new CompletableFuture<>();
        underWay(decided); // before anything can complete it
        CompletableFuture<?> deadline = connection
                .timers()
                .after(
                        connection.timeout(),
                        () -> decided.completeExceptionally(
                                new HttpTimeoutException("no answer within " + connection.timeout())));
        sent.whenComplete((answer, failure) -> {
            if (failure == null) {
                decided.complete(answer);
            } else {
                decided.completeExceptionally(failure);
            }
        });
        decided.whenComplete((answer, failure) -> {
            deadline.cancel(false);
            sent.cancel(true); // does nothing unless this is a timeout or a cancellation
            if (!result.isDone()) {
                try {
                    decide(number, answer == null ? null : Answer.of(answer), failure);
                } catch (RuntimeException e) {
                    result.completeExceptionally(e); // a defect here must not leave anybody waiting
                }
            }
        });
    }

    /** Under way, unless somebody has cancelled meanwhile. */
    private void underWay(CompletableFuture<?> something) {
        underWay = something;
        if (result.isDone()) {
            something.cancel(true);
        }
    }

    private void breakOff() {
        CompletableFuture<?> something = underWay;
        if (something != null) {
            something.cancel(true);
        }
    }

    private void decide(int number, @Nullable Answer answer, @Nullable Throwable failure) {
        String operation = call.operation().id();
        if (answer != null && answer.isSuccess()) {
            complete(answer);
        } else if (answer != null && answer.status() == 404 && maybeDone && call.removes()) {
            complete(Answer.NO_CONTENT);
        } else if (answer != null) {
            failed(number, Failures.of(operation, answer, connection.timers().now()));
        } else if (failure != null) {
            failed(number, Failures.of(operation, failure));
        }
    }

    private void complete(Answer answer) {
        try {
            result.complete(read.apply(answer));
        } catch (MalformedJson e) {
            String message = "the answer (" + answer.status() + ", " + answer.body().length
                    + " bytes) is not what a Parley server says: " + e.getMessage();
            result.completeExceptionally(
                    new UnreadableAnswerException(call.operation().id(), message, e));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private void failed(int number, ParleyException failure) {
        if (failure instanceof UnavailableException unavailable && unavailable.outcomeUnknown()) {
            maybeDone = true;
        }
        Optional<Duration> wait = connection
                .retry()
                .waitAfter(failure, call, number, connection.timers().random());
        if (wait.isPresent()) {
            underWay(connection.timers().after(wait.get(), () -> attempt(number + 1)));
        } else if (maybeDone && failure instanceof UnavailableException unavailable) {
            result.completeExceptionally(unavailable.withOutcomeUnknown());
        } else {
            result.completeExceptionally(failure);
        }
    }
}
