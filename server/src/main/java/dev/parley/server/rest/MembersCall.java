package dev.parley.server.rest;

import org.jspecify.annotations.Nullable;

/** The members of a channel, asked over HTTP by the Altogic and Agnost client libraries (altogic-agnost 6.2). */
public interface MembersCall {

    /** @param app app id from the path, or null if the host name or the only app decides */
    void altogic(Exchange exchange, @Nullable String app);

    /** @param app app id from the path */
    void agnost(Exchange exchange, @Nullable String app);
}
