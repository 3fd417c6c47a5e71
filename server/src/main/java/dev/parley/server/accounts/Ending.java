package dev.parley.server.accounts;

import dev.parley.server.identity.App;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The sessions one call ends. They are taken out of the database in its transaction, and stay alive in memory until their devices
 * have been told that they are signed out: {@link #finish}. Used by one call; its steps come one after the other.
 */
final class Ending {

    /** What other processes shall know. */
    private record Note(String app, String kind, String subject) {}

    private final Services services;
    private final List<Note> notes = new ArrayList<>();
    private final List<SessionRow> rows = new ArrayList<>();
    private final List<SessionKey> foreign = new ArrayList<>();
    private final List<SessionKey> keys = new ArrayList<>();

    Ending(Services services) {
        this.services = services;
    }

    /** All sessions of a user but one, and all tokens of other issuers it has. */
    void all(Handle handle, App app, String user, String except) {
        take(SessionStore.deleteOfUser(handle, app.id(), user, except));
        if (!app.config().auth().jwt().isEmpty()) {
            String kept = except.startsWith(ForeignTokens.ID_PREFIX) ? except : null;
            ForeignStore.raiseFloor(handle, app.id(), user, services.now(), kept);
            services.sessions().foreignOf(app.id(), user, except).forEach(this::takeForeign);
        }
        note(app.id(), Changes.USER, user);
    }

    /** One session. @return whether it was there */
    boolean one(Handle handle, String app, String id) {
        SessionRow row = SessionStore.delete(handle, app, id);
        if (row != null) {
            take(List.of(row));
        }
        return row != null;
    }

    void oneForeign(Handle handle, SessionKey key, long expiresAt) {
        ForeignStore.end(handle, key.app(), key.id(), expiresAt);
        note(key.app(), Changes.SESSION, key.id());
        takeForeign(key);
    }

    /** The oldest sessions of the user beyond so many. */
    void beyond(Handle handle, SessionRow newest, int max) {
        take(SessionStore.deleteBeyond(handle, newest, max));
    }

    private void take(List<SessionRow> taken) {
        for (SessionRow row : taken) {
            note(row.app(), Changes.SESSION, row.id());
            rows.add(row);
            mark(new SessionKey(row.app(), row.id()));
        }
    }

    /** Other processes shall know. */
    void note(String app, String kind, String subject) {
        notes.add(new Note(app, kind, subject));
    }

    /** The end of the transaction: from here on others who note something wait for its commit. */
    void append(Handle handle) {
        notes.forEach(note -> services.parts().changes().append(handle, note.app(), note.kind(), note.subject()));
    }

    private void takeForeign(SessionKey key) {
        foreign.add(key);
        mark(key);
    }

    private void mark(SessionKey key) {
        keys.add(key);
        services.sessions().ending(List.of(key));
    }

    /** The transaction did not come to pass, or begins again. */
    void forget() {
        services.sessions().notEnding(keys);
        notes.clear();
        rows.clear();
        foreign.clear();
        keys.clear();
    }

    /** Tells the devices of each session, then ends them. */
    CompletionStage<@Nullable Void> finish(String app, String user, @Nullable User now) {
        CompletionStage<@Nullable Void> told = Stages.done();
        long time = services.now();
        for (SessionRow row : rows) {
            if (row.expiresAt() > time) {
                SessionInfo info = row.info(services.signer());
                told = told.thenCompose(_ -> services.raise(app, user, UserEvents.Kind.SIGNOUT, info, now));
            }
        }
        if (!foreign.isEmpty()) {
            // Of a token that is not ours there is nothing to show.
            told = told.thenCompose(_ -> services.raise(app, user, UserEvents.Kind.SIGNOUT, null, now));
        }
        return told.thenCompose(_ -> finishSilently());
    }

    CompletionStage<@Nullable Void> finishSilently() {
        services.sessions().end(keys);
        return Stages.done();
    }
}
