package dev.parley.server.gateway.vchat;

import dev.parley.core.AudienceKey;
import dev.parley.server.identity.Addresses;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import dev.parley.server.identity.Credentials;
import dev.parley.server.identity.Denial;
import dev.parley.server.identity.Rates;
import dev.parley.server.identity.Session;
import dev.parley.socketio.Acceptance;
import dev.parley.socketio.ConnectRequest;
import dev.parley.socketio.NamespaceHandler;
import dev.parley.socketio.PacketFormats;
import dev.parley.socketio.SocketEvents;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets v_chat's clients into one of their two namespaces (vchat 4): whoever shows a valid token. */
final class VChatGateway implements NamespaceHandler {

    private static final Logger LOG = LoggerFactory.getLogger(VChatGateway.class);

    /** The original's words. */
    private static final String NO_TOKEN = "auth must be provided !";

    private static final String BAD_TOKEN = NO_TOKEN + " The token is not valid, or no longer.";
    private static final String NO_APP = "Invalid namespace";

    private final Apps apps;
    private final Admission admission;
    private final Profiles profiles;
    private final PacketFormats formats;
    private final Function<Terms, Entry> entries;

    /** What a client gets in a namespace: audiences from the start, and who takes its events. */
    record Entry(List<AudienceKey> audiences, SocketEvents events) {}

    /** @param entries makes what a client gets */
    VChatGateway(VChatParts parts, Profiles profiles, String namespace, Function<Terms, Entry> entries) {
        this.apps = parts.apps();
        this.admission = parts.admission();
        this.profiles = profiles;
        this.formats = new PacketFormats(new EventEncoder(namespace));
        this.entries = entries;
    }

    /** Either a denial or terms, or neither if the token is not good. */
    private record Outcome(
            @Nullable Denial denial, @Nullable Terms terms) {}

    @Override
    public void connect(ConnectRequest request) {
        App app = apps.vchat();
        if (app == null) {
            request.refuse(NO_APP, null);
            return;
        }
        String token = Tokens.of(request);
        Credentials credentials = new Credentials(
                null,
                token,
                request.handshake().header("origin"),
                Addresses.parse(request.handshake().remoteAddress()));
        admission
                .admitWithoutKey(app, credentials, true)
                .thenCompose(decision -> terms(app, credentials, decision))
                .whenComplete((outcome, failure) ->
                        request.shard().loop().execute(() -> answer(request, token, outcome, failure)));
    }

    private CompletionStage<Outcome> terms(App app, Credentials credentials, Admission.Decision decision) {
        Session session = decision.session();
        if (decision.denial() != null || session == null) {
            return CompletableFuture.completedFuture(new Outcome(decision.denial(), null));
        }
        return profiles.ofUser(app, session.user())
                .thenApply(user ->
                        new Outcome(null, user == null ? null : new Terms(admission, app, credentials, session, user)));
    }

    private void answer(
            ConnectRequest request, @Nullable String token, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (outcome == null) {
            LOG.debug("nobody can tell whether a client may come in", failure);
            request.later();
        } else if (outcome.denial() != null) {
            request.refuse(outcome.denial().message(), null);
        } else if (outcome.terms() == null) {
            request.refuse(token == null ? NO_TOKEN : BAD_TOKEN, null);
        } else {
            accept(request, outcome.terms());
        }
    }

    private void accept(ConnectRequest request, Terms terms) {
        String app = terms.app().id();
        Entry entry = entries.apply(terms);
        request.rate(Rates.of(terms.app().config().publishRate()));
        request.accept(new Acceptance(
                Audiences.scope(app),
                terms.user().key().id(),
                formats,
                0,
                entry.audiences(),
                null,
                null,
                entry.events()));
    }
}
