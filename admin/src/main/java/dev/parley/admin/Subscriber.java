package dev.parley.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a user.
 *
 * @param id its id, which clients call socket id
 * @param user the id of the user who is signed in there; null if nobody is
 * @param channels the channels it is in, unmodifiable
 */
public record Subscriber(String id, @Nullable String user, List<String> channels) {

    static Subscriber read(JsonIn in) {
        return new Subscriber(in.text("id"), in.textOrNull("user"), in.texts("channels"));
    }
}
