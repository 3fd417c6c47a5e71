package dev.parley.server.config;

import java.util.List;
import java.util.UUID;

/**
 * What makes an app a Skapi service.
 *
 * @param admins ids of users, as skapi-js knows them
 */
public record SkapiService(
        @Setting(
                doc =
                        "The Skapi service id that clients pass first: a region of two lower-case letters and two digits, such as `us31`,"
                                + " and 5 to 60 of `A-Z a-z 0-9` behind it.",
                required = true)
        String service,

        @Setting(doc = "The owner's id (a UUID) that clients pass second.", required = true)
        UUID owner,

        @Setting(
                doc =
                        "Whether `skapi.login()` can be used: then an SRP verifier of each password is kept, encrypted, beside its"
                                + " Argon2id hash. Whoever has both the database and the token secret can try passwords against a verifier"
                                + " far faster than against the hash.",
                def = "false")
        boolean passwordLogin,

        @Setting(doc = "The users (UUIDs) who may send notifications to others with `skapi.pushNotification()`.")
        List<UUID> admins) {

    /** Copies the list. */
    public SkapiService {
        admins = List.copyOf(admins);
    }

    /** @param uuid a user's id as skapi-js knows it, in lower case */
    public boolean isAdmin(String uuid) {
        return admins.stream().anyMatch(admin -> admin.toString().equals(uuid));
    }
}
