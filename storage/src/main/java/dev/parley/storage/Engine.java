package dev.parley.storage;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How work gets done in one kind of database. Any thread. */
sealed interface Engine permits SqliteEngine, PostgresEngine {

    Dialect dialect();

    WorkCounts counts();

    <T extends @Nullable Object> CompletionStage<T> read(SqlWork<T> work);

    <T extends @Nullable Object> CompletionStage<T> write(SqlWork<T> work);

    /** Works that wait, not counting those that run. */
    int waiting(WorkKind kind);

    void close();
}
