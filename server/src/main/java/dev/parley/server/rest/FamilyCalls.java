package dev.parley.server.rest;

import org.jspecify.annotations.Nullable;

/** HTTP calls of the Altogic and Agnost client libraries (altogic-agnost 6). */
public interface FamilyCalls {

    /**
     * @param app app id from the path, or null if the host name or the only app decides
     * @param path what follows {@code /_api/rest/v1/}, such as {@code auth/user}, as it came
     */
    void altogic(Exchange exchange, @Nullable String app, String path);

    /**
     * @param app app id from the path
     * @param path what follows {@code /<app>/agnost/}, as it came
     */
    void agnost(Exchange exchange, @Nullable String app, String path);

    /** @param provider where the user has an account, as it came */
    void oauth(Exchange exchange, @Nullable String app, String provider);
}
