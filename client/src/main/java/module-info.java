/** The realtime client of Parley. */
module dev.parley.client {
    exports dev.parley.client;

    requires transitive dev.parley.protocol;
    requires java.net.http;
    requires static org.jspecify;
    requires tools.jackson.core;
}
