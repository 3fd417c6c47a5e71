package dev.parley.server.delivery;

import java.util.Locale;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes messages, with links and codes, to the server's log: for development, where nobody is to be mailed. */
final class LogCarrier implements Carrier {

    private static final Logger log = LoggerFactory.getLogger(LogCarrier.class);

    @Override
    public void carry(String id, Message message, Texts.Text text) {
        StringBuilder values = new StringBuilder();
        new TreeMap<>(message.values())
                .forEach((name, value) ->
                        values.append(' ').append(name).append('=').append(value));
        log.info(
                "not sent: {} to {} about {}:{}",
                message.channel() == Message.Channel.EMAIL ? "mail" : "text",
                oneLine(message.to()),
                message.kind().name().toLowerCase(Locale.ROOT),
                oneLine(values.toString()));
    }

    private static String oneLine(String text) {
        return text.chars().anyMatch(Character::isISOControl) ? text.replaceAll("\\p{Cntrl}", "?") : text;
    }
}
