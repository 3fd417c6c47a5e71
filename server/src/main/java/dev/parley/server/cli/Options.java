package dev.parley.server.cli;

import picocli.CommandLine.Model.OptionSpec;

/** The kinds of options that commands have. */
final class Options {

    private Options() {}

    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .description(description)
                .build();
    }

    static OptionSpec text(String name, String label, String... description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    /** May be repeated. */
    static OptionSpec texts(String name, String label, String... description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String[].class)
                .arity("1")
                .description(description)
                .build();
    }

    static OptionSpec truth(String name, String... description) {
        return OptionSpec.builder(name)
                .paramLabel("true|false")
                .type(Boolean.class)
                .arity("1")
                .description(description)
                .build();
    }

    static OptionSpec number(String name, String label, String... description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(Integer.class)
                .arity("1")
                .description(description)
                .build();
    }
}
