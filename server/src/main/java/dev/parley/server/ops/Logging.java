package dev.parley.server.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.parley.server.config.Log;
import org.slf4j.LoggerFactory;

/** Sets logging up as configured: lines for people or JSON for machines, on the standard error output. */
public final class Logging {

    /** Line breaks of a message become spaces: nobody can write a line of their own into the log. */
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{20} %replace(%msg){'[\\r\\n\\x00-\\x1f]+', ' '}%n%ex";

    private Logging() {}

    public static void configure(Log settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Encoder<ILoggingEvent> encoder = switch (settings.format()) {
            case TEXT -> {
                PatternLayoutEncoder lines = new PatternLayoutEncoder();
                lines.setPattern(PATTERN);
                yield lines;
            }
            case JSON -> new JsonEncoder();
        };
        toStandardError(context, encoder);
        context.getLogger("dev.parley").setLevel(Level.toLevel(settings.level().name()));
    }

    /** Warnings of everybody. */
    static void toStandardError(LoggerContext context, Encoder<ILoggingEvent> encoder) {
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(Level.WARN);
    }
}
