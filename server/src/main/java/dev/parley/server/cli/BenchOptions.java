package dev.parley.server.cli;

import dev.parley.load.Pace;
import dev.parley.load.Scenario;
import dev.parley.load.Target;
import dev.parley.protocol.JsonText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options of {@code parley bench}, and what was given for them. */
final class BenchOptions {

    private static final String URL = "--url";
    private static final String KEY = "--key";
    private static final String APP = "--app";
    private static final String PATH = "--path";
    private static final String PREFIX = "--channel-prefix";
    private static final String PID = "--pid";
    private static final String JSON = "--json";
    private static final String MEMBERS = "--members";
    private static final String CHANNELS = "--channels";
    private static final String CHURNERS = "--churners";
    private static final String CONNECTIONS = "--connections";
    private static final String HOLD = "--hold";
    private static final String IN_FLIGHT = "--in-flight";
    private static final String RATE = "--rate";
    private static final String ONE = "--one-at-a-time";
    private static final String PAYLOAD = "--payload";
    private static final String WARMUP = "--warmup";
    private static final String SECONDS = "--seconds";
    private static final String PER_WRITE = "--per-write";

    private static final String DEFAULT_URL = "http://127.0.0.1:7400";
    private static final int DEFAULT_PAYLOAD = 128;
    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final int MOST_IN_FLIGHT = 65_536;
    private static final int MOST_PER_WRITE = 1_024;
    private static final int MOST_SECONDS = 86_400;
    /** Of all senders together. */
    private static final double MOST_RATE = 1e8;

    private final CommandLine commandLine;
    private final ParseResult parsed;

    BenchOptions(CommandLine commandLine) {
        this.commandLine = commandLine;
        this.parsed = commandLine.getParseResult();
    }

    static void addServer(CommandSpec spec) {
        spec.addOption(Options.text(URL, "URL", "The server. Default: " + DEFAULT_URL + "."));
        spec.addOption(Options.text(KEY, "KEY", "The app's client key (parley keys list --app ID)."));
        spec.addOption(Options.text(APP, "ID", "The app, if the server has several."));
        spec.addOption(Options.text(PATH, "PATH", "Where Socket.IO is served. Default: /socket.io/."));
        spec.addOption(Options.text(
                PREFIX, "NAME", "What the channels' names begin with, if the app's rules ask for it. Default: bench."));
        spec.addOption(
                Options.number(PID, "PID", "The server's process on this machine (Linux): also print what it uses."));
        addJson(spec);
    }

    private static void addJson(CommandSpec spec) {
        spec.addOption(flag(JSON, "Print JSON."));
    }

    static void add(CommandSpec spec, BenchCommands.Part part) {
        switch (part) {
            case MEMBERS -> spec.addOption(Options.number(MEMBERS, "N", "Members of each channel."));
            case CHANNELS -> spec.addOption(Options.number(CHANNELS, "N", "Channels."));
            case CHURNERS -> spec.addOption(Options.number(CHURNERS, "N", "Who join and leave. Default: 50."));
            case CONNECTIONS -> spec.addOption(Options.number(CONNECTIONS, "N", "Connections. Default: 1000."));
            case HOLD -> spec.addOption(Options.number(HOLD, "SECONDS", "How long they are held open. Default: 5."));
            case PACE -> {
                spec.addOption(Options.number(
                        IN_FLIGHT,
                        "N",
                        "Send as fast as the server delivers, with so many messages on their way: until all members"
                                + " have them; chat: of each sender, until it has its own back. This is done unless"
                                + " another pace is given."));
                spec.addOption(Options.text(
                        RATE,
                        "N",
                        "Send so many messages per second instead, whatever the server does (chat: of each"
                                + " member). Latency counts from when each was due."));
                spec.addOption(flag(ONE, "Send the next message when all members have the last one."));
                addMeasured(spec);
            }
        }
    }

    static void addSelf(CommandSpec spec) {
        spec.addOption(Options.number(PER_WRITE, "N", "Frames that are written at once. Default: 16."));
        addMeasured(spec);
        addJson(spec);
    }

    private static void addMeasured(CommandSpec spec) {
        spec.addOption(Options.number(
                PAYLOAD,
                "BYTES",
                "JSON of each message, " + Scenario.LEAST_PAYLOAD + " or more. Default: " + DEFAULT_PAYLOAD + "."));
        spec.addOption(Options.text(WARMUP, "SECONDS", "Not counted, before. Default: 3."));
        spec.addOption(Options.text(SECONDS, "SECONDS", "How long is measured. Default: 10."));
    }

    private static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .description(description)
                .build();
    }

    int members(int otherwise) {
        return count(MEMBERS, otherwise);
    }

    int channels(int otherwise) {
        return count(CHANNELS, otherwise);
    }

    int churners() {
        return count(CHURNERS, 50);
    }

    int connections() {
        return count(CONNECTIONS, 1_000);
    }

    int perWrite() {
        return count(PER_WRITE, 16);
    }

    int payload() {
        int bytes = count(PAYLOAD, DEFAULT_PAYLOAD);
        if (bytes < Scenario.LEAST_PAYLOAD || bytes > Scenario.MOST_PAYLOAD) {
            throw wrong(PAYLOAD + " must be " + Scenario.LEAST_PAYLOAD + " to " + Scenario.MOST_PAYLOAD + " bytes");
        }
        return bytes;
    }

    Duration hold() {
        return Duration.ofSeconds(count(HOLD, 5));
    }

    Duration warmup() {
        return time(WARMUP, 3);
    }

    Duration seconds() {
        return time(SECONDS, 10);
    }

    /**
     * @param inFlight unless another pace is given
     * @param senders whom a rate is given for, each
     */
    Pace pace(int inFlight, long senders) {
        List<String> given = new ArrayList<>();
        for (String name : List.of(IN_FLIGHT, RATE, ONE)) {
            if (parsed.hasMatchedOption(name)) {
                given.add(name);
            }
        }
        if (given.size() > 1) {
            throw wrong(String.join(" and ", given) + " cannot be used together");
        }
        if (given.contains(ONE)) {
            return new Pace.OneAtATime();
        }
        return given.contains(RATE) ? rate(senders) : new Pace.Saturated(count(IN_FLIGHT, inFlight));
    }

    private Pace rate(long senders) {
        double each = decimal(RATE, false, MOST_RATE);
        if (each * senders > MOST_RATE) {
            throw wrong(RATE + " of each of " + senders + " members is more than " + Math.round(MOST_RATE)
                    + " per second in all");
        }
        return new Pace.Rate(each * senders);
    }

    boolean json() {
        return parsed.hasMatchedOption(JSON);
    }

    boolean watchesServer() {
        return parsed.hasMatchedOption(PID);
    }

    int pid() {
        return count(PID, 0);
    }

    /** @throws IOException if the server's name is not known */
    Target target() throws IOException {
        URI url = url();
        int port = url.getPort() < 0 ? 80 : url.getPort();
        InetSocketAddress address = new InetSocketAddress(url.getHost(), port);
        if (address.isUnresolved()) {
            throw new IOException("no machine of the name \"" + url.getHost() + "\" is known (" + URL + ")");
        }
        try {
            String path = text(PATH, "/socket.io/");
            return new Target(address, url.getRawAuthority(), path, connectPacket(), text(PREFIX, "bench"));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private URI url() {
        String text = text(URL, DEFAULT_URL);
        try {
            URI url = new URI(text);
            if ("https".equals(url.getScheme())) {
                throw wrong("the generator does not speak TLS; give the server a plain http port for the test (" + URL
                        + " " + text + ")");
            }
            if ("http".equals(url.getScheme()) && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw wrong(URL + " must be like " + DEFAULT_URL + ", not " + text);
    }

    private String connectPacket() {
        List<String> members = new ArrayList<>();
        if (parsed.hasMatchedOption(APP)) {
            members.add("\"envId\":" + JsonText.quote(text(APP, "")));
        }
        if (parsed.hasMatchedOption(KEY)) {
            members.add("\"clientKey\":" + JsonText.quote(text(KEY, "")));
        }
        return members.isEmpty() ? "40" : "40{" + String.join(",", members) + "}";
    }

    private String text(String name, String otherwise) {
        return parsed.hasMatchedOption(name) ? parsed.matchedOptionValue(name, otherwise) : otherwise;
    }

    private int count(String name, int otherwise) {
        int count = parsed.hasMatchedOption(name) ? parsed.matchedOptionValue(name, otherwise) : otherwise;
        int most = most(name);
        if (parsed.hasMatchedOption(name) && (count < 1 || count > most)) {
            throw wrong(name + " must be 1 " + (most == Integer.MAX_VALUE ? "or more" : "to " + most));
        }
        return count;
    }

    private static int most(String name) {
        return switch (name) {
            case MEMBERS, CHANNELS, CHURNERS, CONNECTIONS -> MOST_CONNECTIONS;
            case IN_FLIGHT -> MOST_IN_FLIGHT;
            case HOLD -> MOST_SECONDS;
            case PER_WRITE -> MOST_PER_WRITE;
            default -> Integer.MAX_VALUE;
        };
    }

    private Duration time(String name, int otherwise) {
        return parsed.hasMatchedOption(name)
                ? Duration.ofNanos((long) (decimal(name, name.equals(WARMUP), MOST_SECONDS) * 1e9))
                : Duration.ofSeconds(otherwise);
    }

    private double decimal(String name, boolean orZero, double most) {
        try {
            double value = Double.parseDouble(text(name, ""));
            if (value <= most && (value > 0 || (orZero && value == 0))) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw wrong(name + " must be a number " + (orZero ? "from 0 to " : "above 0 and at most ") + Math.round(most));
    }

    private ParameterException wrong(String what) {
        return new ParameterException(commandLine, what);
    }
}
