package dev.parley.server.gateway.altogic;

import dev.parley.core.AudienceKey;
import dev.parley.core.Hub;
import dev.parley.core.Member;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import dev.parley.server.identity.ChannelRights;
import dev.parley.server.identity.Credentials;
import dev.parley.server.identity.Denial;
import dev.parley.server.identity.Session;
import dev.parley.server.ops.ClientAddress;
import dev.parley.server.rest.Exchange;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members call of the Altogic and Agnost client libraries (altogic-agnost 6.1 and 6.2). */
final class ChannelMembers {

    private final Apps apps;
    private final Admission admission;
    private final Hub hub;
    private final ClientAddress addresses;
    private final int maxBody;

    /** @param maxBody bytes of a request body */
    ChannelMembers(Apps apps, Admission admission, Hub hub, ClientAddress addresses, int maxBody) {
        this.apps = apps;
        this.admission = admission;
        this.hub = hub;
        this.addresses = addresses;
        this.maxBody = maxBody;
    }

    void altogic(Exchange exchange, @Nullable String app) {
        HttpServerRequest request = exchange.request();
        // An Authorization header says nothing here: a user name in the URL makes browsers and Node send one.
        serve(
                exchange,
                apps.resolve(app, null, request.getHeader(HttpHeaders.HOST)),
                request.getHeader("X-Client-Key"),
                true);
    }

    void agnost(Exchange exchange, @Nullable String app) {
        String key = exchange.request().getHeader(HttpHeaders.AUTHORIZATION);
        serve(exchange, apps.resolve(app, null, null), key, false);
    }

    private void serve(Exchange exchange, @Nullable App app, @Nullable String key, boolean altogic) {
        HttpServerRequest request = exchange.request();
        if (!request.method().equals(HttpMethod.POST)) {
            request.response().putHeader(HttpHeaders.ALLOW, "POST");
            exchange.fail(405, "method_not_allowed", "This path answers POST only.");
            return;
        }
        Credentials credentials = new Credentials(
                key, request.getHeader("Session"), request.getHeader(HttpHeaders.ORIGIN), addresses.of(request));
        exchange.json(
                maxBody,
                body -> admission.admitCall(app, credentials).whenComplete((decision, failure) -> {
                    Denial denial = decision == null ? Denial.UNKNOWN : decision.denial();
                    if (denial == null && app != null) {
                        members(exchange, app, body, new Caller(credentials, decision.session()));
                    } else {
                        Denial shown = denial == null ? Denial.NO_ENVIRONMENT : denial;
                        refuse(exchange, altogic ? shown.forAltogic() : shown);
                    }
                }));
    }

    private static void refuse(Exchange exchange, Denial denial) {
        if (denial.equals(Denial.REALTIME_OFF)) {
            exchange.fail(400, "realtime_not_enabled", "Realtime is not enabled in your app version settings.");
        } else {
            exchange.failFor(denial.status(), denial.code(), denial.message(), denial.retryAfter());
        }
    }

    /** Who asks. */
    private record Caller(Credentials credentials, @Nullable Session session) {}

    private void members(Exchange exchange, App app, byte[] body, Caller caller) {
        Payload json;
        try {
            json = Payload.parse(body, 0, body.length, JsonLimits.DEFAULT.withMaxBytes(maxBody));
        } catch (ProtocolException e) {
            exchange.fail(400, "invalid_request_body_syntax", "The body is not JSON: " + e.getMessage());
            return;
        }
        JsonFields fields = JsonFields.read(json);
        NameValue channel = fields == null ? null : fields.name("channel");
        if (channel == null || channel.text().isBlank()) {
            exchange.fail(400, "validation_error", "The body needs a 'channel' that is not blank.");
            return;
        }
        int maxName = app.config().maxNameLength();
        if (channel.text().length() > maxName) {
            exchange.fail(
                    400, "validation_error", "A 'channel' has at most " + maxName + " characters (maxNameLength).");
            return;
        }
        Denial denial = denial(app, channel.text(), caller);
        if (denial != null) {
            refuse(exchange, denial);
            return;
        }
        hub.members(AudienceKey.channel(app.id(), channel.text())).whenComplete((list, failure) -> {
            if (list == null) {
                exchange.fail(
                        500,
                        "get_channel_members_error",
                        "Cannot get the list of members of channel '" + channel.text() + "'.");
            } else {
                exchange.answer(() -> write(list));
            }
        });
    }

    /** Why the channel's members are not for this caller, or null; says so if it should sign in. */
    private @Nullable Denial denial(App app, String channel, Caller caller) {
        ChannelRights rights = admission.rights(app, caller.session());
        Denial denial = rights.members(channel);
        if (denial == null || !rights.membersNeedSession(channel)) {
            return denial;
        }
        String shown = caller.credentials().session();
        return shown == null || shown.isEmpty() ? Denial.NO_SESSION : Denial.BAD_SESSION;
    }

    private static ByteBuilder write(List<Member> members) {
        ByteBuilder out = new ByteBuilder(64 * members.size() + 2);
        out.append('[');
        String separator = "";
        for (Member member : members) {
            out.appendAscii(separator);
            separator = ",";
            Payload profile = member.profile();
            if (profile == null || !profile.isBinary()) {
                AltogicEncoder.member(out, member);
            } else {
                out.appendAscii("{\"id\":");
                JsonText.quote(out, member.id());
                out.appendAscii(",\"data\":").appendUtf8(BufferJson.of(profile)).append('}');
            }
        }
        return out.append(']');
    }
}
