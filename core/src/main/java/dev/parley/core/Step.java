package dev.parley.core;

/**
 * What the home shard of one audience is asked to do.
 *
 * <p>A {@link Membership} belongs to the subscriber's shard; the home reads only its final fields and hands it back.
 */
sealed interface Step {

    AudienceKey audience();

    record Join(Membership membership, Member member, boolean echo) implements Step {
        @Override
        public AudienceKey audience() {
            return membership.key;
        }
    }

    record Leave(Membership membership, LeaveReason reason, boolean echo, boolean numericName) implements Step {
        @Override
        public AudienceKey audience() {
            return membership.key;
        }
    }

    record Update(Membership membership, Member member, boolean echo) implements Step {
        @Override
        public AudienceKey audience() {
            return membership.key;
        }
    }

    /** Silent, for audiences without presence. */
    record Attach(Membership membership) implements Step {
        @Override
        public AudienceKey audience() {
            return membership.key;
        }
    }

    /** Silent, for audiences without presence. */
    record Detach(Membership membership) implements Step {
        @Override
        public AudienceKey audience() {
            return membership.key;
        }
    }

    record Publish(Draft draft, Sender sender) implements Step {
        @Override
        public AudienceKey audience() {
            return draft.audience();
        }
    }
}
