package dev.parley.server.config;

/**
 * Who may do what with the channels whose name matches.
 *
 * @param match a name in which {@code *} stands for any characters and {@code {user}} for the id of the session's user
 */
public record ChannelRule(
        @Setting(
                doc = "The channels this rule is for: a name in which `*` stands for any characters (also none) and"
                        + " `{user}` for the id of the client's own user.",
                required = true)
        String match,

        @Setting(doc = "Who may join: " + ChannelRule.WHO, def = "server")
        Who join,

        @Setting(doc = "Who may publish: " + ChannelRule.WHO, def = "server")
        Who publish,

        @Setting(doc = "Who may list the members: " + ChannelRule.WHO, def = "server")
        Who members) {

    static final String WHO = "`anyone`, clients with a `session`, the app's own back ends (`server`), or clients whose"
            + " token lists the channel (`claim`).";
}
