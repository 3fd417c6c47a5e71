package dev.parley.server.gateway.altogic;

import dev.parley.core.AudienceKey;
import dev.parley.core.Envelope;
import dev.parley.core.LeaveReason;
import dev.parley.core.Member;
import dev.parley.core.Publication;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.PacketWriter;
import dev.parley.protocol.Payload;
import dev.parley.protocol.SocketPacket;
import dev.parley.socketio.PacketEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes publications as the family's events (altogic-agnost 3). */
final class AltogicEncoder implements PacketEncoder {

    private static final String NAMESPACE = "/";
    private static final NameValue JOIN = new NameValue("channel:join", false);
    private static final NameValue LEAVE = new NameValue("channel:leave", false);
    private static final NameValue UPDATE = new NameValue("channel:update", false);

    @Override
    public List<byte[]> encode(Publication publication, ByteBuilder out) {
        return switch (publication) {
            case Publication.Message message -> message(message, out);
            case Publication.Joined joined ->
                presence(JOIN, joined.envelope(), joined.envelope().numericName(), joined.member(), out);
            case Publication.Updated updated -> presence(UPDATE, updated.envelope(), false, updated.member(), out);
            case Publication.Left left -> {
                // The original echoes a number only to a leave that named one; a disconnect names nothing.
                boolean numeric =
                        left.reason() == LeaveReason.LEFT && left.envelope().numericName();
                yield presence(LEAVE, left.envelope(), numeric, left.member(), out);
            }
        };
    }

    private static List<byte[]> message(Publication.Message message, ByteBuilder out) {
        AudienceKey audience = message.envelope().audience();
        if (audience.kind() == AudienceKey.Kind.SUBSCRIBER) {
            return List.of(); // this family has no words for it
        }
        Payload payload = message.payload();
        List<byte[]> attachments = payload == null ? List.of() : payload.attachments();
        NameValue event = new NameValue(message.event().text(), message.event().numeric());
        begin(out, event, attachments);
        switch (audience.kind()) {
            case CHANNEL -> body(out, audience.name(), message.envelope().numericName(), payload);
            case APP -> body(out, null, false, payload);
            case USER, SUBSCRIBER -> userEvent(out, event, payload);
        }
        PacketWriter.SOCKET.end(out);
        return attachments;
    }

    private static void body(ByteBuilder out, @Nullable String channel, boolean numeric, @Nullable Payload message) {
        out.appendAscii("{\"channel\":");
        channel(out, channel, numeric);
        if (message != null) {
            out.appendAscii(",\"message\":").append(message);
        }
        out.append('}');
    }

    /** User events carry their name again, then session and user, which the payload holds with a comma between them. */
    private static void userEvent(ByteBuilder out, NameValue event, @Nullable Payload sessionAndUser) {
        JsonText.quote(out, event.text());
        if (sessionAndUser == null) {
            out.appendAscii(",null,null");
        } else {
            out.append(',').append(sessionAndUser);
        }
    }

    private static List<byte[]> presence(
            NameValue event, Envelope envelope, boolean numeric, Member member, ByteBuilder out) {
        Payload profile = member.profile();
        List<byte[]> attachments = profile == null ? List.of() : profile.attachments();
        begin(out, event, attachments);
        out.appendAscii("{\"channel\":");
        channel(out, envelope.audience().name(), numeric);
        out.appendAscii(",\"message\":");
        member(out, member);
        out.append('}');
        PacketWriter.SOCKET.end(out);
        return attachments;
    }

    /** A member as events and lists show it: {@code data} only if there is a profile. */
    static void member(ByteBuilder out, Member member) {
        out.appendAscii("{\"id\":");
        JsonText.quote(out, member.id());
        if (member.profile() != null) {
            out.appendAscii(",\"data\":").append(member.profile());
        }
        out.append('}');
    }

    private static void begin(ByteBuilder out, NameValue event, List<byte[]> attachments) {
        PacketWriter.SOCKET.beginEvent(out, NAMESPACE, event, SocketPacket.NO_ACK, attachments.size());
        out.append(',');
    }

    private static void channel(ByteBuilder out, @Nullable String name, boolean numeric) {
        if (name == null) {
            out.appendAscii("null");
        } else if (numeric) {
            out.appendAscii(name);
        } else {
            JsonText.quote(out, name);
        }
    }
}
