package dev.parley.server.cli;

import dev.parley.server.accounts.AccountError;
import dev.parley.server.accounts.AccountException;
import dev.parley.server.accounts.Client;
import dev.parley.server.accounts.SessionInfo;
import dev.parley.server.accounts.SkapiAccounts;
import dev.parley.server.accounts.SkapiTokens;
import dev.parley.server.accounts.TokenRequest;
import dev.parley.server.cli.DatabaseCommand.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code parley tokens …}. */
final class TokenCommands {

    private static final String USER = "--user";
    private static final String FOR = "--for";
    private static final String LIFETIME = "--lifetime";
    private static final String CHANNEL = "--channel";

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(s|m|h|d)");
    /** What sessions have for a user agent. */
    private static final String AGENT = "parley tokens mint";

    private static final JsonMapper JSON = new JsonMapper();

    private TokenCommands() {}

    static void addToMint(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .paramLabel("USER")
                .type(String.class)
                .description("The user's id. For skapi-js a UUID or a stored user's id.")
                .build());
        spec.addOption(Options.text(USER, "USER", "The same."));
        spec.addOption(Options.text(
                FOR,
                "FAMILY",
                "Whose client shows it: altogic, skapi or vchat.",
                "Default: altogic (also for Agnost)."));
        spec.addOption(
                Options.text(LIFETIME, "TIME", "How long it is valid, such as 12h or 30d.", "Default: the app's."));
        spec.addOption(Options.texts(
                CHANNEL,
                "NAME",
                "A channel or pattern that the token lists, for rules that",
                "say claim; may be repeated."));
    }

    /** Prints the token alone, so that a script can take it; what else there is to say goes to the error output. */
    static void mint(AccountDesk desk) throws Exception {
        Context context = desk.context();
        String user = user(context);
        TokenRequest request = request(desk, user);
        if (request.family().equals(Client.SKAPI)) {
            mintForSkapi(desk, request);
            return;
        }
        SessionInfo session = minted(desk, request);
        desk.note("token.mint", session.id(), Map.of("user", user, "for", session.family()));
        if (context.json()) {
            context.out().println(json(session).put("token", session.token()));
            return;
        }
        context.out().println(session.token());
        tell(context, session);
        if (desk.await(desk.accounts().user(desk.app(), user)) == null) {
            context.err().println("note: no user of that id is stored; the token is valid all the same.");
        }
    }

    private static String user(Context context) {
        String named = context.text(USER);
        if (named.isEmpty() == context.first().isEmpty()) {
            throw context.wrong("name the user, once: USER or " + USER + " USER");
        }
        return named.isEmpty() ? context.first() : named;
    }

    private static void tell(Context context, SessionInfo session) {
        context.err().println("session: " + session.id());
        context.err().println("expires: " + Instant.ofEpochMilli(session.expiresAt()));
    }

    /** Prints the object that {@code skapi.loginWithToken()} takes. */
    private static void mintForSkapi(AccountDesk desk, TokenRequest request) throws Exception {
        Context context = desk.context();
        SkapiTokens tokens = mintedForSkapi(desk, request);
        SessionInfo session = tokens.session();
        desk.note("token.mint", session.id(), Map.of("user", request.user(), "for", session.family()));
        ObjectNode json = context.json() ? json(session).put("token", tokens.accessToken()) : JSON.createObjectNode();
        context.out()
                .println(json.put("idToken", tokens.idToken())
                        .put("accessToken", tokens.accessToken())
                        .put("refreshToken", tokens.refreshToken()));
        if (!context.json()) {
            tell(context, session);
        }
    }

    private static SkapiTokens mintedForSkapi(AccountDesk desk, TokenRequest request) throws Exception {
        if (desk.app().config().skapi() == null) {
            throw new IOException("app \"" + desk.app().id() + "\" is no Skapi service; set apps[].skapi");
        }
        try {
            Client client = new Client(Client.SKAPI, null, AGENT);
            return desk.await(desk.accounts().skapi().mint(desk.app(), request, client));
        } catch (AccountException e) {
            if (e.error() == AccountError.INVALID_VALUE) {
                throw new IOException("for skapi-js a user must be " + SkapiAccounts.USER_FORM
                        + "; names of channels must have no control characters");
            }
            throw e;
        }
    }

    private static SessionInfo minted(AccountDesk desk, TokenRequest request) throws Exception {
        try {
            Client client = new Client(request.family(), null, AGENT);
            return desk.await(desk.accounts().mint(desk.app(), request, client));
        } catch (AccountException e) {
            if (e.error() == AccountError.INVALID_VALUE) {
                throw new IOException("a user's id must have 1 to 128 characters, without control characters, as must"
                        + " names of channels be");
            }
            throw e;
        }
    }

    private static TokenRequest request(AccountDesk desk, String user) {
        Context context = desk.context();
        String family = context.parsed().matchedOptionValue(FOR, "altogic");
        if (!TokenRequest.FAMILIES.contains(family)) {
            throw context.wrong(FOR + " must be altogic, skapi or vchat");
        }
        List<String> channels = List.of(context.parsed().matchedOptionValue(CHANNEL, new String[0]));
        int longest = desk.app().config().maxNameLength();
        if (channels.size() > TokenRequest.MAX_CHANNELS
                || channels.stream().anyMatch(name -> name.isEmpty() || name.length() > longest)) {
            throw context.wrong(CHANNEL + " can be used " + TokenRequest.MAX_CHANNELS + " times, with names of 1 to "
                    + longest + " characters");
        }
        return new TokenRequest(user, family, lifetime(context), channels);
    }

    private static @Nullable Duration lifetime(Context context) {
        if (!context.parsed().hasMatchedOption(LIFETIME)) {
            return null;
        }
        Matcher matcher = DURATION.matcher(context.text(LIFETIME));
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            Duration lifetime = switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
            if (lifetime.isPositive() && lifetime.compareTo(TokenRequest.MAX_LIFETIME) <= 0) {
                return lifetime;
            }
        }
        throw context.wrong(LIFETIME + " must be a time such as 90s, 30m, 12h or 30d, at most 3650d");
    }

    /** Without the tokens. */
    static void list(AccountDesk desk) throws Exception {
        Context context = desk.context();
        List<SessionInfo> sessions = desk.await(desk.accounts().sessions(desk.app(), context.first()));
        if (context.json()) {
            ArrayNode all = JSON.createArrayNode();
            sessions.forEach(session -> all.add(json(session)));
            context.out().println(all);
            return;
        }
        for (SessionInfo session : sessions) {
            String address = session.address();
            context.out()
                    .println(String.join(
                            "\t",
                            session.id(),
                            session.family(),
                            Instant.ofEpochMilli(session.createdAt()).toString(),
                            Instant.ofEpochMilli(session.expiresAt()).toString(),
                            address == null ? "-" : address,
                            session.userAgent().isEmpty() ? "-" : session.userAgent()));
        }
    }

    static void revoke(AccountDesk desk) throws Exception {
        String id = desk.context().first();
        if (!desk.await(desk.accounts().endSession(desk.app(), id))) {
            throw new IOException("app \"" + desk.app().id() + "\" has no session \"" + id + "\"");
        }
        desk.note("session.end", id, Map.of());
    }

    /** As the HTTP API shows sessions, without the token. */
    private static ObjectNode json(SessionInfo session) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", session.id())
                .put("userId", session.user())
                .put("for", session.family())
                .put("createdAt", Instant.ofEpochMilli(session.createdAt()).toString())
                .put("expiresAt", Instant.ofEpochMilli(session.expiresAt()).toString())
                .put("userAgent", session.userAgent())
                .put("address", session.address());
        ArrayNode channels = json.putArray("channels");
        session.channels().forEach(channels::add);
        return json;
    }
}
