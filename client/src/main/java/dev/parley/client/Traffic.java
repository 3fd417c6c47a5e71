package dev.parley.client;

import dev.parley.protocol.EventArguments;
import dev.parley.protocol.Payload;
import dev.parley.protocol.SocketPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one client: those that wait to be sent, those that wait for an answer, and what becomes of both when a connection begins and ends. A command is
 * in exactly one of them until its future completes. Everything runs on the lane.
 */
final class Traffic {

    /** More than so many commands are not under way at a time; the rest waits where it is still known not to have been sent. */
    private static final int WINDOW = 1_024;
    /** What is on its way each time when the server ends the connection for a reason is the reason, after so many times. */
    private static final int MOST_BLAMED = 3;

    private final Options options;
    private final Lane lane;
    private final Signals signals;
    private final Commands commands;
    private final Outbox outbox;
    private final Unanswered unanswered = new Unanswered();
    private final Memberships memberships = new Memberships();
    private Runnable progress = () -> {};
    private Timers.@Nullable Timer answersDue;
    private boolean acknowledged;
    private boolean overflowTold;

    Traffic(Options options, Lane lane, Signals signals, Commands commands) {
        this.options = options;
        this.lane = lane;
        this.signals = signals;
        this.commands = commands;
        this.outbox = new Outbox(options.bounds());
    }

    /** Whether everything was sent and answered. */
    boolean isIdle() {
        return outbox.isEmpty() && unanswered.isEmpty();
    }

    /** What to do when something was given up, so that something else may be sent. */
    void onProgress(Runnable task) {
        progress = task;
    }

    /** Takes a command to be sent when there is a connection, if there is room. */
    void add(Command<?> command) {
        NotSentException refusal = outbox.add(command);
        if (refusal == null) {
            overflowTold = false;
            return;
        }
        command.failed(refusal);
        if (options.bounds().overflow() == Overflow.FAIL && !overflowTold) {
            overflowTold = true;
            signals.failed(refusal);
        }
    }

    /** Makes that a channel is not joined again. */
    void forget(Command<?> leave) {
        remember(leave.about());
    }

    /** What the user wants to be in and to be from now on, whatever becomes of this connection. Noted when it is sent: what waits until then speaks for itself. */
    private void remember(Command.About about) {
        String channel = about.channel();
        Payload profile = about.profile();
        if (about.kind() == Command.Kind.JOIN && channel != null) {
            memberships.joined(channel, about.echo());
        } else if (about.kind() == Command.Kind.LEAVE && channel != null) {
            memberships.left(channel);
        } else if (profile != null) {
            memberships.updated(profile);
        }
    }

    /** A connection was made: before everything else the profile and the channels of the last one, except what is about to be sent anyway. */
    void begin(boolean acknowledges) {
        acknowledged = acknowledges;
        if (!options.behaviour().autoJoinChannels()) {
            return;
        }
        List<Command<?>> again = new ArrayList<>();
        Payload profile = memberships.profile();
        if (profile != null && !outbox.holdsUpdate()) {
            again.add(watched(commands.update(profile, null)));
        }
        Set<String> waiting = outbox.channels();
        for (Memberships.Channel channel : memberships.channels()) {
            if (!waiting.contains(channel.name())) {
                again.add(watched(commands.join(channel.name(), channel.echo())));
            }
        }
        outbox.putBack(again);
    }

    /** Nobody holds the future of what the client sends by itself, so what comes of it is told as an error. */
    private Command<?> watched(Command<?> command) {
        command.pending().whenComplete((done, failure) -> {
            if (failure instanceof RefusedException || failure instanceof OutcomeUnknownException) {
                signals.failed((RealtimeException) failure);
            }
        });
        return command;
    }

    void fill(int maxPayload, Batch batch) {
        while (batch.hasRoom() && unanswered.size() < WINDOW) {
            Command<?> command = outbox.next();
            if (command == null) {
                break;
            }
            if (command.largestPacket(acknowledged) > maxPayload) {
                command.failed(new NotSentException(
                        "payload_too_large",
                        "It has " + command.size() + " bytes, and the server takes packets of " + maxPayload
                                + " (its maxPayload)."));
            } else {
                send(command, batch);
            }
        }
        awaitAnswers();
    }

    private void send(Command<?> command, Batch batch) {
        remember(command.about());
        if (acknowledged) {
            long now = options.means().timers().nanoTime();
            batch.add(command.packets(unanswered.add(command, now)));
        } else {
            batch.add(command.packets(SocketPacket.NO_ACK));
            batch.completes(command);
        }
    }

    void answered(long ackId, EventArguments answer) {
        Command<?> command = unanswered.remove(ackId);
        if (command == null) {
            return; // answered twice, or too late
        }
        RefusedException refusal = command.answered(answer);
        String channel = command.channel();
        boolean refused = refusal != null && !Refusals.mayPass(refusal);
        if (refused && command.kind() == Command.Kind.JOIN && channel != null) {
            memberships.left(channel);
        }
    }

    /** The connection has ended. What surely was not done, or may be done twice, waits for the next one; of the rest nobody knows. */
    void end(Batch unsure, boolean blaming) {
        cancelTimer();
        List<Command<?>> again = new ArrayList<>();
        List<Command<?>> sent = unanswered.clear();
        sent.addAll(unsure.commands());
        sent.addAll(outbox.takeQuestions());
        for (Command<?> command : sent) {
            if (command.kind().isRepeatable() && !(blaming && command.isBlamed(MOST_BLAMED))) {
                again.add(command);
            } else if (command.kind().isRepeatable()) {
                memberships.forget(command.about());
                command.failed(new OutcomeUnknownException("The server ended " + MOST_BLAMED
                        + " connections while it was to answer this: it is not sent again."));
            } else if (command.kind() == Command.Kind.MESSAGE) {
                command.failed(
                        new OutcomeUnknownException(
                                "The connection ended before the server answered: the message may have been delivered or not."));
            } else {
                command.failed(new ConnectionException(
                        "transport_error", "The connection ended before the server answered.", null));
            }
        }
        outbox.putBack(again);
    }

    /** Fails all that waits to be sent. */
    void fail(NotSentException because) {
        outbox.clear().forEach(command -> command.failed(because));
    }

    private void awaitAnswers() {
        if (answersDue == null && !unanswered.isEmpty()) {
            Timers timers = options.means().timers();
            answersDue = timers.after(
                    unanswered.untilNext(timers.nanoTime(), options.pace().answerTimeout()), lane, this::expire);
        }
    }

    private void expire() {
        answersDue = null;
        long now = options.means().timers().nanoTime();
        for (Command<?> command : unanswered.expired(now, options.pace().answerTimeout())) {
            command.failed(new OutcomeUnknownException("The server did not answer within "
                    + options.pace().answerTimeout().toMillis() + " ms (answerTimeout)."));
        }
        awaitAnswers();
        progress.run();
    }

    private void cancelTimer() {
        if (answersDue != null) {
            answersDue.cancel();
            answersDue = null;
        }
    }
}
