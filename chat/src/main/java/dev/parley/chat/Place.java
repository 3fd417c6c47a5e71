package dev.parley.chat;

import org.jspecify.annotations.Nullable;

/** Where one operation stands in its room's order. Used by one thread after another: those that run it, then the one that answers. */
final class Place {

    private final PublishOrder order;
    private PublishOrder.@Nullable Ticket ticket;

    Place(PublishOrder order) {
        this.order = order;
    }

    /** While the room is held. PostgreSQL may run a transaction again, and then it stands where the last run put it. */
    void take(String room) {
        skip();
        ticket = order.take(room);
    }

    void skip() {
        PublishOrder.Ticket taken = ticket;
        ticket = null;
        if (taken != null) {
            order.skip(taken);
        }
    }

    /** Runs it when all that was committed before in the room has been told. */
    void settle(Runnable action) {
        PublishOrder.Ticket taken = ticket;
        if (taken == null) {
            action.run();
        } else {
            order.settle(taken, action);
        }
    }
}
