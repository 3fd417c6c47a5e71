package dev.parley.core;

import org.jspecify.annotations.Nullable;

/**
 * What every publication has, whatever it says.
 *
 * @param audience whom it reaches
 * @param position its place in the audience's one order
 * @param sender the subscriber that caused it, or null if it came from outside the hub's subscribers
 * @param echo whether the sender gets it too, if it is a member
 * @param numericName whether the audience's name is written as a JSON number
 */
public record Envelope(
        AudienceKey audience, Position position, @Nullable Sender sender, boolean echo, boolean numericName) {}
