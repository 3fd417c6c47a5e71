package dev.parley.server.gateway.altogic;

import dev.parley.core.Completion;
import dev.parley.core.Member;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import dev.parley.socketio.Ack;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an acknowledgement says. The originals acknowledge only the members call; here every command that asks is told once it
 * was applied: {@code {"ok":true}} or {@code {"error":{"code","message"}}}.
 */
final class Answers {

    private static final Payload OK = Payload.json("{\"ok\":true}");

    private Answers() {}

    static void refuse(@Nullable Ack ack, String code, String message) {
        if (ack != null) {
            ack.send(Payload.json(
                    "{\"error\":{\"code\":" + JsonText.quote(code) + ",\"message\":" + JsonText.quote(message) + "}}"));
        }
    }

    /** A completion that acknowledges, if anybody waits. */
    static Completion completing(@Nullable Ack ack) {
        if (ack == null) {
            return Completion.IGNORED;
        }
        return refusal -> {
            if (refusal == null) {
                ack.send(OK);
            } else {
                refuse(ack, refusal.code(), refusal.message());
            }
        };
    }

    /** The members of a channel, as the one argument of an acknowledgement. */
    static Payload members(List<Member> members) {
        ByteBuilder out = new ByteBuilder(64 * members.size() + 2);
        List<byte[]> attachments = new ArrayList<>();
        out.append('[');
        String separator = "";
        for (Member member : members) {
            out.appendAscii(separator);
            separator = ",";
            Payload profile = member.profile();
            if (profile != null && profile.isBinary()) {
                out.appendAscii("{\"id\":");
                JsonText.quote(out, member.id());
                out.appendAscii(",\"data\":");
                profile.appendTo(out, attachments.size());
                out.append('}');
                attachments.addAll(profile.attachments());
            } else {
                AltogicEncoder.member(out, member);
            }
        }
        // Put together from what was checked when it came in.
        byte[] bytes = out.append(']').toByteArray();
        Payload json = Payload.slice(bytes, 0, bytes.length);
        return attachments.isEmpty() ? json : json.withAttachments(attachments);
    }
}
