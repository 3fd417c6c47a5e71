package dev.parley.client;

/**
 * Finds a command for which the server ends connections, as joins and profiles are sent again on the next. When two connections in a row have ended under such
 * commands they are sent one at a time, and one that is alone under way each time is convicted. Owned by the lane.
 */
final class Suspicion {

    private static final int ENDS = 2;
    private static final int MOST_ALONE = 4;

    private int ends;

    /** Whether commands are to be sent one at a time. */
    boolean isOn() {
        return ends >= ENDS;
    }

    /**
     * A connection has ended.
     *
     * @param again whether commands were under way that will be sent again
     */
    void ended(boolean again) {
        ends = again ? ends + 1 : 0;
    }

    /** All that was to be sent again was answered. */
    void end() {
        ends = 0;
    }

    /** Whether a command that was alone under way when the connection ended is not to be sent again. */
    boolean convicts(Command<?> command) {
        return isOn() && command.blamed() >= MOST_ALONE;
    }
}
