package dev.parley.server;

import dev.parley.protocol.JsonFields;
import dev.parley.protocol.Payload;
import dev.parley.server.identity.Apps;
import dev.parley.socketio.ConnectRequest;
import dev.parley.socketio.NamespaceHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the client families apart that come by the same path and namespace. Altogic's and Agnost's paths are theirs, and whoever says
 * one of their words is one of them; everybody else is v_chat's if an app serves that, else a plain Socket.IO client.
 */
record FrontDoor(Apps apps, NamespaceHandler altogic, NamespaceHandler vchat) implements NamespaceHandler {

    private static final String ALTOGIC_PATHS = "/realtime";
    private static final List<String> ALTOGIC_WORDS =
            List.of("clientKey", "apiKey", "envId", "subdomain", "echoMessages");

    @Override
    public void connect(ConnectRequest request) {
        boolean isAltogic =
                apps.vchat() == null || request.handshake().path().startsWith(ALTOGIC_PATHS) || saysAltogic(request);
        (isAltogic ? altogic : vchat).connect(request);
    }

    private boolean saysAltogic(ConnectRequest request) {
        JsonFields auth = auth(request);
        if (auth == null) {
            return ALTOGIC_WORDS.stream().anyMatch(request.handshake().query()::containsKey);
        }
        return ALTOGIC_WORDS.stream().anyMatch(auth::has) || apps.byServerKey(auth.string("accessToken")) != null;
    }

    private static @Nullable JsonFields auth(ConnectRequest request) {
        Payload auth = request.auth();
        return auth == null ? null : JsonFields.read(auth);
    }
}
