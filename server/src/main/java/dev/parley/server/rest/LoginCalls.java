package dev.parley.server.rest;

/** What skapi-js asks of Cognito (skapi 2.5). */
public interface LoginCalls {

    /** A call; its name is in a header. */
    void call(Exchange exchange);
}
