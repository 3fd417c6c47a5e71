package dev.parley.bench.compare;

import dev.parley.load.Pace;
import dev.parley.load.Scenario;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the peers are compared at. */
enum Workload {
    SATURATED("Fan-out to 1,000 members, saturated (16 publications in flight)"),
    SINGLE("Fan-out to 1,000 members, one publication at a time"),
    HALF("Fan-out to 1,000 members, at half the rate that the floor reaches saturated"),
    COMMON("Fan-out to 1,000 members, at a rate that all can keep up with"),
    CHAT("Chat, 100 channels of 10 members, saturated"),
    PACED("Chat, 100 channels of 10 members, 5 messages a second from each"),
    CONNECTIONS("Connections"),
    START("Start of Parley");

    static final int MEMBERS = 1000;
    static final int PAYLOAD = 128;
    private static final int IN_FLIGHT = 16;
    private static final int CHANNELS = 100;
    private static final int PER_CHANNEL = 10;
    private static final double MESSAGES = 5;

    private final String title;

    Workload(String title) {
        this.title = title;
    }

    /** How long a run lasts. */
    record Length(Duration warmup, Duration measured) {}

    String title() {
        return title;
    }

    /** What it is called on the command line and in results. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Workload::label).toList();
    }

    /** Those that send messages. */
    static List<Workload> deliveries() {
        return List.of(SATURATED, SINGLE, HALF, COMMON, CHAT, PACED);
    }

    /** Whether it needs to be known how fast others were saturated. */
    boolean isRelative() {
        return this == HALF || this == COMMON;
    }

    /** @param rate publications per second, where the workload has a rate that depends on the machine */
    Scenario scenario(Length length, double rate) {
        return switch (this) {
            case SATURATED -> fanOut(new Pace.Saturated(IN_FLIGHT), length);
            case SINGLE -> fanOut(new Pace.OneAtATime(), length);
            case HALF, COMMON -> fanOut(new Pace.Rate(rate), length);
            case CHAT -> chat(new Pace.Saturated(1), length);
            case PACED -> chat(new Pace.Rate(MESSAGES * CHANNELS * PER_CHANNEL), length);
            case CONNECTIONS, START -> throw new IllegalArgumentException(this + " sends no messages");
        };
    }

    private static Scenario fanOut(Pace pace, Length length) {
        return new Scenario.FanOut(MEMBERS, PAYLOAD, pace, length.warmup(), length.measured());
    }

    private static Scenario chat(Pace pace, Length length) {
        return new Scenario.Chat(CHANNELS, PER_CHANNEL, PAYLOAD, pace, length.warmup(), length.measured());
    }
}
