package dev.parley.server.api;

import dev.parley.core.AudienceKey;
import dev.parley.core.Draft;
import dev.parley.core.Hub;
import dev.parley.core.Name;
import dev.parley.core.Position;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ReservedEvents;
import dev.parley.server.config.AppConfig;
import dev.parley.server.identity.App;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Publishes what back ends send. A message's bytes go to clients as they came. */
final class PublishCalls {

    private static final int MAX_BATCH = 100;
    /** Objects and lists around a message. */
    private static final int WRAPPING = 3;

    private static final Set<String> MESSAGE = Set.of("channel", "event", "message", "binary");
    private static final Set<String> USER_EVENT = Set.of("event", "session", "user");

    private final Hub hub;
    private final InFlight inFlight;
    private final RepeatedCalls repeated;
    private final Executor beside;
    private final int maxDepth;

    /**
     * @param beside runs tasks on threads of no event loop
     * @param maxDepth of a message ({@code limits.maxJsonDepth})
     */
    PublishCalls(Hub hub, InFlight inFlight, RepeatedCalls repeated, Executor beside, int maxDepth) {
        this.hub = hub;
        this.beside = beside;
        this.inFlight = inFlight;
        this.repeated = repeated;
        this.maxDepth = maxDepth;
    }

    CompletionStage<Answer> one(Call call) {
        Fields fields = call.fields(maxDepth + WRAPPING, MESSAGE);
        App app = call.ownApp();
        Draft draft = draft(fields, app);
        fields.check();
        return repeated.once(
                call, () -> inFlight.counted(app.id(), 1, () -> publish(draft)).thenApply(PublishCalls::answer));
    }

    CompletionStage<Answer> batch(Call call) {
        Fields fields = call.fields(maxDepth + WRAPPING, Set.of("messages"));
        App app = call.ownApp();
        List<Draft> drafts = new ArrayList<>();
        List<Fields> messages = fields.objects("messages", MAX_BATCH, MESSAGE);
        messages.forEach(message -> drafts.add(draft(message, app)));
        if (fields.has("messages") && messages.isEmpty()) {
            fields.wrong("messages", "must hold 1 to " + MAX_BATCH + " messages.");
        }
        fields.check();
        return repeated.once(
                call,
                () -> inFlight.counted(app.id(), drafts.size(), () -> inOrder(drafts))
                        .thenApply(positions -> {
                            JsonWriter json =
                                    new JsonWriter().open('{').name("positions").open('[');
                            positions.forEach(position -> position(json, position));
                            return Answer.json(json.close(']').close('}'));
                        }));
    }

    /** One after the other: only so they keep their order across channels. */
    private CompletionStage<List<Position>> inOrder(List<Draft> drafts) {
        List<Position> positions = new ArrayList<>();
        CompletionStage<List<Position>> last = CompletableFuture.completedFuture(positions);
        for (Draft draft : drafts) {
            last = last.thenCompose(done -> publish(draft)).thenApply(position -> {
                positions.add(position);
                return positions;
            });
        }
        return last;
    }

    /**
     * Publishes as from outside. On a loop that is the audience's home the hub would act at once, before what other homes have
     * just posted to that loop, and whoever published those first would see the order turned round.
     */
    private CompletionStage<Position> publish(Draft draft) {
        return CompletableFuture.supplyAsync(() -> hub.publish(draft), beside).thenCompose(stage -> stage);
    }

    CompletionStage<Answer> userEvent(Call call) {
        Fields fields = call.fields(maxDepth + WRAPPING, USER_EVENT);
        App app = call.ownApp();
        Name event = event(fields, app.config());
        ByteBuilder both = new ByteBuilder();
        both.append(orNull(fields.raw("session"))).append(',').append(orNull(fields.raw("user")));
        checkSize("session and user", both.length(), app.config());
        fields.check();
        Payload sessionAndUser = Payload.slice(both.array(), 0, both.length());
        Draft draft = Draft.toUser(app.id(), call.value("user"), event, sessionAndUser);
        return inFlight.counted(app.id(), 1, () -> publish(draft)).thenApply(PublishCalls::answer);
    }

    private static Payload orNull(@Nullable Payload payload) {
        return payload == null ? Payload.NULL : payload;
    }

    private static Draft draft(Fields fields, App app) {
        AppConfig config = app.config();
        Name event = event(fields, config);
        Payload text = fields.raw("message");
        if (text != null) {
            checkSize("message", text.length(), config);
        }
        Payload message = BinaryTexts.filled(fields, text, "binary");
        if (!fields.has("channel") || fields.isNull("channel")) {
            return new Draft(AudienceKey.app(app.id()), false, event, message, true);
        }
        Name channel = Name.of(fields.name("channel", config.maxNameLength()));
        return Draft.toChannel(app.id(), channel, event, message, true);
    }

    private static Name event(Fields fields, AppConfig config) {
        String event = fields.name("event", config.maxNameLength());
        if (ReservedEvents.contains(event)) {
            fields.wrong("event", "must not be a name that Socket.IO keeps for itself.");
        }
        return Name.of(event);
    }

    private static void checkSize(String what, int bytes, AppConfig config) {
        if (bytes > config.maxPayload()) {
            throw Refusal.of(
                    413,
                    "payload_too_large",
                    "The " + what + " has more than " + config.maxPayload() + " bytes (maxPayload).");
        }
    }

    private static Answer answer(Position position) {
        JsonWriter json = new JsonWriter().open('{').name("position");
        position(json, position);
        return Answer.json(json.close('}'));
    }

    private static void position(JsonWriter json, Position position) {
        json.open('{')
                .field("epoch", position.epoch())
                .field("offset", position.offset())
                .close('}');
    }
}
