package dev.parley.server.webpush;

import dev.parley.server.delivery.DeliveryException;
import dev.parley.storage.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds browsers in the database. Any thread; what gives no stage blocks. */
final class BrowserLookup {

    private static final Logger log = LoggerFactory.getLogger(BrowserLookup.class);

    /** Browsers of a {@link #page}. */
    static final int PAGE = 256;

    /**
     * Browsers that may be told.
     *
     * @param last the id after which to go on; null if these are the last
     */
    record Reachable(
            List<Browser> browsers,
            @Nullable VapidKey key,
            @Nullable String last) {}

    private record Read(List<BrowserStore.Found> found, KeyStore.@Nullable Row key) {}

    private final Database database;
    private final VapidKeys keys;

    BrowserLookup(Database database, VapidKeys keys) {
        this.database = database;
        this.keys = keys;
    }

    /** Those of some users. */
    Reachable of(String app, List<String> users) throws DeliveryException, InterruptedException {
        Read read = wait(
                database.read(handle -> new Read(BrowserStore.find(handle, app, users), KeyStore.find(handle, app))));
        return reachable(app, read, null);
    }

    /** The next of all. */
    Reachable page(String app, String after) throws DeliveryException, InterruptedException {
        Read read = wait(database.read(
                handle -> new Read(BrowserStore.page(handle, app, after, PAGE), KeyStore.find(handle, app))));
        List<BrowserStore.Found> found = read.found();
        return reachable(app, read, found.size() < PAGE ? null : found.getLast().id());
    }

    private Reachable reachable(String app, Read read, @Nullable String last)
            throws DeliveryException, InterruptedException {
        if (read.found().isEmpty()) {
            return new Reachable(List.of(), null, null);
        }
        VapidKey key = keys.open(read.key());
        if (key == null) {
            // They cannot be told any more; this forgets them and says so.
            wait(keys.of(app));
            return new Reachable(List.of(), null, null);
        }
        List<Browser> present = new ArrayList<>();
        Set<String> gone = new HashSet<>();
        for (BrowserStore.Found each : read.found()) {
            switch (each.owner()) {
                case PRESENT -> present.add(each.browser());
                case DISABLED -> {} // may come back
                case GONE -> gone.add(each.browser().user());
            }
        }
        if (!gone.isEmpty()) {
            forgetGone(app, gone);
        }
        return new Reachable(present, key, last);
    }

    /** Whether a browser is still its user's, and the user still to be told. */
    boolean isStill(Browser browser) throws DeliveryException, InterruptedException {
        return wait(database.read(handle -> BrowserStore.isStill(handle, browser)));
    }

    private static <T> T wait(CompletionStage<T> stage) throws DeliveryException, InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw DeliveryException.passing("the browsers could not be read: "
                    + (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName());
        }
    }

    private void forgetGone(String app, Collection<String> users) {
        afterwards(database.<@Nullable Void>write(handle -> {
            BrowserStore.forgetGone(handle, app, users);
            return null;
        }));
    }

    /** Forgets a browser of which its push service said that it is no more. Does not block. */
    void forget(Browser browser) {
        afterwards(database.<@Nullable Void>write(handle -> {
            BrowserStore.forget(handle, browser);
            return null;
        }));
    }

    /** The next message finds out again. */
    private static void afterwards(CompletionStage<@Nullable Void> forgetting) {
        forgetting.whenComplete((_, failure) -> {
            if (failure != null) {
                log.debug("browsers that are no more were not forgotten: {}", failure.toString());
            }
        });
    }
}
