package dev.parley.server.directory;

/** What was wanted of an app or a key cannot be done; nothing was changed. The message says why, without secrets. */
public final class DirectoryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Why not. */
    public enum Reason {
        /** There is no such app or key. */
        NOT_FOUND,
        /** Something else has the name or the key already. */
        CONFLICT,
        /** The settings are wrong; one line for each mistake. */
        INVALID,
        /** It is set in the settings file and can be changed only there. */
        IN_FILE
    }

    private final Reason reason;

    DirectoryException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
