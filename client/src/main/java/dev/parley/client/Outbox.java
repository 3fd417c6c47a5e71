package dev.parley.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was asked for and is not sent yet, in order and bounded. Owned by the lane. */
final class Outbox {

    private final Options.Bounds bounds;
    private final Deque<Command<?>> commands = new ArrayDeque<>(4);
    private long bytes;

    Outbox(Options.Bounds bounds) {
        this.bounds = bounds;
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    /** Takes a command, and fails older ones if they must make room for it; tells why it was not taken, or null. */
    @Nullable
    NotSentException add(Command<?> command) {
        if (!fits(command)) {
            dropAbandoned();
        }
        if (!fits(command) && bounds.overflow() == Overflow.DROP_OLDEST) {
            makeRoom(command);
        }
        if (!fits(command)) {
            return full(bounds);
        }
        commands.addLast(command);
        bytes += command.size();
        return null;
    }

    private void dropAbandoned() {
        Iterator<Command<?>> all = commands.iterator();
        while (all.hasNext()) {
            Command<?> command = all.next();
            if (command.isAbandoned()) {
                all.remove();
                bytes -= command.size();
            }
        }
    }

    /** Puts commands back that were sent in vain, before everything else and in their order. They had their place, so no bound applies. */
    void putBack(List<Command<?>> sent) {
        for (int i = sent.size() - 1; i >= 0; i--) {
            commands.addFirst(sent.get(i));
            bytes += sent.get(i).size();
        }
    }

    /** The next command that somebody still wants, taken out; null if there is none. */
    @Nullable
    Command<?> next() {
        for (Command<?> command = commands.poll(); command != null; command = commands.poll()) {
            bytes -= command.size();
            if (!command.isAbandoned()) {
                return command;
            }
        }
        return null;
    }

    /** Whether a profile waits that will be sent. */
    boolean holdsUpdate() {
        return commands.stream().anyMatch(command -> command.kind() == Command.Kind.UPDATE && !command.isAbandoned());
    }

    /** Takes out the questions, which are for the connection of now. */
    List<Command<?>> takeQuestions() {
        List<Command<?>> questions = new ArrayList<>();
        for (Command<?> command : commands) {
            if (command.kind() == Command.Kind.MEMBERS) {
                questions.add(command);
                bytes -= command.size();
            }
        }
        commands.removeIf(command -> command.kind() == Command.Kind.MEMBERS);
        return questions;
    }

    /** Whether something waits that is sent again and again until it is answered. */
    boolean holdsRepeatable() {
        return commands.stream().anyMatch(command -> command.kind().isRepeatable() && !command.isAbandoned());
    }

    /** The channels that will be joined or left by what waits. */
    Set<String> channels() {
        Set<String> names = new HashSet<>();
        for (Command<?> command : commands) {
            String channel = command.channel();
            boolean concerns = command.kind() == Command.Kind.JOIN || command.kind() == Command.Kind.LEAVE;
            if (concerns && channel != null && !command.isAbandoned()) {
                names.add(channel);
            }
        }
        return names;
    }

    /** Everything that waits, taken out. */
    List<Command<?>> clear() {
        List<Command<?>> all = new ArrayList<>(commands);
        commands.clear();
        bytes = 0;
        return all;
    }

    private boolean fits(Command<?> command) {
        return commands.size() < bounds.maxBufferedMessages() && bytes + command.size() <= bounds.maxBufferedBytes();
    }

    /** Drops nothing if that would not be enough. */
    private void makeRoom(Command<?> command) {
        long held = 0;
        int count = 0;
        for (Command<?> old : commands) {
            if (old.kind() == Command.Kind.MESSAGE) {
                held += old.size();
                count++;
            }
        }
        boolean enough = commands.size() - count < bounds.maxBufferedMessages()
                && bytes - held + command.size() <= bounds.maxBufferedBytes();
        Iterator<Command<?>> oldest = commands.iterator();
        while (enough && !fits(command) && oldest.hasNext()) {
            Command<?> old = oldest.next();
            if (old.kind() == Command.Kind.MESSAGE) {
                oldest.remove();
                bytes -= old.size();
                old.failed(full(bounds));
            }
        }
    }

    /** Why a command is not taken, or not kept. */
    static NotSentException full(Options.Bounds bounds) {
        return new NotSentException(
                bounds.overflow() == Overflow.FAIL ? "buffer_full" : "dropped",
                "At most " + bounds.maxBufferedMessages() + " commands and " + bounds.maxBufferedBytes()
                        + " bytes may wait to be sent (maxBufferedMessages, maxBufferedBytes).");
    }
}
