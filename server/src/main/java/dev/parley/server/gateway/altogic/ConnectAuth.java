package dev.parley.server.gateway.altogic;

import dev.parley.protocol.JsonFields;
import dev.parley.protocol.Payload;
import dev.parley.server.identity.Addresses;
import dev.parley.server.identity.Credentials;
import dev.parley.socketio.ConnectRequest;
import dev.parley.socketio.HandshakeInfo;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself when it connects (altogic-agnost 1.1): the CONNECT packet's auth object, or the query of clients
 * that cannot send one (Engine.IO 3).
 *
 * @param altogic whether it uses Altogic's names (clientKey, Session), not Agnost's (apiKey, session)
 * @param echo whether its own messages come back unless a message says otherwise
 * @param environment id of the app, or null
 * @param subdomain subdomain of the app, or null
 * @param key client key, or null
 * @param session session token, or null
 * @param accessToken server key of a back end, or null
 * @param parley whether it wants to know that this is Parley
 */
record ConnectAuth(
        boolean altogic,
        boolean echo,
        @Nullable String environment,
        @Nullable String subdomain,
        @Nullable String key,
        @Nullable String session,
        @Nullable String accessToken,
        boolean parley) {

    static ConnectAuth of(ConnectRequest request) {
        Payload auth = request.auth();
        JsonFields fields = auth == null ? null : JsonFields.read(auth);
        return fields == null ? ofQuery(request.handshake().query()) : ofFields(fields);
    }

    private static ConnectAuth ofFields(JsonFields fields) {
        String clientKey = fields.string("clientKey");
        String session = fields.string("Session");
        return new ConnectAuth(
                !fields.has("apiKey"),
                fields.truthy("echoMessages"),
                fields.string("envId"),
                fields.string("subdomain"),
                clientKey != null ? clientKey : fields.string("apiKey"),
                session != null ? session : fields.string("session"),
                fields.string("accessToken"),
                fields.has("parley"));
    }

    private static ConnectAuth ofQuery(Map<String, String> query) {
        String clientKey = query.get("clientKey");
        String echo = query.get("echoMessages");
        return new ConnectAuth(
                !query.containsKey("apiKey"),
                echo != null && !echo.isEmpty() && !echo.equals("false") && !echo.equals("0"),
                query.get("envId"),
                query.get("subdomain"),
                clientKey != null ? clientKey : query.get("apiKey"),
                query.get("session"),
                null, // a back end's key has no place in a URL
                query.containsKey("parley"));
    }

    Credentials credentials(HandshakeInfo handshake) {
        return new Credentials(key, session, handshake.header("origin"), Addresses.parse(handshake.remoteAddress()));
    }

    /** No secrets. */
    @Override
    public String toString() {
        return "ConnectAuth[environment=" + environment + ", subdomain=" + subdomain + "]";
    }
}
