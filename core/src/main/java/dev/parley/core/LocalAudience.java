package dev.parley.core;

import java.util.ArrayList;
import java.util.List;

/**
 * The members of one audience that live on one shard, dense, in no particular order.
 *
 * <p>Two lists with the same places: the fan-out walks the subscribers and touches nothing else.
 */
final class LocalAudience {
    final AudienceKey key;
    final List<Subscriber> members = new ArrayList<>(4);
    private final List<Membership> memberships = new ArrayList<>(4);

    LocalAudience(AudienceKey key) {
        this.key = key;
    }

    int size() {
        return members.size();
    }

    void add(Membership membership) {
        membership.audience = this;
        membership.key = key;
        membership.index = members.size();
        members.add(membership.subscriber);
        memberships.add(membership);
    }

    /** The last one takes the leaver's place. */
    void remove(Membership membership) {
        int hole = membership.index;
        Subscriber lastMember = members.removeLast();
        Membership last = memberships.removeLast();
        if (last != membership) {
            members.set(hole, lastMember);
            memberships.set(hole, last);
            last.index = hole;
        }
        membership.audience = null;
        membership.index = -1;
    }

    /** For checks: the membership at a place. */
    Membership membership(int index) {
        return memberships.get(index);
    }
}
