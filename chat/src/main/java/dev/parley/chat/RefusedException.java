package dev.parley.chat;

import dev.parley.storage.DatabaseBusyException;
import java.util.concurrent.CompletionException;

/** What an operation's stage fails with when a rule forbids it. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    public RefusedException(Refusal refusal) {
        // It is an answer, not a defect: where it was thrown does not matter.
        super(refusal.text(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }

    /** What a failure of the database is to those who use rooms. */
    static Throwable reason(Throwable failure) {
        Throwable thrown =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return thrown instanceof DatabaseBusyException ? new RefusedException(Refusal.BUSY) : thrown;
    }
}
