package dev.parley.server.api;

import dev.parley.server.directory.Audit;
import dev.parley.storage.Database;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes what callers did. Apps and keys are not noted here: their directory does that with the change itself. Any thread. */
final class Trail {

    private static final Logger log = LoggerFactory.getLogger(Trail.class);

    private final Database database;
    private final Audit audit;

    Trail(Database database, Audit audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * Notes an act that was done, and then goes on with {@code result}. An act that cannot be noted has happened all the same, so
     * its caller is not told that it failed; the log is.
     */
    <T> CompletionStage<T> note(Call call, String action, String subject, Map<String, ?> detail, T result) {
        Audit.Act act = new Audit.Act(call.actor(), call.appId(), action, subject, detail);
        return database.write(handle -> {
                    audit.append(handle, act);
                    return act;
                })
                .handle((noted, failure) -> {
                    if (failure != null) {
                        log.error(
                                "{} by {} in app {} is missing in the audit: {}",
                                act.action(),
                                act.actor(),
                                act.app(),
                                failure.toString());
                    }
                    return result;
                });
    }
}
