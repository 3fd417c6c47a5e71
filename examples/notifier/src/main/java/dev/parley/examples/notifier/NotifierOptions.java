package dev.parley.examples.notifier;

import org.jspecify.annotations.Nullable;

/**
 * What is sent, and to whom.
 *
 * @param channel the channel; null for everybody who is connected
 * @param event the event's name
 * @param name who the message says it is from
 */
record NotifierOptions(@Nullable String channel, String event, String name) {}
