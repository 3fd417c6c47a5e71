package dev.parley.e2e;

import io.socket.client.IO;
import java.util.Map;

/** How a client of Engine.IO 4 says who it is: in the auth object of its CONNECT packet. */
record Identity(String app, String key) {

    /** Version 2 is told why it was refused. */
    static final boolean HEARS_REFUSALS = true;

    void show(IO.Options options) {
        options.auth = Map.of("envId", app, "clientKey", key, "echoMessages", "true");
    }
}
