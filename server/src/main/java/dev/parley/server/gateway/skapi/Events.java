package dev.parley.server.gateway.skapi;

import dev.parley.core.Name;

/** Events of skapi-js as other client families of an app see them. */
final class Events {

    /** Said to a group. */
    static final Name MESSAGE = Name.of("message");

    /** Said to a user. */
    static final Name PRIVATE = Name.of("private");

    /** What two connections tell each other to set a call up. */
    static final Name RTC = Name.of("rtc");

    private Events() {}
}
