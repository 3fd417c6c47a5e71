package dev.parley.server.cli;

import dev.parley.load.Pace;
import dev.parley.load.Scenario;
import picocli.CommandLine.Model.CommandSpec;

/** {@code parley bench …}: the load generator, for users' own servers. A kind of load is a method here. */
final class BenchCommands {

    private BenchCommands() {}

    static void addTo(CommandSpec root) {
        CommandSpec group = CommandLines.command(
                "bench", new CommandLines.Usage(), "Put load on a server that runs, and check and time what it does.");
        add(
                group,
                "fanout",
                "One publisher, and members of one channel.",
                BenchCommands::fanOut,
                Part.PACE,
                Part.MEMBERS);
        add(
                group,
                "chat",
                "Channels of members who all send and get their own messages back.",
                BenchCommands::chat,
                Part.PACE,
                Part.MEMBERS,
                Part.CHANNELS);
        add(
                group,
                "polling",
                "As fanout, with members on HTTP long-polling.",
                BenchCommands::polling,
                Part.PACE,
                Part.MEMBERS);
        add(
                group,
                "presence",
                "Clients who join and leave a channel before members who stay; its \"messages\" are joins and leaves.",
                BenchCommands::presence,
                Part.PACE,
                Part.MEMBERS,
                Part.CHURNERS);
        add(
                group,
                "idle",
                "Connections that are let in and stay quiet.",
                BenchCommands::idle,
                Part.CONNECTIONS,
                Part.HOLD);
        add(
                group,
                "storm",
                "Connections in channels, all cut off at once, all coming back at once.",
                BenchCommands::storm,
                Part.CONNECTIONS,
                Part.CHANNELS);
        group.addSubcommand("self", self());
        root.addSubcommand("bench", group);
    }

    /** What a kind of load has besides the options that all have. */
    enum Part {
        PACE,
        MEMBERS,
        CHANNELS,
        CHURNERS,
        CONNECTIONS,
        HOLD
    }

    private static void add(CommandSpec group, String name, String description, BenchCommand.Plan plan, Part... parts) {
        CommandSpec spec = CommandLines.command(name, new BenchCommand(plan), description);
        BenchOptions.addServer(spec);
        for (Part part : parts) {
            BenchOptions.add(spec, part);
        }
        group.addSubcommand(name, spec);
    }

    private static CommandSpec self() {
        CommandSpec spec = CommandLines.command(
                "self",
                new BenchCommand(BenchCommands::selfTest),
                "What this generator takes from a thread that only writes: above that, other figures mean nothing.");
        BenchOptions.add(spec, Part.MEMBERS);
        BenchOptions.addSelf(spec);
        return spec;
    }

    private static Scenario fanOut(BenchOptions options) {
        return new Scenario.FanOut(
                options.members(1_000), options.payload(), options.pace(16, 1), options.warmup(), options.seconds());
    }

    private static Scenario polling(BenchOptions options) {
        return new Scenario.Polling(
                options.members(200), options.payload(), options.pace(8, 1), options.warmup(), options.seconds());
    }

    private static Scenario chat(BenchOptions options) {
        int channels = options.channels(100);
        int members = options.members(10);
        Pace pace = options.pace(4, (long) channels * members);
        return new Scenario.Chat(channels, members, options.payload(), pace, options.warmup(), options.seconds());
    }

    private static Scenario presence(BenchOptions options) {
        int churners = options.churners();
        return new Scenario.Presence(
                options.members(100), churners, options.pace(churners, 1), options.warmup(), options.seconds());
    }

    private static Scenario idle(BenchOptions options) {
        return new Scenario.Idle(options.connections(), options.hold());
    }

    private static Scenario storm(BenchOptions options) {
        int connections = options.connections();
        return new Scenario.Storm(connections, options.channels(Math.max(1, connections / 10)));
    }

    private static Scenario selfTest(BenchOptions options) {
        return new Scenario.Self(
                options.members(1_000), options.payload(), options.perWrite(), options.warmup(), options.seconds());
    }
}
