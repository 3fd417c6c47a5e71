package dev.parley.client;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonKind;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.PacketWriter;
import dev.parley.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Something that the client asks the server for (altogic-agnost 2), and the future that tells how it went. Owned by the lane once it is handed in. */
final class Command<T extends @Nullable Object> {

    /** Most bytes of a packet around its argument. */
    private static final long ENVELOPE = 48;

    /** What may be done with a command whose answer did not come. */
    enum Kind {
        /** Never sent twice: it could be delivered twice. */
        MESSAGE("message"),
        JOIN("join"),
        LEAVE("leave"),
        UPDATE("update"),
        /** A question: asked on the connection of now, or not at all. */
        MEMBERS("members");

        private final String event;

        Kind(String event) {
            this.event = event;
        }

        /** Whether the second of two has no effect. */
        boolean isRepeatable() {
            return this == JOIN || this == LEAVE || this == UPDATE;
        }
    }

    /**
     * What the client remembers of a command.
     *
     * @param channel the channel it concerns, or null
     * @param echo whether its effect comes back to the client
     * @param profile the profile it sets, or null
     */
    record About(
            Kind kind,
            @Nullable String channel,
            boolean echo,
            @Nullable Payload profile) {}

    private final About about;
    private final Payload argument;
    private final Pending<T> pending;
    private final Function<Payload, T> reader;
    private boolean sent;
    private int blamed;

    /**
     * @param argument the argument of the event that is sent
     * @param reader makes the future's value of the answer's argument; of JSON's null if the server does not answer
     */
    Command(About about, Payload argument, Pending<T> pending, Function<Payload, T> reader) {
        this.about = about;
        this.argument = argument;
        this.pending = pending;
        this.reader = reader;
    }

    About about() {
        return about;
    }

    Kind kind() {
        return about.kind();
    }

    /** The channel it concerns, if it concerns one. */
    @Nullable
    String channel() {
        return about.channel();
    }

    Pending<T> pending() {
        return pending;
    }

    /** Bytes it takes in a buffer and, nearly, on the wire. */
    int size() {
        return argument.size();
    }

    /**
     * Bytes of its largest packet on the wire.
     *
     * @param together whether the server counts a packet's attachments together with its text
     * @param base64 whether attachments grow on their way
     */
    long largestPacket(boolean together, boolean base64) {
        long largest = (together ? argument.size() : argument.length()) + ENVELOPE;
        for (byte[] attachment : argument.attachments()) {
            long wire = base64 ? (attachment.length + 2L) / 3 * 4 + 1 : attachment.length;
            largest = Math.max(largest, wire);
        }
        return largest;
    }

    /** It is on its way, and nobody knows more until the answer comes. */
    void sent() {
        sent = true;
    }

    boolean wasSent() {
        return sent;
    }

    /** Counts that a connection ended while this alone was on its way; how often that was so. */
    int blamed() {
        return ++blamed;
    }

    boolean isAbandoned() {
        return pending.isAbandoned();
    }

    /** The packets of this command: its text and its attachments. */
    List<EnginePacket> packets(long ackId) {
        byte[] text = PacketWriter.SOCKET.event("/", NameValue.of(about.kind().event), argument, ackId);
        if (!argument.isBinary()) {
            return List.of(EnginePacket.message(text));
        }
        List<EnginePacket> packets = new ArrayList<>(1 + argument.attachments().size());
        packets.add(EnginePacket.message(text));
        for (byte[] attachment : argument.attachments()) {
            packets.add(EnginePacket.binary(attachment));
        }
        return packets;
    }

    /** It left, and no answer will come. */
    void written() {
        read(Payload.NULL);
    }

    /** The server answered. Tells the refusal if it was one, else null. */
    @Nullable
    RefusedException answered(EventArguments arguments) {
        Payload answer = arguments.size() == 0 ? Payload.NULL : arguments.argument(0);
        RefusedException refusal = refusal(answer);
        if (refusal != null) {
            pending.fail(refusal);
            return refusal;
        }
        read(answer);
        return null;
    }

    private void read(Payload answer) {
        T value;
        try {
            value = reader.apply(answer);
        } catch (MalformedDataException e) {
            pending.fail(e);
            return;
        }
        pending.succeed(value);
    }

    void failed(RealtimeException error) {
        pending.fail(error);
    }

    private static @Nullable RefusedException refusal(Payload answer) {
        JsonFields fields = JsonFields.read(answer);
        Payload error = fields == null ? null : fields.field("error");
        return error == null || error.kind() == JsonKind.NULL ? null : Refusals.ofCommand(error);
    }
}
