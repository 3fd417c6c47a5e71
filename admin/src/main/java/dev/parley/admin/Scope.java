package dev.parley.admin;

import dev.parley.protocol.mapping.PayloadMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** For which app calls are made, and with which keys. Immutable; any thread. */
final class Scope {

    private final Connection connection;
    private final String app;
    private final @Nullable String serverKey;
    private final @Nullable String operatorToken;

    Scope(Connection connection, String app, @Nullable String serverKey, @Nullable String operatorToken) {
        this.connection = connection;
        this.app = app;
        this.serverKey = serverKey;
        this.operatorToken = operatorToken;
    }

    Scope of(String otherApp, @Nullable String otherKey) {
        return new Scope(connection, otherApp, otherKey, operatorToken);
    }

    String app() {
        return app;
    }

    String base() {
        return connection.base();
    }

    PayloadMapping mapping() {
        return connection.mapping();
    }

    /** A call in this app. */
    Call call(Operation operation, String... path) {
        List<String> all = new ArrayList<>();
        all.add(app);
        all.addAll(List.of(path));
        return Call.of(operation, all);
    }

    /** The body of a call. */
    byte[] json(Map<String, ?> members) {
        return JsonOut.body(members, connection.mapping());
    }

    /** Makes a call and reads the object that is the answer. */
    <T> CompletableFuture<T> read(Call call, Function<JsonIn, T> read) {
        return run(call, answer -> read.apply(JsonIn.read(answer.body(), connection.mapping())));
    }

    /** Makes a call whose answer has nothing in it. */
    CompletableFuture<@Nullable Void> done(Call call) {
        return this.<@Nullable Void>run(call, answer -> null);
    }

    <T extends @Nullable Object> CompletableFuture<T> run(Call call, Function<Answer, T> read) {
        return connection.run(call, key(call), read);
    }

    /** A server key speaks for its own app only, an operator's token for apps, keys and the audit log only. */
    private String key(Call call) {
        Operation operation = call.operation();
        boolean own = operation.isOfApp() && call.path().get(0).equals(app);
        String key = switch (operation.access()) {
            case SERVER_KEY -> serverKey;
            case OPERATOR -> operatorToken;
            case EITHER -> own && serverKey != null ? serverKey : operatorToken;
        };
        if (key == null) {
            throw new IllegalStateException(
                    operation.id() + " needs " + wanted(operation) + ", and ParleyAdmin's builder was given none");
        }
        return key;
    }

    private static String wanted(Operation operation) {
        return switch (operation.access()) {
            case SERVER_KEY -> "a server key of the app";
            case OPERATOR -> "the operator's token";
            case EITHER -> "a server key of the app, or the operator's token";
        };
    }
}
