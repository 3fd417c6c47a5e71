package dev.parley.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whom a publication reaches: a channel's members, one user's subscribers, everyone connected to an app, or one subscriber.
 *
 * <p>The four kinds are key spaces that never meet: a channel named like a user id is just a channel. An app's
 * audiences are never another app's, whatever their names.
 *
 * <p>Not a record because it keeps its hash, which is asked for on every hop of every message. It is comparable so that
 * names chosen to collide cost a hash map a logarithm, not a scan.
 */
public final class AudienceKey implements Comparable<AudienceKey> {

    /** The key spaces. */
    public enum Kind {
        /** Members with presence: joins and leaves are announced. */
        CHANNEL,
        /** All subscribers of one user, attached silently. */
        USER,
        /** All subscribers of an app, attached silently. */
        APP,
        /** One subscriber alone, if it attached itself: others can reach it by its id. */
        SUBSCRIBER
    }

    private final String app;
    private final Kind kind;
    private final String name;
    private final int hash;

    private AudienceKey(String app, Kind kind, String name) {
        this.app = Objects.requireNonNull(app, "app");
        this.kind = kind;
        this.name = Objects.requireNonNull(name, "name");
        this.hash = spread((app.hashCode() * 31 + kind.name().hashCode()) * 0x9E3779B9 + name.hashCode());
    }

    /** The members of the channel {@code name} of {@code app}. */
    public static AudienceKey channel(String app, String name) {
        return new AudienceKey(app, Kind.CHANNEL, name);
    }

    /** The subscribers of {@code user} in {@code app}. */
    public static AudienceKey user(String app, String user) {
        return new AudienceKey(app, Kind.USER, user);
    }

    /** All subscribers of {@code app}. */
    public static AudienceKey app(String app) {
        return new AudienceKey(app, Kind.APP, "");
    }

    /** The subscriber of this id, if it attached itself. */
    public static AudienceKey subscriber(String app, String id) {
        return new AudienceKey(app, Kind.SUBSCRIBER, id);
    }

    public String app() {
        return app;
    }

    public Kind kind() {
        return kind;
    }

    /** The channel's name, the user's or the subscriber's id; empty for a whole app. */
    public String name() {
        return name;
    }

    /** The index of this key's home among {@code shards} shards; uses the high bits, which a hash map does not. */
    int home(int shards) {
        return (int) (((hash & 0xffff_ffffL) * shards) >>> 32);
    }

    @Override
    public int compareTo(AudienceKey other) {
        int byKind = kind.compareTo(other.kind);
        if (byKind != 0) {
            return byKind;
        }
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : app.compareTo(other.app);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof AudienceKey that
                        && hash == that.hash
                        && kind == that.kind
                        && name.equals(that.name)
                        && app.equals(that.app));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return app + "/" + kind + "/" + name;
    }

    /** The finalizer of MurmurHash3: text hashes differ in their low bits only. */
    private static int spread(int value) {
        int h = value;
        h = (h ^ (h >>> 16)) * 0x85EBCA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35;
        return h ^ (h >>> 16);
    }
}
