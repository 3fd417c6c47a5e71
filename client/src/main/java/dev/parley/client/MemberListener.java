package dev.parley.client;

import java.util.EventListener;

/** Is told who joins, leaves or changes its profile. Called like a {@link MessageListener}. */
@FunctionalInterface
public interface MemberListener extends EventListener {

    /**
     * Something happened to a member of a channel that the client is in.
     *
     * @param event the channel and the member
     */
    void changed(MemberEvent event);
}
