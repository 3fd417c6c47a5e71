package dev.parley.client;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.mapping.PayloadMapping;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks for the members of a channel over REST (altogic-agnost 6.2). Any thread may use it. */
final class MembersCall {

    /** Objects in each other; a profile may be deep. */
    private static final int DEEPEST = 256;

    private static final int LONGEST_NUMBER = 1_000;

    private final Setup setup;

    /**
     * What the calls need.
     *
     * @param http carries them
     * @param address the server
     * @param dialect the names of the headers
     * @param key the client key, or null
     * @param mapping for profiles
     * @param timeout for the whole answer
     * @param maxBytes most bytes of an answer
     * @param timers time
     */
    record Setup(
            HttpClient http,
            Address address,
            Dialect dialect,
            @Nullable String key,
            PayloadMapping mapping,
            Duration timeout,
            int maxBytes,
            Timers timers) {}

    static MembersCall of(Options options) {
        return new MembersCall(new Setup(
                options.means().http(),
                options.server().address(),
                options.server().dialect(),
                options.server().key(),
                options.means().mapping(),
                options.pace().timeout(),
                options.bounds().maxIncomingMessage(),
                options.means().timers()));
    }

    MembersCall(Setup setup) {
        this.setup = setup;
    }

    /**
     * Asks.
     *
     * @param channel the channel's name
     * @param session the session's token, or null
     * @return the members; fails with {@link RefusedException} if the server says no, otherwise with {@link ConnectionException} or
     *     {@link MalformedDataException}. Completed on any thread
     * @throws IllegalArgumentException if key or session cannot stand in a header
     * @throws IllegalStateException if the dialect needs an app and there is none
     */
    CompletionStage<List<Member>> members(String channel, @Nullable String session) {
        URI url = setup.address().members();
        if (url == null) {
            throw new IllegalStateException(
                    "The members of a channel cannot be asked for without an app: give the builder app(…), or an address with it.");
        }
        HttpCall call = HttpCall.start(
                setup.http(),
                request(url, channel, session),
                new HttpCall.Limits(setup.maxBytes(), setup.timeout()),
                setup.timers(),
                Runnable::run);
        CompletableFuture<List<Member>> members = new CompletableFuture<>();
        call.answer().whenComplete((answer, failure) -> {
            try {
                if (failure != null) {
                    throw Failures.request(failure, url, setup.timeout());
                }
                members.complete(read(answer, url, new Redaction(setup.key(), session)));
            } catch (RuntimeException e) {
                members.completeExceptionally(e);
            }
        });
        return members;
    }

    private HttpRequest request(URI url, String channel, @Nullable String session) {
        ByteBuilder body = new ByteBuilder().appendAscii("{\"channel\":");
        JsonText.quote(body, channel);
        body.append('}');
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .header("X-Client", "parley-java")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
        String key = setup.key();
        try {
            if (key != null) {
                request.header(keyHeader(), key);
            }
            if (session != null) {
                request.header("Session", session);
            }
        } catch (IllegalArgumentException e) {
            // The JDK's message has the value in it.
            throw new IllegalArgumentException(
                    "The client key or the session has characters that no HTTP header may have.");
        }
        return request.build();
    }

    private String keyHeader() {
        return switch (setup.dialect()) {
            case ALTOGIC -> "X-Client-Key";
            case AGNOST -> "Authorization";
        };
    }

    private List<Member> read(HttpAnswer answer, URI url, Redaction redaction) {
        if (answer.status() != 200) {
            throw refusal(answer, url, redaction);
        }
        if (answer.isCut()) {
            throw Failures.tooBig("a list of members", setup.maxBytes());
        }
        byte[] body = answer.body();
        JsonLimits limits = new JsonLimits(DEEPEST, LONGEST_NUMBER, Math.max(1, body.length));
        Payload list;
        try {
            list = Payload.parsePlain(body, 0, body.length, limits);
        } catch (ProtocolException e) {
            throw new MalformedDataException(
                    "malformed", "The server answered the question for members with what is no JSON.", e);
        }
        return Members.list(list, setup.mapping());
    }

    /** The first error of {@code {"errors":[{code,message}]}} (altogic-agnost 6.1), or the status. */
    private static RealtimeException refusal(HttpAnswer answer, URI url, Redaction redaction) {
        JsonFields fields = answer.fields();
        Payload list = fields == null ? null : fields.field("errors");
        EventArguments errors = list == null ? null : EventArguments.ofArray(list);
        RefusedException refusal =
                errors == null || errors.size() == 0 ? null : Refusals.ofError(errors.argument(0), redaction);
        return refusal == null ? Failures.status(url, answer.status(), redaction.clean(answer.text())) : refusal;
    }
}
