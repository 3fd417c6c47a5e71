package dev.parley.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks for members where the connection cannot be asked, and tells the result like any other. */
final class MembersOverRest {

    private MembersOverRest() {}

    static CompletableFuture<List<Member>> ask(
            MembersCall call, Options options, String channel, Pending<List<Member>> pending) {
        Supplier<@Nullable String> session = options.server().session();
        CompletableFuture<@Nullable String> token = session == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.<@Nullable String>supplyAsync(session, SharedThreads.suppliers())
                        .orTimeout(options.pace().timeout().toNanos(), TimeUnit.NANOSECONDS);
        token.thenCompose(value -> call.members(channel, value)).whenComplete((members, failure) -> {
            if (failure == null) {
                pending.succeed(members);
            } else {
                pending.fail(typed(failure));
            }
        });
        return pending;
    }

    private static RealtimeException typed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return new ConnectionException(
                    "timeout", "The supplier of the session did not answer in time (timeout).", null);
        }
        return cause instanceof RealtimeException known
                ? known
                : new ConnectionException("connect_failed", "The members could not be asked for.", cause);
    }
}
