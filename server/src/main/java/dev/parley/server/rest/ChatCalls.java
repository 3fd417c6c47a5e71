package dev.parley.server.rest;

/** HTTP calls of v_chat's clients (vchat 3). */
public interface ChatCalls {

    /** @param path what follows {@code /api/v1/}, as it came */
    void call(Exchange exchange, String path);
}
