package dev.parley.admin;

import dev.parley.protocol.mapping.Content;
import org.jspecify.annotations.Nullable;

/**
 * A member of a channel: one connection, not one user.
 *
 * @param id the connection's id, which clients call socket id
 * @param user the id of the user who is signed in there; null if nobody is
 * @param data the profile that the member set of itself; absent if it never did
 */
public record Member(String id, @Nullable String user, Content data) {

    static Member read(JsonIn in) {
        return new Member(in.text("id"), in.textOrNull("user"), in.content("data"));
    }
}
