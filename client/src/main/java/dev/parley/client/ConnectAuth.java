package dev.parley.client;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import org.jspecify.annotations.Nullable;

/** Writes the object of the CONNECT packet (altogic-agnost 1.1). Asks Parley to say that it is Parley; others ignore that. */
final class ConnectAuth {

    private ConnectAuth() {}

    static Payload of(Options.Server server, boolean echoMessages, @Nullable String session) {
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
        return Payload.slice(bytes, 0, bytes.length);
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
