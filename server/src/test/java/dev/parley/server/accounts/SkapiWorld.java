package dev.parley.server.accounts;

import static dev.parley.server.accounts.AccountWorld.client;
import static dev.parley.server.accounts.AccountWorld.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import dev.parley.server.identity.App;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Skapi service and its users, for tests. */
final class SkapiWorld {

    static final String SERVICE = "us31mockservice00";
    static final String OWNER = "11111111-2222-4333-8444-555555555555";
    static final String LUKE = "aaaaaaaa-0000-4000-8000-00000000000a";
    static final String ADMIN = "bbbbbbbb-0000-4000-8000-00000000000b";

    private static final JsonMapper JSON = new JsonMapper();

    private SkapiWorld() {}

    static App service(String id, String service) {
        try {
            return new App(Config.parse("apps: [ { id: " + id + ", requireKey: false, auth: { sessionLifetime: 30d,"
                            + " maxSessionsPerUser: 50 }, skapi: { service: " + service + ", owner: " + OWNER
                            + ", admins: [ " + ADMIN.toUpperCase(Locale.ROOT) + " ] } } ]")
                    .apps()
                    .getFirst());
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static TokenRequest request(String user) {
        return new TokenRequest(user, Client.SKAPI, null, List.of());
    }

    static SkapiTokens mint(AccountWorld world, App app, String user) {
        return get(world.accounts.skapi().mint(app, request(user), client()));
    }

    static String payload(String token) {
        String[] parts = token.split("\\.", -1);
        assertThat(parts).as("the client wants three parts").hasSize(3);
        return new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    }

    static JsonNode claims(String token) {
        return JSON.readTree(payload(token));
    }

    static SkapiClaims read(AccountWorld world, String token) {
        SkapiClaims claims = world.accounts.skapi().read(token);
        assertThat(claims).isNotNull();
        return Objects.requireNonNull(claims);
    }
}
