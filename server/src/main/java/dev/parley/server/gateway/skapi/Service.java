package dev.parley.server.gateway.skapi;

import dev.parley.server.config.SkapiService;
import dev.parley.server.identity.App;

/** An app as skapi-js sees it, with its settings as they were when the call came. */
record Service(App app, SkapiService settings) {

    /** The name that clients know it by. */
    String id() {
        return settings.service();
    }

    String owner() {
        return settings.owner().toString();
    }
}
