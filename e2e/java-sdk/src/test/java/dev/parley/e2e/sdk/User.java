package dev.parley.e2e.sdk;

import dev.parley.e2e.sdk.Heard.Event;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Somebody who uses a realtime client, whatever it is written in. All methods return when the client says that it is done. */
interface User extends AutoCloseable {

    /** Tells tests apart who waits for whom; never heard by the assertions. */
    String id();

    Heard heard();

    void join(String channel, boolean echo);

    void leave(String channel, boolean echo);

    void update(@Nullable Object profile, boolean echo);

    void send(String channel, String event, @Nullable Object content, boolean echo);

    void broadcast(String event, @Nullable Object content, boolean echo);

    /** The members as events show them: {@code {id, data}}. */
    Set<?> members(String channel);

    @Override
    void close();

    /** How an event that a member caused looks. */
    default Event as(String event, String channel, @Nullable Object profile) {
        return Event.member(event, channel, id(), profile);
    }
}
