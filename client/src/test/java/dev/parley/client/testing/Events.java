package dev.parley.client.testing;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.PacketWriter;
import dev.parley.protocol.Payload;
import dev.parley.protocol.SocketPacket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what the server sends (altogic-agnost 3). */
final class Events {

    private Events() {}

    /** A message; the channel is null for one to all. */
    static List<Outgoing> message(@Nullable NameValue channel, NameValue event, @Nullable Payload message) {
        ByteBuilder out = new ByteBuilder().appendAscii("{\"channel\":");
        if (channel == null) {
            out.appendAscii("null");
        } else {
            channel.appendTo(out);
        }
        if (message != null) {
            out.appendAscii(",\"message\":").append(message);
        }
        return event(event, slice(out.append('}'), message == null ? List.of() : message.attachments()));
    }

    /** A {@code channel:join}, {@code channel:leave} or {@code channel:update}. */
    static List<Outgoing> presence(String event, NameValue channel, String id, @Nullable Payload profile) {
        ByteBuilder out = new ByteBuilder().appendAscii("{\"channel\":");
        channel.appendTo(out);
        appendMember(out.appendAscii(",\"message\":"), id, profile, 0);
        List<byte[]> attachments = profile == null ? List.of() : profile.attachments();
        return event(NameValue.of(event), slice(out.append('}'), attachments));
    }

    static List<Outgoing> event(NameValue name, Payload arguments) {
        byte[] text = PacketWriter.ENGINE.event("/", name, arguments, SocketPacket.NO_ACK);
        return Outgoing.packet(text, arguments);
    }

    static List<Outgoing> ack(long id, Payload argument) {
        return Outgoing.packet(PacketWriter.ENGINE.ack("/", id, argument), argument);
    }

    static Payload error(String code, String message) {
        return Payload.json(
                "{\"error\":{\"code\":" + JsonText.quote(code) + ",\"message\":" + JsonText.quote(message) + "}}");
    }

    /** Several values as the arguments of one event. */
    static Payload arguments(List<Payload> values) {
        ByteBuilder out = new ByteBuilder();
        List<byte[]> attachments = new ArrayList<>();
        for (Payload value : values) {
            if (out.length() > 0) {
                out.append(',');
            }
            value.appendTo(out, attachments.size());
            attachments.addAll(value.attachments());
        }
        return slice(out, attachments);
    }

    /** The members of a channel as one array. */
    static Payload members(Collection<Realm.Member> members) {
        ByteBuilder out = new ByteBuilder().append('[');
        List<byte[]> attachments = new ArrayList<>();
        for (Realm.Member member : members) {
            if (out.length() > 1) {
                out.append(',');
            }
            Payload profile = member.profile();
            appendMember(out, member.id(), profile, attachments.size());
            attachments.addAll(profile == null ? List.of() : profile.attachments());
        }
        return slice(out.append(']'), attachments);
    }

    private static void appendMember(ByteBuilder out, String id, @Nullable Payload profile, int firstNumber) {
        out.appendAscii("{\"id\":").appendAscii(JsonText.quote(id));
        if (profile != null) {
            profile.appendTo(out.appendAscii(",\"data\":"), firstNumber);
        }
        out.append('}');
    }

    private static Payload slice(ByteBuilder out, List<byte[]> attachments) {
        byte[] bytes = out.toByteArray();
        Payload text = Payload.slice(bytes, 0, bytes.length);
        return attachments.isEmpty() ? text : text.withAttachments(attachments);
    }
}
