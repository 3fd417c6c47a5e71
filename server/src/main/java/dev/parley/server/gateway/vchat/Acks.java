package dev.parley.server.gateway.vchat;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import dev.parley.socketio.Ack;
import org.jspecify.annotations.Nullable;

/** What an acknowledgement says, if one was asked for: one argument, in the form of the calls' answers (vchat 4.3, trap 3). */
final class Acks {

    private static final Payload OK = Payload.json("{\"success\":true}");

    private Acks() {}

    static void accept(@Nullable Ack ack) {
        if (ack != null) {
            ack.send(OK);
        }
    }

    /** @param data JSON */
    static void answer(Ack ack, ByteBuilder data) {
        ByteBuilder out = new ByteBuilder(data.length() + 32);
        out.appendAscii("{\"success\":true,\"data\":").append(data.array(), 0, data.length());
        ack.send(Payloads.value(out.append('}')));
    }

    static void refuse(@Nullable Ack ack, String why) {
        if (ack != null) {
            ByteBuilder out = new ByteBuilder(64);
            out.appendAscii("{\"success\":false,\"data\":");
            JsonText.quote(out, why);
            ack.send(Payloads.value(out.append('}')));
        }
    }
}
