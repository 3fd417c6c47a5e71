/** The wire formats of Engine.IO and Socket.IO, and the mapping of Java values to their payloads. */
module dev.parley.protocol {
    exports dev.parley.protocol;
    exports dev.parley.protocol.mapping;

    requires static com.google.gson;
    requires static org.jspecify;
    requires static tools.jackson.databind;
    requires tools.jackson.core;
}
