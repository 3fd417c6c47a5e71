package dev.parley.server.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How users of an app sign up and in.
 *
 * @param redirectUrls what links in mails may lead to; the first is the one taken when a client names none
 * @param jwt who else may issue session tokens
 */
public record AuthConfig(
        @Setting(doc = "Whether users may sign up and in with an email address.", def = "true")
        boolean email,

        @Setting(doc = "Whether users may sign up and in with a phone number.", def = "true")
        boolean phone,

        @Setting(
                doc =
                        "Whether an email address must be confirmed, by the link that is mailed to it, before its user can"
                                + " sign in.",
                def = "false")
        boolean confirmEmail,

        @Setting(
                doc =
                        "Whether a phone number must be confirmed, by the code that is sent to it, before its user can sign"
                                + " in.",
                def = "false")
        boolean confirmPhone,

        @Setting(
                doc =
                        "The pages of the app to which links in mails may lead, such as `https://example.com/welcome`. A page"
                                + " also stands for everything below it. The first is taken when a client names none.")
        List<URI> redirectUrls,

        @Setting(doc = "How long a session lasts.", def = "365d", min = "1m", max = "3650d")
        Duration sessionLifetime,

        @Setting(
                doc =
                        "How long a session of a v_chat client lasts. Its library cannot get itself another one: the user would have"
                                + " to sign in again.",
                def = "3650d",
                min = "1m",
                max = "3650d")
        Duration vchatSessionLifetime,

        @Setting(
                doc =
                        "How long the id and access tokens that skapi-js gets when it signs in are good; it gets new ones by itself, as"
                                + " long as the session lasts. Those that a back end asks for are good for the whole session.",
                def = "24h",
                min = "2h",
                max = "3650d")
        Duration skapiTokenLifetime,

        @Setting(
                doc = "How many sessions a user may have; a sign-in beyond that ends the oldest one.",
                def = "100",
                min = "1",
                max = "10000")
        int maxSessionsPerUser,

        @Setting(doc = "How long a link in a mail works.", def = "1h", min = "1m", max = "30d")
        Duration linkLifetime,

        @Setting(doc = "How long a code in a text message works.", def = "10m", min = "1m", max = "1d")
        Duration codeLifetime,

        @Setting(doc = "Issuers whose JWTs are session tokens of this app: how an app brings its own users.")
        List<JwtIssuer> jwt) {

    /** Copies the lists. */
    public AuthConfig {
        redirectUrls = List.copyOf(redirectUrls);
        jwt = List.copyOf(jwt);
    }
}
