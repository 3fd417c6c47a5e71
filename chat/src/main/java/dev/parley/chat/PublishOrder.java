package dev.parley.chat;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what was committed in a room back into the order of the commits. Any thread.
 *
 * <p>A transaction takes a ticket while it holds the room, so tickets are in the order of commits. Answers of the database may
 * overtake each other; what follows an answer waits here until all earlier tickets are settled. Every ticket must be settled, also
 * one of a transaction that failed: with nothing to do.
 *
 * <p>A room is in here only while it has tickets. There are never more than operations under way, which are bounded.
 */
final class PublishOrder {

    private static final Logger LOG = LoggerFactory.getLogger(PublishOrder.class);

    private final ConcurrentHashMap<String, Lane> lanes = new ConcurrentHashMap<>();

    /** A place in a room's order. Guarded by the room's entry in the map. */
    static final class Ticket {

        private final String room;
        private @Nullable Runnable action;

        private Ticket(String room) {
            this.room = room;
        }
    }

    /** Tickets that were taken and not run. Guarded by its entry in the map. */
    private static final class Lane {

        private final ArrayDeque<Ticket> tickets = new ArrayDeque<>();
        private boolean running;
    }

    Ticket take(String room) {
        Ticket ticket = new Ticket(room);
        lanes.compute(room, (_, found) -> {
            Lane lane = found == null ? new Lane() : found;
            lane.tickets.add(ticket);
            return lane;
        });
        return ticket;
    }

    /** Gives a place up. */
    void skip(Ticket ticket) {
        settle(ticket, () -> {});
    }

    /** Runs this, and what waited for it, now if it is its turn; otherwise whoever settles the last earlier ticket runs it. */
    void settle(Ticket ticket, Runnable action) {
        lanes.computeIfPresent(ticket.room, (_, lane) -> {
            ticket.action = action;
            return lane;
        });
        for (Runnable next = begin(ticket.room); next != null; next = end(ticket.room)) {
            run(next);
        }
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            // Otherwise the room would wait for this one forever.
            LOG.error("an action in the order of a room failed", e);
        }
    }

    /** What to run first; null if somebody else runs this room's actions, or an earlier ticket is not settled. */
    private @Nullable Runnable begin(String room) {
        Step step = new Step();
        lanes.computeIfPresent(room, (_, lane) -> lane.running ? lane : step.advance(lane));
        return step.action;
    }

    private @Nullable Runnable end(String room) {
        Step step = new Step();
        lanes.computeIfPresent(room, (_, lane) -> step.advance(lane));
        return step.action;
    }

    /** Rooms that have tickets. */
    int size() {
        return lanes.size();
    }

    /** Carries the next action out of the map's callback, as it must not run inside. */
    private static final class Step {

        private @Nullable Runnable action;

        /** @return null when the room has no tickets left */
        @Nullable
        Lane advance(Lane lane) {
            Ticket first = lane.tickets.peek();
            action = first == null ? null : first.action;
            lane.running = action != null;
            if (action != null) {
                lane.tickets.remove();
            }
            return first == null ? null : lane;
        }
    }
}
