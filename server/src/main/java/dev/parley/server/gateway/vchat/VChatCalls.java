package dev.parley.server.gateway.vchat;

import dev.parley.protocol.ByteBuilder;
import dev.parley.server.accounts.AccountException;
import dev.parley.server.accounts.Client;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Credentials;
import dev.parley.server.identity.Denial;
import dev.parley.server.identity.Session;
import dev.parley.server.rest.ChatCalls;
import dev.parley.server.rest.Exchange;
import dev.parley.server.rest.Form;
import dev.parley.server.rest.FormFiles;
import dev.parley.server.rest.FormTexts;
import dev.parley.transport.BodyReader;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The REST calls of v_chat's clients (vchat 3), and their files. Who calls is found out before any of the body is read; whatever
 * happens then, the call is answered, and in the clients' form.
 */
final class VChatCalls implements ChatCalls {

    private static final String FAMILY = "vchat";
    private static final String FILES = "public";
    /** The rest of a body that nobody wants is read if it is no longer, so that the connection can be used again. */
    private static final int DROPPED = 64 * 1024;

    private final CallContext context;
    private final VChatParts parts;
    private final Endpoints endpoints;

    VChatCalls(CallContext context) {
        this.context = context;
        this.parts = context.parts();
        this.endpoints = new Endpoints(context);
    }

    /**
     * A call under way.
     *
     * @param query read before anything is done, as it may be malformed
     * @param last the last segment of its path
     */
    private record Pending(Exchange exchange, App app, Endpoint endpoint, Query query, String last, Client client) {

        HttpServerRequest request() {
            return exchange.request();
        }

        Call call(Form form, List<Form> items, Call.@Nullable Caller caller) {
            return new Call(app, client, query, last, form, items, caller);
        }
    }

    @Override
    public void call(Exchange exchange, String path) {
        App app = parts.apps().vchat();
        if (app == null) {
            exchange.fail(
                    404,
                    "no_vchat_app",
                    "No app of this server serves v_chat's clients; the setting apps[].vchat makes one do so.");
            return;
        }
        List<String> segments = Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
        if (!segments.isEmpty() && segments.getFirst().equals(FILES)) {
            file(exchange, app, String.join("/", segments.subList(1, segments.size())));
            return;
        }
        Map<String, Endpoint> methods = endpoints.at(segments);
        if (methods == null) {
            exchange.notFound();
            return;
        }
        String method = exchange.request().method().name();
        Endpoint endpoint = methods.get(method);
        if (endpoint == null) {
            String allowed = String.join(", ", methods.keySet());
            exchange.header(HttpHeaders.ALLOW.toString(), allowed);
            exchange.fail(405, "method_not_allowed", "This path answers " + allowed + " only.");
            return;
        }
        admit(pending(exchange, app, endpoint, segments.getLast()));
    }

    private void file(Exchange exchange, App app, String path) {
        if (app.config().suspended()) {
            Failures.answer(exchange, CallException.of(Denial.SUSPENDED));
        } else {
            parts.pages().serve(exchange, app.id(), path);
        }
    }

    private Pending pending(Exchange exchange, App app, Endpoint endpoint, String last) {
        HttpServerRequest request = exchange.request();
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        Client client = new Client(FAMILY, parts.addresses().of(request), agent == null ? "" : agent);
        return new Pending(exchange, app, endpoint, Query.of(request), last, client);
    }

    /** Finds out who calls. What comes of the body meanwhile waits. */
    private void admit(Pending pending) {
        HttpServerRequest request = pending.request();
        boolean forAll = pending.endpoint().forAll();
        String token = forAll ? null : Tokens.ofHeader(request.getHeader(HttpHeaders.AUTHORIZATION));
        Credentials credentials = new Credentials(
                null,
                token,
                request.getHeader(HttpHeaders.ORIGIN),
                pending.client().address());
        request.pause();
        if (pending.endpoint().access() == Endpoint.Access.COUNTED) {
            try {
                parts.accounts().attempt(pending.client());
            } catch (AccountException e) {
                refuse(pending, e);
                return;
            }
        }
        parts.admission()
                .admitWithoutKey(pending.app(), credentials, false)
                .thenCompose(decision -> {
                    if (decision.denial() != null) {
                        throw CallException.of(decision.denial());
                    }
                    return caller(pending, token, decision.session());
                })
                .whenComplete((caller, failure) -> ((HttpServerRequestInternal) request)
                        .context()
                        .runOnContext(_ -> admitted(pending, caller, failure)));
    }

    private CompletionStage<Call.@Nullable Caller> caller(
            Pending pending, @Nullable String token, @Nullable Session session) {
        if (pending.endpoint().forAll()) {
            return CompletableFuture.completedFuture(null);
        }
        if (token == null) {
            throw CallException.unauthorized("A token is needed: the accessToken of a sign-in, as Authorization.");
        }
        if (session == null) {
            throw invalidToken();
        }
        return context.profiles().ofUser(pending.app(), session.user()).thenApply(user -> {
            if (user == null) {
                throw invalidToken();
            }
            return new Call.Caller(session, user);
        });
    }

    private static CallException invalidToken() {
        return CallException.unauthorized("The token is not valid, or no longer: sign in again.");
    }

    private void admitted(Pending pending, Call.@Nullable Caller caller, @Nullable Throwable failure) {
        if (pending.request().response().closed()) {
            return; // nobody is there any more, and nothing was begun
        }
        if (failure != null) {
            refuse(pending, failure);
        } else if (pending.endpoint().writes() && context.backlog().isFull()) {
            refuse(pending, CallException.busy("The server has too much to do; try again in a moment."));
        } else {
            read(pending, caller);
        }
    }

    /** Answers without having read the body. */
    private static void refuse(Pending pending, Throwable failure) {
        HttpServerRequest request = pending.request();
        if (!isShort(request)) {
            request.response()
                    .putHeader(HttpHeaders.CONNECTION, "close")
                    .endHandler(_ -> BodyReader.endConnection(request));
        }
        request.resume();
        Failures.answer(pending.exchange(), failure);
    }

    private static boolean isShort(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return !request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        }
        return length.length() < 10 && Long.parseLong(length) <= DROPPED;
    }

    private void read(Pending pending, Call.@Nullable Caller caller) {
        Exchange exchange = pending.exchange();
        switch (pending.endpoint().body()) {
            case NONE -> run(pending, pending.call(Form.empty(), List.of(), caller));
            case FORM -> form(pending, caller, FormFiles.NONE);
            case PICTURE -> form(pending, caller, FormFiles.PICTURE);
            case FILES -> form(pending, caller, FormFiles.MESSAGE);
            case LIST ->
                parts.forms().readList(exchange, list -> run(pending, pending.call(Form.empty(), list, caller)));
        }
        pending.request().resume();
    }

    private void form(Pending pending, Call.@Nullable Caller caller, FormFiles files) {
        FormTexts texts = pending.endpoint().forAll() ? FormTexts.SHORT : FormTexts.USUAL;
        parts.forms()
                .read(pending.exchange(), files, texts, form -> run(pending, pending.call(form, List.of(), caller)));
    }

    private static void run(Pending pending, Call call) {
        CompletionStage<ByteBuilder> done;
        try {
            done = pending.endpoint().action().run(call);
        } catch (RuntimeException e) {
            done = CompletableFuture.failedStage(e);
        }
        done.whenComplete((data, failure) -> {
            try (Form _ = call.form()) {
                if (data == null) {
                    Failures.answer(pending.exchange(), failure);
                } else {
                    pending.exchange().answer(200, Data.envelope(data));
                }
            }
        });
    }
}
