package dev.parley.server.gateway.vchat;

import dev.parley.chat.Message;
import dev.parley.protocol.ByteBuilder;
import org.jspecify.annotations.Nullable;

/** A message's JSON, written once for all views that show it. One thread. */
final class LastMessage {

    private @Nullable Message message;
    private byte[] json = {};

    byte[] of(Message wanted) {
        Message known = message;
        if (known == null || !known.id().equals(wanted.id())) {
            ByteBuilder out = new ByteBuilder(512);
            VChatJson.message(out, wanted);
            json = out.toByteArray();
            message = wanted;
        }
        return json;
    }
}
