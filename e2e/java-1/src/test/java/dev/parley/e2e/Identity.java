package dev.parley.e2e;

import io.socket.client.IO;

/** How a client of Engine.IO 3 says who it is: in the query of its URL, as it has nothing else. */
record Identity(String app, String key) {

    /** Version 1 throws away a refusal that is an object, which the original's is too. */
    static final boolean HEARS_REFUSALS = false;

    void show(IO.Options options) {
        options.query = "envId=" + app + "&clientKey=" + key + "&echoMessages=true";
    }
}
