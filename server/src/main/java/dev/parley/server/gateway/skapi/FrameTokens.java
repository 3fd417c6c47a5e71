package dev.parley.server.gateway.skapi;

import dev.parley.protocol.JsonFields;
import dev.parley.protocol.Payload;
import dev.parley.server.accounts.SkapiAccounts;
import dev.parley.server.accounts.SkapiClaims;
import dev.parley.server.config.SkapiService;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the tokens that stand in a client's frames (skapi 4): they need not be fresh, but they must be the user's whose connection it
 * is, who alone counts as the sender. Its shard only.
 */
final class FrameTokens {

    private static final String ID_TOKEN = "IdT:";
    /** What the client writes where it has no token. */
    private static final Set<String> NONE = Set.of("", "null", "undefined");

    private final SkapiAccounts accounts;
    private final Terms terms;

    /** The last good ones, as they stood in a frame: a client sends the same two again and again. */
    private Payload knownAccess = Payload.EMPTY;

    private Payload knownId = Payload.EMPTY;

    FrameTokens(SkapiAccounts accounts, Terms terms) {
        this.accounts = accounts;
        this.terms = terms;
    }

    /** Whether the frame's token, if it has one, is this user's. */
    boolean isGood(JsonFields frame) {
        Payload written = frame.field("token");
        if (written == null || frame.isNull("token") || written.equals(knownAccess) || written.equals(knownId)) {
            return true;
        }
        String token = frame.string("token");
        if (token == null) {
            return false;
        }
        boolean withId = token.startsWith(ID_TOKEN);
        String jwt = withId ? ofService(token) : token;
        if (jwt == null || !(NONE.contains(jwt) || isOwn(jwt))) {
            return false;
        }
        if (withId) {
            knownId = written.compact();
        } else {
            knownAccess = written.compact();
        }
        return true;
    }

    /** The JWT of {@code IdT:<service>:<owner>:<JWT>}; null if it is for another service. */
    private @Nullable String ofService(String token) {
        String[] parts = token.split(":", 4);
        SkapiService service = terms.app().config().skapi();
        boolean same = service != null
                && parts.length == 4
                && parts[1].equals(service.service())
                && parts[2].equalsIgnoreCase(service.owner().toString());
        return same ? parts[3] : null;
    }

    private boolean isOwn(String jwt) {
        SkapiClaims claims = accounts.read(jwt);
        return claims != null
                && claims.app().equals(terms.app().id())
                && claims.uuid().equals(terms.uuid());
    }
}
