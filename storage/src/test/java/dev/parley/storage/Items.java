package dev.parley.storage;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The table of these tests. */
final class Items {

    static final String SCHEMA = "db/items";

    private Items() {}

    static SqlWork<Integer> insert(long id) {
        return handle -> handle.execute("INSERT INTO items (id, text) VALUES (?, ?)", id, "item " + id);
    }

    static SqlWork<List<Long>> ids() {
        return handle -> handle.createQuery("SELECT id FROM items ORDER BY id")
                .mapTo(Long.class)
                .list();
    }

    /** Waits for it, and gives what was thrown as the cause of an ExecutionException. */
    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
