package dev.parley.core;

import java.util.List;

/** The steps of a command. Made one by one, because an update of someone in a thousand channels has a thousand. */
sealed interface Plan {

    int size();

    Step step(int index);

    /** Nothing to do, but its completion waits for its turn. */
    enum Nothing implements Plan {
        PLAN;

        @Override
        public int size() {
            return 0;
        }

        @Override
        public Step step(int index) {
            throw new IndexOutOfBoundsException(index);
        }
    }

    record Single(Step only) implements Plan {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public Step step(int index) {
            return only;
        }
    }

    /** A new profile, told in each channel. */
    record Updates(List<Membership> channels, Member member, boolean echo) implements Plan {
        @Override
        public int size() {
            return channels.size();
        }

        @Override
        public Step step(int index) {
            return new Step.Update(channels.get(index), member, echo);
        }
    }

    /** The end of a subscriber. */
    record Departure(List<Membership> memberships) implements Plan {
        @Override
        public int size() {
            return memberships.size();
        }

        @Override
        public Step step(int index) {
            Membership membership = memberships.get(index);
            return membership.isChannel()
                    ? new Step.Leave(membership, LeaveReason.DISCONNECTED, false, membership.numericName)
                    : new Step.Detach(membership);
        }
    }
}
