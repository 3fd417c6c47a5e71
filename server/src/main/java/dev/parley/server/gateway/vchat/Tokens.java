package dev.parley.server.gateway.vchat;

import dev.parley.protocol.JsonFields;
import dev.parley.protocol.Payload;
import dev.parley.socketio.ConnectRequest;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where clients put their token (vchat 1, "Request headers", and 4.2). */
final class Tokens {

    private static final String BEARER = "bearer ";
    /** What the library sends while nobody is signed in. */
    private static final String NOBODY = "xxx";

    private static final List<String> AUTH_FIELDS = List.of("token", "Authorization", "authorization", "accessToken");
    private static final List<String> QUERY_FIELDS = List.of("token", "Authorization", "authorization");

    private Tokens() {}

    /** The token in an Authorization header, with or without {@code Bearer}; null if there is none. */
    static @Nullable String ofHeader(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String value = header.strip();
        if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            value = value.substring(BEARER.length()).strip();
        }
        return value.isEmpty() || value.equals(NOBODY) ? null : value;
    }

    /** The header, or what browsers can send instead of it: the auth object of CONNECT, or the query. */
    static @Nullable String of(ConnectRequest request) {
        String token = ofHeader(request.handshake().header("authorization"));
        Payload auth = request.auth();
        JsonFields fields = auth == null ? null : JsonFields.read(auth);
        if (token == null && fields != null) {
            token = first(AUTH_FIELDS, fields::string);
        }
        return token == null ? first(QUERY_FIELDS, request.handshake()::parameter) : token;
    }

    private static @Nullable String first(List<String> names, Function<String, @Nullable String> values) {
        for (String name : names) {
            String token = ofHeader(values.apply(name));
            if (token != null) {
                return token;
            }
        }
        return null;
    }
}
