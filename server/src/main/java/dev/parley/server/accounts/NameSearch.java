package dev.parley.server.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One search for users, by a part of their names. It goes through the users whose names hold three characters of the part, those
 * three that the fewest have, or through all users if the part is shorter; in the order of their ids, some at a time, until there is
 * a page of them or {@link #MOST} were looked at. Made for one call, in a {@link dev.parley.storage.SqlWork}.
 */
final class NameSearch {

    /** Users that one search looks at. */
    static final int MOST = 20_000;

    static final String ALL = "SELECT u.hex_id, u.name, u.disabled FROM users u"
            + " WHERE u.app = :app AND u.hex_id > :after ORDER BY u.hex_id LIMIT :limit";

    /** The inner query reads the index alone, and no more of it than is asked for. */
    static final String BY_GRAM = "SELECT g.hex_id, u.name, u.disabled FROM (SELECT app, hex_id FROM name_grams"
            + " WHERE app = :app AND gram = :gram AND hex_id > :after ORDER BY hex_id LIMIT :limit) g"
            + " LEFT JOIN users u ON u.app = g.app AND u.hex_id = g.hex_id ORDER BY g.hex_id";

    static final String COUNT = "SELECT count(*) FROM (SELECT hex_id FROM name_grams"
            + " WHERE app = :app AND gram = :gram AND hex_id > :after LIMIT :limit) g";

    private static final int FIRST_CHUNK = 125;
    private static final int LARGEST_CHUNK = 500;
    private static final int GRAMS_COUNTED = 16;
    private static final int COUNTED_TO = 2000;
    /** So few that no other three characters are looked for. */
    private static final int FEW = 100;

    /** @param name null for none, and if the user is not there any more */
    private record Seen(String hexId, @Nullable String name, boolean disabled) {}

    private final Handle handle;
    private final String app;
    private final String part;

    /** @param part folded; empty for all users, also those without a name */
    NameSearch(Handle handle, String app, String part) {
        this.handle = handle;
        this.app = app;
        this.part = part;
    }

    /** The ids, in order, of at most so many users behind this one. */
    List<String> idsAfter(String after, int limit) {
        Set<String> grams = NameFold.grams(part);
        String gram = grams.isEmpty() ? null : rarest(grams, after);
        if (gram != null && gram.isEmpty()) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        String at = after;
        int chunk = FIRST_CHUNK;
        for (int looked = 0; looked < MOST; looked += chunk, chunk = Math.min(2 * chunk, LARGEST_CHUNK)) {
            List<Seen> seen = chunk(gram, at, Math.min(chunk, MOST - looked));
            for (Seen one : seen) {
                if (fits(one)) {
                    found.add(one.hexId());
                }
                if (found.size() == limit) {
                    return found;
                }
            }
            if (seen.size() < chunk) {
                return found;
            }
            at = seen.getLast().hexId();
        }
        return found;
    }

    private boolean fits(Seen seen) {
        String name = seen.name();
        return !seen.disabled()
                && (part.isEmpty() || (name != null && NameFold.fold(name).contains(part)));
    }

    /** The one that the fewest names hold, as far as they are counted; empty if one is in no name. */
    private String rarest(Set<String> grams, String after) {
        String rarest = "";
        int least = Integer.MAX_VALUE;
        for (String gram : grams.stream().limit(GRAMS_COUNTED).toList()) {
            int count = count(gram, after);
            if (count == 0) {
                return "";
            }
            if (count < least) {
                least = count;
                rarest = gram;
            }
            if (least <= FEW) {
                break;
            }
        }
        return rarest;
    }

    private int count(String gram, String after) {
        return handle.createQuery(COUNT)
                .bind("app", app)
                .bind("gram", gram)
                .bind("after", after)
                .bind("limit", COUNTED_TO)
                .mapTo(Integer.class)
                .one();
    }

    private List<Seen> chunk(@Nullable String gram, String after, int limit) {
        var query = handle.createQuery(gram == null ? ALL : BY_GRAM)
                .bind("app", app)
                .bind("after", after)
                .bind("limit", limit);
        if (gram != null) {
            query.bind("gram", gram);
        }
        return query.map((results, context) -> new Seen(
                        results.getString("hex_id"), results.getString("name"), results.getInt("disabled") == 1))
                .list();
    }
}
