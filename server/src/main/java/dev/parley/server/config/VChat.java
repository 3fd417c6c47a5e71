package dev.parley.server.config;

import org.jspecify.annotations.Nullable;

/**
 * What the app that serves v_chat's clients offers them.
 *
 * @param maxContent UTF-16 units
 * @param passwordHashKey the original backend's PASSWORD_HASH_KEY, or null
 */
public record VChat(
        @Setting(doc = "How many members a group may have.", def = "512", min = "2", max = "10000")
        int maxGroupMembers,

        @Setting(
                doc =
                        "The longest text of a message, in characters. A list of rooms has twenty of them, which a slow connection"
                                + " must be able to take.",
                def = "8192",
                min = "1",
                max = "65536")
        int maxContent,

        @Setting(
                doc =
                        "How many changes of rooms, such as messages, may be under way at once; more are refused with 429.",
                def = "1000",
                min = "1",
                max = "1000000")
        int queue,

        @Setting(doc = "Whether users may list and search the app's users.", def = "true")
        boolean listUsers,

        @Setting(
                doc =
                        "Serves `POST user/migrate-old-users`, which makes users for anybody who asks. Switch it off again"
                                + " afterwards, or use `parley users import` instead.",
                def = "false")
        boolean migrateOldUsers,

        @Setting(
                doc =
                        "The `PASSWORD_HASH_KEY` of the original backend: with it users that are imported without a password can"
                                + " sign in as before.")
        @Nullable
        Secret passwordHashKey) {}
