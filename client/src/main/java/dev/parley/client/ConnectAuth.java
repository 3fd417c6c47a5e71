package dev.parley.client;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What the CONNECT packet shows (altogic-agnost 1.1). It asks Parley to say that it is Parley; others ignore that.
 *
 * @param object the packet's object
 * @param redaction keeps what is secret in it out of messages
 */
record ConnectAuth(Payload object, Redaction redaction) {

    static ConnectAuth of(Options.Server server, boolean echoMessages, @Nullable String session) {
        ByteBuilder out = new ByteBuilder(256);
        out.appendAscii("{\"echoMessages\":").appendAscii(String.valueOf(echoMessages));
        field(out, "envId", server.address().app());
        field(out, server.dialect().keyField(), server.key());
        field(out, server.dialect().sessionField(), session);
        for (Options.AuthField more : server.auth()) {
            out.append(',');
            JsonText.quote(out, more.name());
            out.append(':').append(more.value());
        }
        byte[] bytes = out.appendAscii(",\"parley\":1}").toByteArray();
        return new ConnectAuth(Payload.slice(bytes, 0, bytes.length), new Redaction(server.key(), session));
    }

    /** No secrets. */
    @Override
    public String toString() {
        return "ConnectAuth";
    }

    private static void field(ByteBuilder out, String name, @Nullable String value) {
        if (value != null) {
            out.append(',');
            JsonText.quote(out, name);
            out.append(':');
            JsonText.quote(out, value);
        }
    }
}
