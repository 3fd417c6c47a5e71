package dev.parley.server.ops;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Warnings on the standard error output, until the settings are read and {@link Logging} takes over. Found by logback as a service.
 * In Java rather than in a file, as logback's reader of such files takes long to load.
 */
public final class FirstLogging extends ContextAwareBase implements Configurator {

    private static final String PATTERN = "%-5level %logger{20} %msg%n";

    /** Gives way to whoever brings a file for logback, as tests do. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        ClassLoader loader = FirstLogging.class.getClassLoader();
        if (System.getProperty("logback.configurationFile") != null
                || loader.getResource("logback-test.xml") != null
                || loader.getResource("logback.xml") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setPattern(PATTERN);
        Logging.toStandardError(context, lines);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
