package dev.parley.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The audiences of one subscriber: those it wants, in the order it asked for them, and those it no longer wants but is still admitted
 * to or about to be. Its shard only.
 *
 * <p>Most subscribers are in two or three. Up to {@value #FEW} stand in a list that is searched from its start, which takes a
 * third of a map's memory and finds them no later.
 */
final class Memberships {

    private static final int FEW = 8;

    /** The wanted ones while they are few; empty from the time they are not. */
    private final ArrayList<Membership> few = new ArrayList<>(2);

    /** The wanted ones when they have become more, until they are none; else null. */
    private @Nullable Map<AudienceKey, Membership> many;

    /** No longer wanted; null if there are none. */
    private @Nullable List<Membership> leaving;

    /** The wanted channels, as given to commands; null when they have changed since. */
    private @Nullable List<Membership> channels;

    private int channelCount;

    /** How many channels are wanted. */
    int channelCount() {
        return channelCount;
    }

    /** The wanted channels in order; never changed afterwards. */
    List<Membership> channels() {
        List<Membership> list = channels;
        if (list == null) {
            list = wanted().stream().filter(Membership::isChannel).toList();
            channels = list;
        }
        return list;
    }

    /** The wanted ones in order; a view. */
    Collection<Membership> wanted() {
        return many == null ? few : many.values();
    }

    /** How many it is in or on its way into or out of. */
    int size() {
        return wanted().size() + (leaving == null ? 0 : leaving.size());
    }

    /** All it is in or on its way into or out of; a copy. */
    List<Membership> all() {
        List<Membership> all = new ArrayList<>(wanted());
        if (leaving != null) {
            all.addAll(leaving);
        }
        return all;
    }

    /** The wanted membership in that audience, or null. */
    @Nullable
    Membership get(AudienceKey key) {
        if (many != null) {
            return many.get(key);
        }
        for (int i = 0; i < few.size(); i++) {
            if (few.get(i).key.equals(key)) {
                return few.get(i);
            }
        }
        return null;
    }

    /** Adds one whose audience is not wanted yet. */
    void want(Membership membership) {
        if (many == null && few.size() == FEW) {
            Map<AudienceKey, Membership> map = new LinkedHashMap<>(4 * FEW);
            few.forEach(each -> map.put(each.key, each));
            many = map;
            few.clear();
            few.trimToSize();
        }
        if (many == null) {
            few.add(membership);
        } else {
            many.put(membership.key, membership);
        }
        changed(membership, 1);
    }

    /** Puts the one in that audience to those that leave; null if there is none. */
    @Nullable
    Membership unwant(AudienceKey key) {
        Membership membership = get(key);
        if (membership != null) {
            forget(membership);
            if (leaving == null) {
                leaving = new ArrayList<>(2);
            }
            leaving.add(membership);
        }
        return membership;
    }

    /** It is admitted nowhere and never will be. */
    void drop(Membership membership) {
        gone(membership);
        if (get(membership.key) == membership) {
            forget(membership);
        }
    }

    /** One that was leaving has left. */
    void gone(Membership membership) {
        List<Membership> list = leaving;
        if (list != null && list.remove(membership) && list.isEmpty()) {
            leaving = null;
        }
    }

    void clear() {
        few.clear();
        many = null;
        leaving = null;
        channels = null;
        channelCount = 0;
    }

    /** Whether one of them stands in {@code audience} now. */
    boolean areIn(LocalAudience audience) {
        Membership membership = get(audience.key);
        if (membership != null && membership.audience == audience) {
            return true;
        }
        List<Membership> list = leaving;
        if (list != null) {
            for (Membership each : list) {
                if (each.audience == audience) {
                    return true;
                }
            }
        }
        return false;
    }

    private void forget(Membership membership) {
        if (many == null) {
            few.remove(membership);
        } else {
            many.remove(membership.key);
            if (many.isEmpty()) {
                many = null;
            }
        }
        changed(membership, -1);
    }

    private void changed(Membership membership, int by) {
        if (membership.isChannel()) {
            channelCount += by;
            channels = null;
        }
    }
}
