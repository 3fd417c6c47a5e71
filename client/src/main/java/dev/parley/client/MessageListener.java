package dev.parley.client;

import java.util.EventListener;

/** Is told of messages. Called on the client's executor, one call at a time, in the order in which the server sent them. */
@FunctionalInterface
public interface MessageListener extends EventListener {

    /**
     * A message has come. What this throws is logged, and the next message is delivered all the same.
     *
     * @param message the message
     */
    void received(Message message);
}
