package dev.parley.server.directory;

import dev.parley.core.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of what was changed, for processes that share the database. Any thread, within a work of the database. */
public final class ChangeLog {

    private final Clock clock;

    public ChangeLog(Clock clock) {
        this.clock = clock;
    }

    /**
     * Notes a change; others learn of it once the transaction is committed. Transactions that do so are committed one after the
     * other, so it is best done at their end.
     *
     * @param subject what of the app, such as the id of a session
     */
    public void append(Handle handle, String app, Change.Kind kind, String subject) {
        handle.execute(
                "INSERT INTO changes (seq, app, kind, subject, at) VALUES (?, ?, ?, ?, ?)",
                Counters.CHANGES.next(handle),
                app,
                kind.label(),
                subject,
                clock.millis());
    }

    /** The same, with the label of a kind. */
    public void append(Handle handle, String app, String kind, String subject) {
        append(handle, app, Change.Kind.of(kind).orElseThrow(() -> new IllegalArgumentException(kind)), subject);
    }

    long last(Handle handle) {
        return Counters.CHANGES.last(handle);
    }

    /** The changes behind one, oldest first. Kinds that a newer version has written and this one does not know are left out. */
    Page after(Handle handle, long seq, int limit) {
        List<Row> rows = handle.createQuery(
                        "SELECT seq, app, kind, subject, at FROM changes WHERE seq > ? ORDER BY seq LIMIT ?")
                .bind(0, seq)
                .bind(1, limit)
                .map((found, context) -> new Row(
                        found.getLong("seq"),
                        found.getString("app"),
                        found.getString("kind"),
                        found.getString("subject"),
                        found.getLong("at")))
                .list();
        long last = last(handle);
        List<Change> changes =
                rows.stream().map(Row::change).flatMap(Optional::stream).toList();
        long end = rows.isEmpty() ? last : rows.getLast().seq();
        // Where clocks differ, what is deleted for its age need not be the oldest.
        return new Page(changes, end, last, end - seq == rows.size());
    }

    /** Deletes what is older than that, in milliseconds since 1970. */
    int trim(Handle handle, long before) {
        return handle.execute("DELETE FROM changes WHERE at < ?", before);
    }

    /**
     * What was found behind a change.
     *
     * @param end the last change looked at
     * @param last the last one there is
     * @param complete false if some are deleted already, or the database was exchanged for another
     */
    record Page(List<Change> changes, long end, long last, boolean complete) {}

    private record Row(long seq, String app, String kind, String subject, long at) {

        Optional<Change> change() {
            return Change.Kind.of(kind).map(known -> new Change(seq, app, known, subject, at));
        }
    }
}
