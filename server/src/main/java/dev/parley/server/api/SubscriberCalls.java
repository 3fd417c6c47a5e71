package dev.parley.server.api;

import dev.parley.core.AudienceKey;
import dev.parley.core.Hub;
import dev.parley.core.SubscriberInfo;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The connected devices of users. */
final class SubscriberCalls {

    /** Each may be in a thousand channels, which are listed, too. */
    private static final int MAX_LISTED = 100;

    private final Hub hub;
    private final Trail trail;

    SubscriberCalls(Hub hub, Trail trail) {
        this.hub = hub;
        this.trail = trail;
    }

    CompletionStage<Answer> list(Call call) {
        AudienceKey user = user(call);
        int limit = call.limit(MAX_LISTED);
        return hub.memberCount(user).thenCombine(hub.subscribers(user, limit), (total, subscribers) -> {
            JsonWriter json = new JsonWriter().open('{').name("subscribers").open('[');
            for (SubscriberInfo subscriber : subscribers) {
                json.open('{')
                        .field("id", subscriber.id())
                        .field("user", subscriber.user())
                        .texts("channels", subscriber.channels())
                        .close('}');
            }
            return Answer.json(json.close(']').field("total", total).close('}'));
        });
    }

    CompletionStage<Answer> disconnect(Call call) {
        String id = call.id("subscriber", "subscriber_not_found");
        return hub.disconnect(call.ownApp().id(), id).thenCompose(found -> {
            if (!found) {
                throw Refusal.notFound("subscriber_not_found", "No such subscriber is connected to the app.");
            }
            return trail.note(call, "subscriber.disconnect", id, Map.of(), Answer.NO_CONTENT);
        });
    }

    CompletionStage<Answer> disconnectUser(Call call) {
        return hub.disconnect(user(call)).thenCompose(count -> {
            Answer answer = Answer.json(
                    new JsonWriter().open('{').field("disconnected", count).close('}'));
            return trail.note(call, "user.disconnect", call.value("user"), Map.of("subscribers", count), answer);
        });
    }

    private static AudienceKey user(Call call) {
        return AudienceKey.user(call.ownApp().id(), call.id("user", "user_not_found"));
    }
}
