package dev.parley.server.ops;

import java.util.Objects;

/** Which Parley this is. */
public final class Version {

    private Version() {}

    /** The version in the jar's manifest; classes straight from the compiler have none. */
    public static String text() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "(not packaged)");
    }
}
