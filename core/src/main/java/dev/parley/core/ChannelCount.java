package dev.parley.core;

import java.util.Objects;

/**
 * A channel that has members, as {@link Hub#channels} lists it.
 *
 * @param name its name, as text
 * @param members how many members it had when it was asked
 */
public record ChannelCount(String name, int members) {

    public ChannelCount {
        Objects.requireNonNull(name, "name");
    }
}
