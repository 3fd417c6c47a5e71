package dev.parley.server.gateway.skapi;

import dev.parley.core.AudienceKey;
import dev.parley.core.Batch;
import dev.parley.core.Envelope;
import dev.parley.core.LeaveReason;
import dev.parley.core.Member;
import dev.parley.core.Publication;
import dev.parley.core.Sender;
import dev.parley.core.WireFormat;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import dev.parley.transport.FrameBatch;
import dev.parley.transport.WebSocketFrames;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Writes publications as frames of skapi-js (skapi 5). */
final class SkapiFormat implements WireFormat {

    @Override
    public Batch newBatch(int sizeHint) {
        return new Frames(sizeHint);
    }

    private static final class Frames extends FrameBatch {
        private final ByteBuilder json = new ByteBuilder(256);

        Frames(int sizeHint) {
            super(sizeHint);
        }

        @Override
        protected void encode(Publication publication, ByteBuf out) {
            json.clear();
            write(publication, json);
            if (json.length() > 0) {
                int length = FrameText.length(json);
                WebSocketFrames.textHeader(out, length);
                FrameText.write(json, length, out);
            }
        }
    }

    /** Writes nothing of what this family has no words for. */
    private static void write(Publication publication, ByteBuilder out) {
        switch (publication) {
            case Publication.Message message -> message(message, out);
            case Publication.Joined joined ->
                notice(joined.envelope(), joined.member(), "has joined the message group.", "USER_JOINED", out);
            case Publication.Left left -> {
                boolean asked = left.reason() == LeaveReason.LEFT;
                notice(
                        left.envelope(),
                        left.member(),
                        asked ? "has left the message group." : "has been disconnected.",
                        asked ? "USER_LEFT" : "USER_DISCONNECTED",
                        out);
            }
            case Publication.Updated _ -> {} // profiles are not shown here
        }
    }

    private static void message(Publication.Message message, ByteBuilder out) {
        Payload content = message.payload();
        String kind = kind(message);
        if (kind == null || (content != null && content.isBinary())) {
            return; // an attachment cannot be said in JSON
        }
        out.appendAscii("{\"").appendAscii(kind).appendAscii("\":");
        if (content == null) {
            out.appendAscii("null");
        } else {
            out.append(content);
        }
        Envelope envelope = message.envelope();
        Sender sender = envelope.sender();
        if (sender != null) {
            from(sender.user(), sender.subscriberId(), out);
        }
        group(envelope.audience(), out);
        out.append('}');
    }

    /** Null for what is not for this family: events about a user are other families'. */
    private static @Nullable String kind(Publication.Message message) {
        AudienceKey audience = message.envelope().audience();
        return switch (audience.kind()) {
            case CHANNEL, APP -> "#message";
            case USER -> PrivateAudience.isOne(audience) ? "#private" : null;
            case SUBSCRIBER -> message.event().equals(Events.RTC) ? "#rtc" : null;
        };
    }

    private static void notice(Envelope envelope, Member member, String what, String code, ByteBuilder out) {
        String user = member.user();
        out.appendAscii("{\"#notice\":");
        JsonText.quote(out, "User \"" + (user == null ? member.id() : user) + "\" " + what);
        from(user, member.id(), out);
        group(envelope.audience(), out);
        out.appendAscii(",\"#code\":\"").appendAscii(code).appendAscii("\"}");
    }

    /** A member of another client family may be nobody. */
    private static void from(@Nullable String user, String connection, ByteBuilder out) {
        if (user != null) {
            out.appendAscii(",\"#user_id\":");
            JsonText.quote(out, user);
        }
        out.appendAscii(",\"#scid\":");
        JsonText.quote(out, connection);
    }

    private static void group(AudienceKey audience, ByteBuilder out) {
        if (audience.kind() == AudienceKey.Kind.CHANNEL) {
            out.appendAscii(",\"#srid\":");
            JsonText.quote(out, audience.name());
        }
    }
}
