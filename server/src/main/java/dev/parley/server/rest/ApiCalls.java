package dev.parley.server.rest;

/** Parley's own API and its description. */
public interface ApiCalls {

    /** @param path what follows {@code /v1/}, as it came */
    void call(Exchange exchange, String path);

    /** @param path what follows {@code /docs/}, as it came; empty for the page itself */
    void docs(Exchange exchange, String path);
}
