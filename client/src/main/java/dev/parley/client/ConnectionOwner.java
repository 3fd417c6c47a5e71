package dev.parley.client;

import dev.parley.protocol.EventArguments;

/** What a {@link Connection} tells, on the lane. */
interface ConnectionOwner {

    /**
     * The server let the client in.
     *
     * @param socketId the id the others see
     * @param acknowledges whether the server is Parley, which answers every command
     */
    void entered(Connection connection, String socketId, boolean acknowledges);

    /** An event has come that takes about this many bytes. */
    void event(Connection connection, EventArguments event, int bytes);

    /** An answer has come. */
    void answered(Connection connection, long ackId, EventArguments answer);

    /** The server sent something that has no meaning here, and that was not acted upon. */
    void unexpected(Connection connection, MalformedDataException error);

    /** Something may be sent: the owner adds what it has. */
    void fill(Connection connection, Batch batch);

    /** What {@link #fill} added was handed to the network. */
    void written(Connection connection, Batch batch);

    /**
     * The connection has ended. Told once, and nothing after it.
     *
     * @param unsure what was being sent
     */
    void ended(Connection connection, ConnectionEnd end, Batch unsure);
}
