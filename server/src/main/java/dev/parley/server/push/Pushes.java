package dev.parley.server.push;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Knows devices and tells them. Any thread; nothing blocks. */
public interface Pushes {

    /** What devices and browsers show instead of what was written, if {@code push.content} is off. */
    String HIDDEN = "New message";

    /** Tells the users' devices, some time, if it can. Never fails. */
    void push(PushNote note);

    /** Remembers a session's device instead of the one it had; a token belongs to the session that showed it last. */
    CompletionStage<@Nullable Void> register(Device device);

    /** Forgets a session's device. */
    CompletionStage<@Nullable Void> forget(String app, String session);
}
