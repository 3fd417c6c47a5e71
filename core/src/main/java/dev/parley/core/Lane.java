package dev.parley.core;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of one connection, in order; all subscribers of the connection share it. Made by {@link Shard#lane}, used
 * on that shard's loop only.
 *
 * <p>Steps are under way at one home shard at a time. A step for another home waits until the last home has reported
 * back, and it reports after it has posted to every shard; so what one connection says in two channels is heard in that
 * order everywhere. Steps for the same home follow each other without waiting.
 *
 * <p>What is under way is bounded by {@link HubOptions.Credit}: at its limit the {@link Valve} is told to pause, at half
 * of it to resume, and far beyond it the connection is closed as {@link CloseReason#FLOOD}.
 */
public final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Shard shard;
    private final Valve valve;
    private final HubOptions.Credit credit;

    /** Commands not all of whose steps are started, linked through {@link Command#behind}: an idle lane holds no queue. */
    private @Nullable Command waiting;

    private @Nullable Command lastWaiting;

    /** Steps that are started, linked through {@link Flight#behind}. */
    private @Nullable Flight underWay;

    private @Nullable Flight lastUnderWay;
    private @Nullable Shard home;
    private boolean advancing;
    private int commands;
    private long bytes;
    private boolean paused;
    private boolean flooded;

    Lane(Shard shard, Valve valve, HubOptions.Credit credit) {
        this.shard = shard;
        this.valve = valve;
        this.credit = credit;
    }

    /** Commands taken and not yet completed, of all the connection's subscribers. */
    public int commandsUnderWay() {
        return commands;
    }

    /** Whether the valve was last told to pause. */
    public boolean isPaused() {
        return paused;
    }

    Shard shard() {
        return shard;
    }

    /** For checks: nothing waits, and all credit is back. */
    boolean isAtRest() {
        return waiting == null && underWay == null && commands == 0 && bytes == 0 && !paused;
    }

    /** Whether there is room for a command of this cost; if not, the connection is closed. */
    boolean accepts(long cost) {
        boolean flood = commands >= credit.floodCommands() || (commands > 0 && bytes + cost > credit.floodBytes());
        if (flood && !flooded) {
            flooded = true;
            isolated(() -> valve.close(CloseReason.FLOOD));
        }
        return !flooded;
    }

    /**
     * Has a message published, in its turn like everything else.
     *
     * <p>Most come when nothing is under way, and many lanes are on the shard that is home. Then the step is carried out, the
     * members are told and it is completed before this returns: in the order in which {@link #submit} does the same, but
     * without the objects that make up a flight there and back.
     */
    void publish(Draft draft, Sender sender, long cost, Completion completion) {
        boolean atRest = !advancing && waiting == null && underWay == null;
        boolean pausing = credit.commands() == 1 || cost >= credit.bytes();
        if (atRest && !pausing && shard.isFree() && shard.hub().homeOf(draft.audience()) == shard) {
            publishAtOnce(draft, sender, cost, completion);
        } else {
            submit(new Command(new Plan.Single(new Step.Publish(draft, sender)), cost, completion));
        }
    }

    private void publishAtOnce(Draft draft, Sender sender, long cost, Completion completion) {
        commands++;
        bytes += cost;
        home = shard;
        advancing = true; // what is submitted meanwhile waits, as it does while a step is under way
        Refusal refusal = Refusal.internalError();
        try {
            refusal = shard.homes().sayAtOnce(draft, sender);
        } finally {
            if (waiting == null) {
                complete(cost, refusal, completion);
            } else {
                // What was submitted meanwhile is started before this is completed.
                Command command = new Command(Plan.Nothing.PLAN, cost, completion);
                command.refusal = refusal;
                depart(new Flight(this, command));
            }
            advancing = false;
        }
        if (waiting != null || underWay != null) {
            advance();
        }
    }

    void submit(Command command) {
        if (command.cost != Command.FREE) {
            commands++;
            bytes += command.cost;
            if (!paused && (commands >= credit.commands() || bytes >= credit.bytes())) {
                paused = true;
                shard.counters().pauses.increment();
                isolated(valve::pause);
            }
        }
        if (lastWaiting == null) {
            waiting = command;
        } else {
            lastWaiting.behind = command;
        }
        lastWaiting = command;
        advance();
    }

    /**
     * Starts what may start and completes what has landed, until neither moves. A home on this very shard may finish a
     * step, and a completion submit more, within this; they leave it to the loop that is already running.
     */
    void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            boolean moved;
            do {
                moved = startWaiting() || completeLanded();
            } while (moved);
        } finally {
            advancing = false;
        }
    }

    private boolean startWaiting() {
        boolean moved = false;
        Command command;
        while ((command = waiting) != null && start(command)) {
            waiting = command.behind;
            command.behind = null; // what has left keeps nothing alive
            if (waiting == null) {
                lastWaiting = null;
            }
            moved = true;
        }
        return moved;
    }

    /** Starts the command's steps and returns whether all are started. */
    private boolean start(Command command) {
        int steps = command.plan.size();
        if (steps == 0) {
            depart(new Flight(this, command));
            return true;
        }
        while (command.next < steps) {
            Step step = command.plan.step(command.next);
            Shard target = shard.hub().homeOf(step.audience());
            if (target != home && underWay != null) {
                return false;
            }
            home = target;
            command.next++;
            Flight flight = new Flight(this, command, step, target);
            depart(flight);
            target.post(flight);
        }
        return true;
    }

    private void depart(Flight flight) {
        if (lastUnderWay == null) {
            underWay = flight;
        } else {
            lastUnderWay.behind = flight;
        }
        lastUnderWay = flight;
    }

    /** In order: a command without steps lands at once, but waits here for those before it. */
    private boolean completeLanded() {
        boolean moved = false;
        Flight flight;
        while ((flight = underWay) != null && flight.landed()) {
            underWay = flight.behind;
            flight.behind = null;
            if (underWay == null) {
                lastUnderWay = null;
            }
            moved = true;
            if (flight.last) {
                Command command = flight.command;
                complete(command.cost, command.outcome(), command.completion);
            }
        }
        return moved;
    }

    private void complete(long cost, @Nullable Refusal outcome, Completion completion) {
        if (cost != Command.FREE) {
            commands--;
            bytes -= cost;
        }
        if (outcome != null) {
            shard.counters().refusals.increment();
        }
        try {
            completion.done(outcome);
        } catch (RuntimeException e) {
            failed(e);
        }
        if (paused && commands <= credit.commands() / 2 && bytes <= credit.bytes() / 2) {
            paused = false;
            isolated(valve::resume);
        }
    }

    /** What the connection does with the news must not break the lane. */
    private void isolated(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException e) {
        shard.counters().faults.increment();
        LOG.debug("A connection failed on news of its commands", e);
    }
}
