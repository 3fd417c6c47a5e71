package dev.parley.examples.chat;

import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param url where the server is
 * @param app the app's id; null if the server has one app only
 * @param key the client key; null if the app asks for none
 * @param name how the others see the user
 * @param room the channel to begin in
 */
record ChatOptions(
        String url, @Nullable String app, @Nullable String key, String name, String room) {}
