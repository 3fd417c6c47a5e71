package dev.parley.server.directory;

import dev.parley.server.directory.Merge.Whole;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import dev.parley.storage.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the apps in use like those in the database: reads all of them and puts in effect what differs. Any thread. One reading at a
 * time, so that an older one never overtakes a newer; whoever asks meanwhile shares the next.
 */
final class LiveApps {

    private static final Logger LOG = LoggerFactory.getLogger(LiveApps.class);

    private final Database database;
    private final Merge merge;
    private final Apps apps;

    private @Nullable CompletableFuture<@Nullable Void> running;
    private @Nullable CompletableFuture<@Nullable Void> next;

    /** What is in effect; on one reading's thread at a time. */
    private final Map<String, Whole> effective = new HashMap<>();

    LiveApps(Database database, Merge merge, Apps apps) {
        this.database = database;
        this.merge = merge;
        this.apps = apps;
    }

    /** @return completed when everything committed before this call is in effect */
    CompletionStage<@Nullable Void> refresh() {
        CompletableFuture<@Nullable Void> mine;
        synchronized (this) {
            if (running != null) {
                if (next == null) {
                    next = new CompletableFuture<>();
                }
                return next;
            }
            mine = new CompletableFuture<>();
            running = mine;
        }
        read(mine);
        return mine;
    }

    private void read(CompletableFuture<@Nullable Void> mine) {
        database.read(handle -> merge.all(AppRows.apps(handle), AppRows.keys(handle)))
                .thenAccept(this::apply)
                .whenComplete((_, failure) -> ended(mine, failure));
    }

    private void ended(CompletableFuture<@Nullable Void> mine, @Nullable Throwable failure) {
        CompletableFuture<@Nullable Void> following;
        synchronized (this) {
            following = next;
            next = null;
            running = following;
        }
        if (following != null) {
            read(following);
        }
        if (failure == null) {
            mine.complete(null);
        } else {
            LOG.error("apps could not be loaded from the database: {}", failure.getMessage());
            mine.completeExceptionally(failure);
        }
    }

    private void remove(String id) {
        apps.remove(id);
        effective.remove(id);
    }

    private void apply(List<Whole> wholes) {
        Set<String> ids = wholes.stream().map(whole -> whole.info().id()).collect(Collectors.toSet());
        // First those that go: a name they had may be another's now. One that was made again since is not the one that
        // was.
        for (App app : apps.all()) {
            if (!ids.contains(app.id())) {
                remove(app.id());
            }
        }
        for (Whole whole : wholes) {
            Whole before = effective.get(whole.info().id());
            if (before != null && before.info().createdAt() != whole.info().createdAt()) {
                remove(whole.info().id());
            }
        }
        for (Whole whole : wholes) {
            if (!whole.equals(effective.get(whole.info().id()))) {
                apps.put(whole.info().config(), whole.serverKeyHashes());
                effective.put(whole.info().id(), whole);
            }
        }
    }
}
