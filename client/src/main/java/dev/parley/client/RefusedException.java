package dev.parley.client;

/**
 * The server said no: to a connection (altogic-agnost 5), whose key or session it does not accept, or to a command. The code and the message are the server's.
 */
public final class RefusedException extends RealtimeException {

    private static final long serialVersionUID = 1;

    /** Whether it ended the attempts to connect. */
    private final boolean terminal;

    RefusedException(String code, String message, boolean terminal) {
        super(code, message, null);
        this.terminal = terminal;
    }

    /**
     * Whether it ended the client's attempts to connect: trying again with the same key and session would be refused again. After a change,
     * {@link RealtimeClient#open()} begins anew.
     *
     * @return false for a refused command, and where the server may answer differently later
     */
    public boolean isTerminal() {
        return terminal;
    }
}
