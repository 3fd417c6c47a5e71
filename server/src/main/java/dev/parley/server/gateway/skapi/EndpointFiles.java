package dev.parley.server.gateway.skapi;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.server.accounts.SrpSignIns;
import dev.parley.server.config.SkapiService;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import dev.parley.server.ops.ClientAddress;
import dev.parley.server.rest.Exchange;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that tell a client where everything is (skapi 1): all of it is here. Whoever can reach the server gets them, whatever
 * state the app is in; the calls say that.
 */
final class EndpointFiles {

    private static final String CDN = ".cloudfront.net";
    /**
     * The client asks the Cognito of this region: one that does not exist, so that a client whose fetch is not redirected reaches
     * nobody's. The pool's name goes into every verifier.
     */
    private static final String POOL = "parley-1_" + SrpSignIns.POOL_NAME;

    private static final List<String> ADMIN = List.of(
            "admin_public",
            "admin_private",
            "admin_public_2",
            "admin_private_2",
            "get_users_private",
            "service_public",
            "extra_public",
            "extra_private",
            "extra_public_2",
            "extra_private_2");
    private static final List<String> RECORD = List.of(
            "record_public",
            "record_private",
            "record_public_2",
            "record_private_2",
            "post_public",
            "post_private",
            "get_public",
            "get_private",
            "del_private");

    private final Apps apps;
    private final ClientAddress addresses;
    private final @Nullable String publicUrl;

    EndpointFiles(SkapiParts parts) {
        this.apps = parts.apps();
        this.addresses = parts.addresses();
        URI url = parts.config().publicUrl();
        this.publicUrl = url == null ? null : url.toASCIIString();
    }

    /**
     * What is asked for.
     *
     * @param name perhaps the service's; empty if there is none
     */
    private record Wish(String name, String region, String file) {

        static @Nullable Wish of(String path) {
            String[] segments = path.split("/", -1);
            if (segments.length == 2) {
                return new Wish("", segments[0], segments[1]);
            }
            if (segments.length != 3) {
                return null;
            }
            String first = segments[0];
            String name = first.endsWith(CDN) ? first.substring(0, first.length() - CDN.length()) : first;
            return new Wish(name, segments[1], segments[2]);
        }

        /** Its keys beside those for signing in or the socket; null if there is no such file. */
        @Nullable
        List<String> keys() {
            return switch (file) {
                case "admin-v1.json", "admin-v2.json" -> ADMIN;
                case "record-v1.json", "record-v2.json" -> RECORD;
                default -> null;
            };
        }
    }

    /** @param path as {@link dev.parley.server.rest.SkapiCalls#endpoints} has it */
    void answer(Exchange exchange, String path) {
        Wish wish = Wish.of(path);
        List<String> keys = wish == null ? null : wish.keys();
        if (wish == null || keys == null) {
            exchange.notFound();
            return;
        }
        if (!exchange.isMethod(HttpMethod.GET)) {
            return;
        }
        SkapiService service = service(wish);
        if (service == null) {
            exchange.fail(
                    404,
                    ErrorCode.NOT_EXISTS.name(),
                    "Nothing says which service of this server is meant: write target_cdn: '<host>/<service>'.");
            return;
        }
        String base = publicUrl == null ? addresses.base(exchange.request()) : publicUrl;
        if (base == null) {
            exchange.fail(
                    400,
                    ErrorCode.INVALID_REQUEST.name(),
                    "The request's Host is missing or none; it has to be where clients reach the server, or publicUrl.");
            return;
        }
        exchange.answer(200, file(base, service.service(), keys));
    }

    private static byte[] file(String base, String service, List<String> keys) {
        String calls = JsonText.quote(base + "/skapi/" + service + "/");
        ByteBuilder json = new ByteBuilder();
        for (String key : keys) {
            json.append(json.length() == 0 ? '{' : ',');
            json.appendAscii("\"" + key + "\":" + calls);
        }
        if (keys.equals(ADMIN)) {
            json.appendAscii(",\"userpool_id\":\"" + POOL + "\",\"userpool_client\":" + JsonText.quote(service) + "}");
        } else {
            String socket = "ws" + base.substring("http".length()) + "/skapi/" + service + "/" + SkapiGateway.SOCKET;
            json.appendAscii(",\"websocket_private\":" + JsonText.quote(socket) + "}");
        }
        return json.toByteArray();
    }

    private @Nullable SkapiService service(Wish wish) {
        App named = apps.byService(wish.name());
        SkapiService service = named == null ? null : named.config().skapi();
        if (service != null) {
            return service;
        }
        List<SkapiService> all = apps.all().stream()
                .map(app -> app.config().skapi())
                .filter(each -> each != null)
                .toList();
        if (all.size() == 1) {
            return all.getFirst();
        }
        List<SkapiService> ofRegion = all.stream()
                .filter(each -> each.service().startsWith(wish.region()))
                .toList();
        return ofRegion.size() == 1 ? ofRegion.getFirst() : null;
    }
}
