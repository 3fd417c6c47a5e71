package dev.parley.admin;

import dev.parley.protocol.mapping.Content;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An app: a tenant of the server, with keys, users and settings of its own.
 *
 * @param id its id
 * @param name its name
 * @param suspended whether nobody can use it now
 * @param inFile whether it is set in the settings file and can be changed only there
 * @param settings what was set of it: a JSON object with {@code [secret]} in place of secrets; JSON's null for an app of the settings file
 * @param createdAt when it was made; null for an app of the settings file
 * @param updatedAt when it was last changed; null for an app of the settings file
 */
public record App(
        String id,
        String name,
        boolean suspended,
        boolean inFile,
        Content settings,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {

    static App read(JsonIn in) {
        return new App(
                in.text("id"),
                in.text("name"),
                in.flag("suspended"),
                in.flag("inFile"),
                in.content("settings"),
                in.timeOrNull("createdAt"),
                in.timeOrNull("updatedAt"));
    }
}
