package dev.parley.server.gateway.skapi;

import dev.parley.server.config.SkapiService;
import dev.parley.server.identity.App;
import dev.parley.server.rest.Exchange;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The REST calls of skapi-js (skapi 2): those of its realtime module, and what it needs to begin. Any thread. */
final class RestCalls {

    private static final String SERVICE = "service";
    private static final String PUSH = "push-notification";

    private final SkapiParts parts;
    private final Callers callers;
    private final NotificationCalls notifications;
    private final Map<String, UserCall> userCalls;

    RestCalls(SkapiParts parts) {
        Executor beside = task -> Thread.ofVirtual().name("skapi").start(task);
        GroupCalls groups = new GroupCalls(parts, beside);
        this.parts = parts;
        this.callers = new Callers(parts);
        this.notifications =
                new NotificationCalls(parts.pushes(), parts.config().skapi().maxNotification());
        this.userCalls = Map.of(
                "get-ws-group", groups::list,
                "get-vapid-public-key", notifications::publicKey,
                "store-subscription", notifications::subscribe,
                "delete-subscription", notifications::unsubscribe);
    }

    /** What a user may ask for; it may fail at once. */
    @FunctionalInterface
    private interface UserCall {
        CompletionStage<byte[]> run(Caller caller, CallBody body);
    }

    /** @param path what follows the service */
    void call(Exchange exchange, String service, String path) {
        App app = parts.apps().byService(service);
        SkapiService settings = app == null ? null : app.config().skapi();
        if (app == null || settings == null) {
            exchange.fail(
                    404, ErrorCode.NOT_EXISTS.name(), "This server has no service of that id (apps[].skapi.service).");
            return;
        }
        Service called = new Service(app, settings);
        UserCall userCall = userCalls.get(path);
        if (userCall != null) {
            post(
                    exchange,
                    body -> callers.user(called, exchange.request())
                            .thenCompose(caller -> userCall.run(caller, body(called, body))));
        } else if (path.equals(PUSH)) {
            post(exchange, body -> push(exchange, called, body));
        } else if (path.equals(SERVICE)) {
            service(exchange, called);
        } else {
            exchange.fail(
                    404,
                    ErrorCode.NOT_EXISTS.name(),
                    "Parley serves the realtime module of Skapi only; it has no call of this name.");
        }
    }

    private void service(Exchange exchange, Service called) {
        if (!exchange.isMethod(HttpMethod.GET)) {
            return;
        }
        MultiMap query = exchange.request().params(true);
        answer(exchange, () -> {
            if (!called.id().equals(query.get("service"))) {
                throw CallRefusal.of(404, ErrorCode.NOT_EXISTS, "'service' is not the service of the address called.");
            }
            if (!called.owner().equalsIgnoreCase(query.get("owner"))) {
                throw CallRefusal.of(404, ErrorCode.NOT_EXISTS, "'owner' is not the owner of this service.");
            }
            byte[] info =
                    ServiceInfo.of(called, exchange.request(), parts.addresses().of(exchange.request()));
            return callers.anybody(called, exchange.request()).thenApply(_ -> info);
        });
    }

    private CompletionStage<byte[]> push(Exchange exchange, Service called, byte[] body) {
        if (callers.isBackEnd(called, exchange.request())) {
            return CompletableFuture.completedFuture(notifications.push(called, body(called, body)));
        }
        return callers.user(called, exchange.request()).thenApply(caller -> {
            if (!caller.isAdmin()) {
                throw CallRefusal.of(
                        403,
                        ErrorCode.INVALID_REQUEST,
                        "Only admins of the service may do that (apps[].skapi.admins).");
            }
            return notifications.push(called, body(called, body));
        });
    }

    private CallBody body(Service called, byte[] bytes) {
        CallBody body = CallBody.of(bytes, parts.config().limits().maxJsonDepth());
        body.check(called);
        return body;
    }

    @FunctionalInterface
    private interface BodyCall {
        CompletionStage<byte[]> run(byte[] body);
    }

    private void post(Exchange exchange, BodyCall call) {
        if (exchange.isMethod(HttpMethod.POST)) {
            exchange.json(parts.config().limits().restBodyBytes(), body -> answer(exchange, () -> call.run(body)));
        }
    }

    private static void answer(Exchange exchange, Supplier<CompletionStage<byte[]>> call) {
        CompletionStage<byte[]> done;
        try {
            done = call.get();
        } catch (RuntimeException e) {
            done = CompletableFuture.failedStage(e);
        }
        done.whenComplete((json, failure) -> {
            if (json == null) {
                CallFailures.answer(exchange, failure);
            } else {
                exchange.answer(200, json);
            }
        });
    }
}
