package dev.parley.client.testing;

import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers the call for the members of a channel over REST (altogic-agnost 6.2). Runs on the dispatch thread. */
final class Rest {

    private static final Pattern PATH = Pattern.compile(
            "/+(?:[eE]:[^/]+/)?_api/rest/v1/realtime/get-members|/+[^/]+/(?:agnost/)?realtime/get-members");
    private static final Pattern ATTACHMENT =
            Pattern.compile("\\{\\s*\"_placeholder\"\\s*:\\s*true\\s*,\\s*\"num\"\\s*:\\s*(\\d+)\\s*\\}");
    /** Codes that concern who calls, and so are answered with 401. */
    private static final Set<String> OF_CALLERS = Set.of(
            "missing_client_key",
            "invalid_client_key",
            "missing_api_key",
            "invalid_api_key",
            "missing_session_token",
            "invalid_session_token");

    private final Guard guard;
    private final Realm realm;
    private final Faults faults;
    private final Hooks hooks;
    private final Journal journal;

    Rest(Guard guard, Realm realm, Faults faults, Hooks hooks, Journal journal) {
        this.guard = guard;
        this.realm = realm;
        this.faults = faults;
        this.hooks = hooks;
        this.journal = journal;
    }

    /** The three members of an error object. */
    static String error(String origin, String code, String message) {
        return "{\"origin\":" + JsonText.quote(origin) + ",\"code\":" + JsonText.quote(code) + ",\"message\":"
                + JsonText.quote(message) + "}";
    }

    void call(TcpConnection connection, HttpRequest request) {
        if (!PATH.matcher(request.path()).matches()) {
            write(
                    connection,
                    HttpAnswers.restError(404, "resource_not_found", "There is nothing at " + request.path()));
            return;
        }
        if (!request.method().equals("POST")) {
            write(connection, HttpAnswers.restError(405, "method_not_allowed", "Use POST."));
            return;
        }
        JsonFields fields = fields(request.body());
        if (fields == null) {
            write(connection, HttpAnswers.restError(400, "invalid_request_body_syntax", "The body is no JSON object."));
            return;
        }
        NameValue channel = fields.name("channel");
        if (channel == null || channel.text().isBlank()) {
            write(connection, HttpAnswers.restError(400, "validation_error", "The body needs a 'channel'."));
            return;
        }
        members(connection, new Peer("", "rest", request, null), channel.text());
    }

    private void members(TcpConnection connection, Peer caller, String channel) {
        Received call = new Received(Received.Kind.MEMBERS, caller, channel, null, null, null, true);
        journal.add(call);
        Verdict verdict = hooks.decide(call);
        if (verdict instanceof Verdict.Refuse refusal) {
            int status = OF_CALLERS.contains(refusal.code()) ? 401 : 400;
            write(connection, HttpAnswers.restError(status, refusal.code(), refusal.message()));
        } else if (verdict instanceof Verdict.Answer answer) {
            write(connection, HttpAnswers.json(200, bytes(answer.content())));
        } else if (verdict instanceof Verdict.Drop) {
            connection.end();
        } else if (verdict instanceof Verdict.Accept) {
            Payload members = guard.get(() -> Events.members(realm.members(channel)));
            write(connection, HttpAnswers.json(200, bytes(members)));
        }
    }

    private void write(TcpConnection connection, byte[] answer) {
        guard.run(() -> {
            if (!faults.silent()) {
                connection.write(answer);
            }
        });
    }

    private static @Nullable JsonFields fields(byte[] body) {
        try {
            return body.length == 0 ? null : JsonFields.read(Payload.parse(body, 0, body.length, JsonLimits.DEFAULT));
        } catch (ProtocolException e) {
            return null;
        }
    }

    /** Attachments are shown as JavaScript prints a buffer. */
    private static byte[] bytes(Payload payload) {
        String text = payload.toString();
        if (payload.isBinary()) {
            text = ATTACHMENT.matcher(text).replaceAll(found -> {
                StringJoiner numbers = new StringJoiner(",", "{\"type\":\"Buffer\",\"data\":[", "]}");
                for (byte b : payload.attachments().get(Integer.parseInt(found.group(1)))) {
                    numbers.add(Integer.toString(b & 0xff));
                }
                return numbers.toString();
            });
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
