package dev.parley.storage;

/** Too much waits for the database already. Nothing was done; try again a little later. */
public final class DatabaseBusyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public DatabaseBusyException() {
        super("too much waits for the database (database.queue)", null, false, false);
    }
}
