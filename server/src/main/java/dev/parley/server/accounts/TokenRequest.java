package dev.parley.server.accounts;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session that a back end wants for a user.
 *
 * @param user an id; the user need not be stored here
 * @param family {@code altogic}, {@code skapi} or {@code vchat}
 * @param lifetime null for the app's for that family
 * @param channels channels and patterns the token lists, for rules that say {@code claim}
 */
public record TokenRequest(
        String user, String family, @Nullable Duration lifetime, List<String> channels) {

    /** For whose clients there are tokens. */
    public static final Set<String> FAMILIES = Set.of("altogic", Client.SKAPI, Client.VCHAT);

    /** The most channels a token can list. */
    public static final int MAX_CHANNELS = 100;

    /** The longest a token can be wanted for. */
    public static final Duration MAX_LIFETIME = Duration.ofDays(3_650);
}
