/** The client of Parley's REST API, for back ends. */
module dev.parley.admin {
    exports dev.parley.admin;

    requires transitive dev.parley.protocol;
    requires transitive java.net.http;
    requires static org.jspecify;
    requires tools.jackson.core;
}
