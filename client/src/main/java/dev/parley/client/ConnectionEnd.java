package dev.parley.client;

/**
 * How a connection, or the attempt to make one, ended.
 *
 * @param reason the word for {@link RealtimeClient#onDisconnect}, as socket.io clients have it
 * @param unsupported whether another kind of transport may get through
 * @param isFinal whether trying again by itself is pointless or unwanted
 * @param error what happened
 */
record ConnectionEnd(String reason, boolean unsupported, boolean isFinal, RealtimeException error) {

    static ConnectionEnd malformed(MalformedDataException error) {
        return new ConnectionEnd("parse error", false, false, error);
    }

    /** Whether the error says more than the reason. */
    boolean isWorthTelling() {
        return error instanceof MalformedDataException || error.code().equals("closed_by_server");
    }
}
