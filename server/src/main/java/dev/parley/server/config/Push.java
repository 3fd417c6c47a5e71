package dev.parley.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How users who are not looking are told of chat messages.
 *
 * @param webhook null for none
 * @param fcm null for none
 */
public record Push(
        @Setting(
                doc =
                        "Where push messages are posted, for a program of your own to deliver. With `push.fcm` as well, both"
                                + " get them.")
        Delivery.@Nullable Webhook webhook,

        @Setting(doc = "Firebase Cloud Messaging, for apps with v_chat's library.") @Nullable
        Fcm fcm,

        @Setting(
                doc = "Whether push messages show what was written; otherwise they say only that there is a message.",
                def = "true")
        boolean content,

        @Setting(
                doc =
                        "How many push messages may wait on each way, webhook and Firebase; more are dropped, and counted.",
                def = "10000",
                min = "1",
                max = "1000000")
        int queue,

        @Setting(doc = "How often delivery of a push message is tried.", def = "4", min = "1", max = "20")
        int attempts,

        @Setting(doc = "How long one try may take.", def = "10s", min = "100ms", max = "5m")
        Duration timeout) {

    /**
     * A project at Firebase.
     *
     * @param endpoint without a path
     */
    public record Fcm(
            @Setting(
                    doc =
                            "The JSON file of a service account that may send messages, as Google's console gives it out.",
                    required = true)
            Path serviceAccount,

            @Setting(
                    doc = "Where Firebase is reached; another one is for tests only.",
                    def = "https://fcm.googleapis.com")
            URI endpoint) {}
}
