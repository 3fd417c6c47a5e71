package dev.parley.server.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Accounts: what protects passwords and tokens.
 *
 * @param tokenSecret signs session tokens; null for one that is made and kept in the data folder
 * @param hashThreads 0 for half of the cores
 * @param hashMemory bytes
 */
public record Identity(
        @Setting(
                doc =
                        "Signs session tokens; at least 32 bytes. Several processes on one database need the same. Without it"
                                + " one is made and kept in the data folder. Changing it ends every session.")
        @Nullable
        Secret tokenSecret,

        @Setting(
                doc = "Threads that check passwords (Argon2id); 0 for half of the cores.",
                def = "0",
                min = "0",
                max = "256")
        int hashThreads,

        @Setting(
                doc = "How many passwords may wait to be checked; more are refused with 429.",
                def = "64",
                min = "1",
                max = "100000")
        int hashQueue,

        @Setting(
                doc = "Memory that checking one password takes.",
                def = "19MiB",
                unit = Setting.Unit.BYTES,
                min = "64KiB",
                max = "1GiB")
        int hashMemory,

        @Setting(doc = "Passes over that memory.", def = "2", min = "1", max = "100")
        int hashPasses,

        @Setting(
                doc = "How often a password or code may be tried for one account, with any result, in a window.",
                def = "10",
                min = "1",
                max = "1000000")
        int attemptsPerAccount,

        @Setting(
                doc =
                        "How often one address may try passwords or codes, sign up, or ask for mails and texts in a window.",
                def = "100",
                min = "1",
                max = "1000000")
        int attemptsPerIp,

        @Setting(doc = "The window of the two limits before.", def = "10m", min = "1s", max = "1d")
        Duration attemptWindow,

        @Setting(
                doc = "How many mails and text messages one address or number may be sent in an hour.",
                def = "5",
                min = "1",
                max = "100000")
        int messagesPerHour) {

    /** The same settings with this secret. */
    public Identity withTokenSecret(Secret secret) {
        return new Identity(
                secret,
                hashThreads,
                hashQueue,
                hashMemory,
                hashPasses,
                attemptsPerAccount,
                attemptsPerIp,
                attemptWindow,
                messagesPerHour);
    }
}
