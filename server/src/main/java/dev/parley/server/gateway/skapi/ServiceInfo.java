package dev.parley.server.gateway.skapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.protocol.JsonText;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client asks for first of all: whether the service is there, and what the server sees of the client (skapi 2.2). */
final class ServiceInfo {

    /** The client prints that a service is on trial if its group is below this. */
    private static final int GROUP = 3;

    private ServiceInfo() {}

    static byte[] of(Service service, HttpServerRequest request, @Nullable InetAddress client) {
        String name = service.app().config().name();
        String json = "{\"locale\":" + JsonText.quote(country(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE)))
                + ",\"user_agent\":" + JsonText.quote(orEmpty(request.getHeader(HttpHeaders.USER_AGENT)))
                + ",\"ip\":" + JsonText.quote(client == null ? "" : client.getHostAddress())
                + ",\"group\":" + GROUP
                + ",\"service_name\":"
                + JsonText.quote(name.isEmpty() ? service.app().id() : name)
                + ",\"service_description\":\"\""
                + ",\"opt\":{\"freeze_database\":false,\"prevent_inquiry\":false,\"prevent_signup\":false,"
                + "\"prevent_anonymous\":false},\"ai_agent\":\"\"}";
        return json.getBytes(UTF_8);
    }

    /** What the first language says of the country; addresses are not looked up. */
    private static String country(@Nullable String languages) {
        String first = orEmpty(languages).split("[,;]", 2)[0].strip();
        return Locale.forLanguageTag(first).getCountry();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
