package dev.parley.socketio;

import dev.parley.core.AudienceKey;
import dev.parley.protocol.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Terms on which a client enters a namespace.
 *
 * @param app the hub's app the socket belongs to
 * @param user id of its user, or null
 * @param formats how publications are written for it
 * @param maxChannels channels it may join
 * @param audiences what it receives from the start
 * @param announcement members that follow the socket id in the answer's JSON, such as {@code "a":1}, or null
 * @param auth what {@link Socket#auth()} shall give; it may hold secrets, so keep it only where it is needed
 * @param events who is told what the client does
 */
public record Acceptance(
        String app,
        @Nullable String user,
        PacketFormats formats,
        int maxChannels,
        List<AudienceKey> audiences,
        @Nullable String announcement,
        @Nullable Payload auth,
        SocketEvents events) {}
