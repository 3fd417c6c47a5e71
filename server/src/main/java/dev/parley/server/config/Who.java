package dev.parley.server.config;

/** Who may do something with a channel. */
public enum Who {
    /** Every client the app lets in. */
    ANYONE,
    /** Clients with a valid session. */
    SESSION,
    /** The app's own back ends only. */
    SERVER,
    /** Clients whose session token lists the channel in its channels claim. */
    CLAIM
}
