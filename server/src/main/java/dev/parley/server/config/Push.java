package dev.parley.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

        @Setting(doc = "Web Push, for pages with skapi-js.") Web web,

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
     * Web Push.
     *
     * @param services host names; {@code *.} in front stands for everything below
     */
    public record Web(
            @Setting(
                    doc =
                            "The push services that browsers may name, by host; `*.` in front stands for all hosts below. The server"
                                    + " connects to no others. Empty: those of Chrome, Firefox, Safari and Edge. `http://127.0.0.1:PORT`"
                                    + " is for tests only.")
            List<String> services,

            @Setting(
                    doc =
                            "Whom push services can ask about this server's messages: a `mailto:` or `https:` URL. Apple's refuses"
                                    + " messages without a good one.",
                    def = "mailto:webpush@parley.invalid")
            String contact,

            @Setting(
                    doc = "How long a push service keeps a message for a browser that is not there.",
                    def = "1d",
                    min = "0s",
                    max = "28d")
            Duration keepFor,

            @Setting(
                    doc = "How many browsers a user may have; a further one replaces the oldest.",
                    def = "20",
                    min = "1",
                    max = "1000")
            int perUser) {

        /** Copies the list. */
        public Web {
            services = List.copyOf(services);
        }
    }

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
