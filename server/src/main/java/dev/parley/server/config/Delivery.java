package dev.parley.server.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How mails and text messages to users go out.
 *
 * @param smtp takes mails; null for none
 * @param webhook takes text messages, and mails when there is no {@code smtp}; null for none
 */
public record Delivery(
        @Setting(doc = "The mail server for mails to users.") @Nullable
        Smtp smtp,

        @Setting(
                doc = "Where messages to users are posted that have no other way: text messages always, mails without"
                        + " `delivery.smtp`. With neither of the two, messages are written to the server's log, links and"
                        + " codes included: for development only.")
        @Nullable
        Webhook webhook,

        @Setting(
                doc = "How many messages may wait to be delivered, mails and texts each; more are refused.",
                def = "1000",
                min = "1",
                max = "1000000")
        int queue,

        @Setting(doc = "How often delivery of a message is tried.", def = "4", min = "1", max = "20")
        int attempts,

        @Setting(doc = "How long one try may take.", def = "10s", min = "100ms", max = "5m")
        Duration timeout) {

    /**
     * A mail server.
     *
     * @param user null to send without signing in
     */
    public record Smtp(
            @Setting(doc = "The mail server's name.", required = true)
            String host,

            @Setting(doc = "Its port.", def = "587", min = "1", max = "65535")
            int port,

            @Setting(
                    doc =
                            "`starttls` insists on TLS after a plain start, `tls` speaks it from the first byte, `none` is for a"
                                    + " server on this machine.",
                    def = "starttls")
            Security security,

            @Setting(doc = "The name to sign in with. Without it: no sign-in.") @Nullable
            String user,

            @Setting(doc = "The password to sign in with.") @Nullable
            Secret password,

            @Setting(doc = "The sender, such as `Example <no-reply@example.com>`.", required = true)
            String from) {}

    /** How the connection to a mail server is protected. */
    public enum Security {
        STARTTLS,
        TLS,
        NONE
    }

    /** A receiver of signed HTTP requests. */
    public record Webhook(
            @Setting(doc = "Where requests are posted.", required = true)
            java.net.URI url,

            @Setting(
                    doc = "The secret that signs them (HMAC-SHA256 over time and body, header `Parley-Signature`).",
                    required = true)
            Secret secret) {}
}
