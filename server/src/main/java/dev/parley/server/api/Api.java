package dev.parley.server.api;

import dev.parley.server.accounts.Client;
import dev.parley.server.config.Config;
import dev.parley.server.rest.ApiCalls;
import dev.parley.server.rest.Exchange;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Parley's own REST API. A call is found ({@link PathTree}), its caller checked ({@link Guard}), its body read and its answer made;
 * whatever goes wrong becomes problem details. Called on event loops; answers from any thread.
 */
public final class Api implements ApiCalls {

    private static final byte[] NO_BODY = new byte[0];

    private final ApiParts parts;
    private final PathTree tree = new PathTree(Endpoint.values());
    private final Guard guard;
    private final PublishCalls publish;
    private final ChannelCalls channels;
    private final SubscriberCalls subscribers;
    private final UserCalls users;
    private final SessionCalls sessions;
    private final DirectoryCalls directory;
    private final LinkPage links;
    private final DocsPages docs;

    public Api(ApiParts parts) {
        Config config = parts.config();
        Executor beside = task -> Thread.ofVirtual().name("api").start(task);
        Trail trail = new Trail(parts.database(), parts.audit());
        this.parts = parts;
        this.guard = new Guard(
                parts.apps(),
                config.ops().token(),
                new FailedKeys(
                        parts.clock(),
                        config.identity().attemptsPerIp(),
                        config.identity().attemptWindow()));
        this.publish = new PublishCalls(
                parts.hub(),
                new InFlight(config.limits().restPublishes()),
                new RepeatedCalls(parts.clock()),
                beside,
                config.limits().maxJsonDepth());
        this.channels = new ChannelCalls(parts.hub(), beside);
        this.subscribers = new SubscriberCalls(parts.hub(), trail);
        this.users = new UserCalls(parts.accounts(), trail);
        this.sessions = new SessionCalls(parts.accounts(), trail);
        this.directory = new DirectoryCalls(parts.directory(), parts.audit());
        this.links = new LinkPage(parts.accounts());
        this.docs = new DocsPages(beside);
    }

    @Override
    public void docs(Exchange exchange, String path) {
        docs.serve(exchange, path);
    }

    @Override
    public void call(Exchange exchange, String path) {
        try {
            begin(exchange, path);
        } catch (RuntimeException e) {
            Failures.answer(e).sendTo(exchange);
        }
    }

    private void begin(Exchange exchange, String path) {
        PathTree.Place place = tree.find(path);
        if (place == null) {
            throw Refusal.notFound("resource_not_found", "There is nothing at this path; /docs shows what there is.");
        }
        HttpServerRequest request = exchange.request();
        Endpoint endpoint = place.methods().get(request.method().name());
        if (endpoint == null) {
            String allowed = String.join(", ", place.methods().keySet());
            throw Refusal.of(405, "method_not_allowed", "This path answers " + allowed + " only.")
                    .header("Allow", allowed);
        }
        InetAddress address = parts.addresses().of(request);
        Guard.Caller caller =
                guard.admit(endpoint, place.values().get("app"), request.getHeader(HttpHeaders.AUTHORIZATION), address);
        switch (endpoint) {
            case PROBE_LINK -> links.probe(exchange);
            case FOLLOW_LINK -> links.follow(exchange, caller.app(), new Client("server", address, agent(request)));
            default -> begin(exchange, call(endpoint, caller, address, place.values(), request));
        }
    }

    private static Call call(
            Endpoint endpoint,
            Guard.Caller caller,
            @Nullable InetAddress address,
            Map<String, String> values,
            HttpServerRequest request) {
        return new Call(
                endpoint,
                caller.app(),
                caller.actor(),
                address,
                agent(request),
                values,
                Percent.query(request.query(), endpoint.query()),
                request.getHeader(RepeatedCalls.HEADER),
                NO_BODY);
    }

    private static String agent(HttpServerRequest request) {
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        return agent == null ? "" : agent;
    }

    private void begin(Exchange exchange, Call call) {
        switch (call.endpoint().body()) {
            case NONE -> run(exchange, call);
            case JSON ->
                exchange.json(parts.config().limits().restBodyBytes(), body -> run(exchange, call.withBody(body)));
        }
    }

    private void run(Exchange exchange, Call call) {
        CompletionStage<Answer> stage;
        try {
            stage = perform(call);
        } catch (RuntimeException e) {
            Failures.answer(e).sendTo(exchange);
            return;
        }
        stage.whenComplete((answer, failure) -> {
            Answer given = failure == null ? answer : Failures.answer(failure);
            given.sendTo(exchange);
        });
    }

    private CompletionStage<Answer> perform(Call call) {
        return switch (call.endpoint()) {
            case PUBLISH -> publish.one(call);
            case PUBLISH_BATCH -> publish.batch(call);
            case RAISE_USER_EVENT -> publish.userEvent(call);
            case LIST_CHANNELS -> channels.list(call);
            case GET_CHANNEL -> channels.one(call);
            case LIST_MEMBERS -> channels.members(call);
            case LIST_SUBSCRIBERS -> subscribers.list(call);
            case DISCONNECT_USER -> subscribers.disconnectUser(call);
            case DISCONNECT_SUBSCRIBER -> subscribers.disconnect(call);
            case LIST_USERS -> users.list(call);
            case CREATE_USER -> users.create(call);
            case GET_USER -> users.get(call);
            case UPDATE_USER -> users.update(call);
            case DELETE_USER -> users.delete(call);
            case LIST_SESSIONS -> sessions.list(call);
            case END_SESSIONS -> sessions.endAll(call);
            case END_SESSION_OF_USER -> sessions.endOneOfUser(call);
            case END_SESSION -> sessions.endOne(call);
            case MINT_TOKEN -> sessions.mint(call);
            case LIST_KEYS -> directory.keys(call);
            case CREATE_KEY -> directory.createKey(call);
            case DELETE_KEY -> directory.deleteKey(call);
            case LIST_AUDIT -> directory.audit(call);
            case LIST_APPS -> directory.apps();
            case CREATE_APP -> directory.createApp(call);
            case GET_APP -> directory.app(call);
            case REPLACE_APP -> directory.replaceApp(call);
            case UPDATE_APP -> directory.updateApp(call);
            case DELETE_APP -> directory.deleteApp(call);
            case FOLLOW_LINK, PROBE_LINK -> throw new IllegalStateException("links are pages");
        };
    }
}
