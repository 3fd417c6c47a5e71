package dev.parley.client;

import java.util.EventListener;

/** Is told of events of the user whose session the client was connected with. Called like a {@link MessageListener}. */
@FunctionalInterface
public interface UserEventListener extends EventListener {

    /**
     * Something happened to the user.
     *
     * @param event what, and of which session
     */
    void happened(UserEvent event);
}
