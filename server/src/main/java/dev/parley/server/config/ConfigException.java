package dev.parley.server.config;

import java.util.List;
import java.util.stream.Collectors;

/** The settings are not usable. The message has one line per problem; no line shows a secret. */
public final class ConfigException extends Exception {
    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, in the order of the sources: file, environment, flags, then what contradicts each other. */
    public List<Problem> problems() {
        return problems;
    }
}
