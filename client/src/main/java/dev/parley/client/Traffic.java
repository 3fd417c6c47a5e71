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
    static final int WINDOW = 1_024;

    private final Options options;
    private final Lane lane;
    private final Signals signals;
    private final Commands commands;
    private final Admission admission;
    private final Outbox outbox;
    private final Unanswered unanswered = new Unanswered();
    private final Memberships memberships = new Memberships();
    private final Suspicion suspicion = new Suspicion();
    private Runnable progress = () -> {};
    private Timers.@Nullable Timer answersDue;
    private boolean acknowledged;

    Traffic(Options options, Lane lane, Signals signals, Commands commands, Admission admission) {
        this.options = options;
        this.lane = lane;
        this.signals = signals;
        this.commands = commands;
        this.admission = admission;
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
        if (refusal != null) {
            command.failed(refusal);
            if (admission.isFirstRefusal()) {
                signals.failed(refusal);
            }
        }
    }

    /** Makes that a channel is not joined again. */
    void forget(Command<?> leave) {
        memberships.accepted(leave.about());
    }

    /** A connection was made: before everything else the profile and the channels of the last one, except what is about to be sent anyway. */
    void begin(boolean acknowledges) {
        acknowledged = acknowledges;
        memberships.begin();
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

    /** @param base64 whether attachments grow on their way */
    void fill(int maxPayload, boolean base64, Batch batch) {
        while (batch.hasRoom() && hasRoom(batch)) {
            Command<?> command = outbox.next();
            if (command == null) {
                break;
            }
            if (command.largestPacket(acknowledged, base64) > maxPayload) {
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

    private boolean hasRoom(Batch batch) {
        int underWay = acknowledged ? unanswered.size() : batch.commands().size();
        return underWay < (suspicion.isOn() ? 1 : WINDOW);
    }

    private void send(Command<?> command, Batch batch) {
        command.sent();
        memberships.asked(command.about());
        if (acknowledged) {
            long now = options.means().timers().nanoTime();
            batch.add(command.packets(unanswered.add(command, now)));
        } else {
            batch.add(command.packets(SocketPacket.NO_ACK));
            batch.completes(command);
        }
    }

    /** Commands without an answer were handed to the network. */
    void written(Batch batch) {
        for (Command<?> command : batch.commands()) {
            memberships.accepted(command.about());
            command.written();
        }
        relax();
    }

    void answered(long ackId, EventArguments answer) {
        Command<?> command = unanswered.remove(ackId);
        if (command == null) {
            return; // answered twice, or too late
        }
        RefusedException refusal = command.answered(answer);
        if (refusal == null) {
            memberships.accepted(command.about());
        } else if (!Refusals.mayPass(refusal)) {
            memberships.refused(command.about());
        }
        relax();
    }

    private void relax() {
        if (suspicion.isOn() && unanswered.isEmpty() && !outbox.holdsRepeatable()) {
            suspicion.end();
        }
    }

    /** The connection has ended. What may be done twice waits for the next one; of the rest nobody knows. */
    void end(Batch unsure) {
        cancelTimer();
        List<Command<?>> sent = unanswered.clear();
        sent.addAll(unsure.commands());
        boolean alone = sent.size() == 1;
        List<Command<?>> again = new ArrayList<>();
        for (Command<?> command : sent) {
            if (!command.kind().isRepeatable()) {
                command.failed(unknown(command));
            } else if (alone && suspicion.convicts(command)) {
                memberships.givenUp(command.about());
                command.failed(new OutcomeUnknownException("Each connection on which nothing but this was under way"
                        + " ended before the server answered: it is not sent again."));
            } else {
                again.add(command);
            }
        }
        outbox.takeQuestions().forEach(question -> question.failed(unknown(question)));
        suspicion.ended(!again.isEmpty());
        outbox.putBack(again);
    }

    private static RealtimeException unknown(Command<?> command) {
        return command.kind() == Command.Kind.MESSAGE
                ? new OutcomeUnknownException(
                        "The connection ended before the server answered: the message may have been delivered or not.")
                : new ConnectionException("transport_error", "The connection ended before the server answered.", null);
    }

    /** Fails all that waits to be sent, or to be sent again. */
    void fail(NotSentException because) {
        for (Command<?> command : outbox.clear()) {
            if (command.wasSent()) {
                memberships.givenUp(command.about());
                command.failed(new OutcomeUnknownException(
                        "It was sent, and the client does not connect again to hear the answer: "
                                + because.getMessage()));
            } else {
                command.failed(because);
            }
        }
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
        String late = "The server did not answer within "
                + options.pace().answerTimeout().toMillis() + " ms (answerTimeout).";
        for (Command<?> command : unanswered.expired(now, options.pace().answerTimeout())) {
            boolean question = command.kind() == Command.Kind.MEMBERS;
            command.failed(
                    question ? new ConnectionException("timeout", late, null) : new OutcomeUnknownException(late));
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
