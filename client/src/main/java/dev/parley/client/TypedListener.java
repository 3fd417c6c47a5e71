package dev.parley.client;

import java.util.EventListener;
import org.jspecify.annotations.Nullable;

/**
 * Is told of messages whose content was mapped to a type. Called like a {@link MessageListener}. If the content does not fit the type, the
 * listeners of {@link RealtimeClient#onError} are told instead.
 *
 * @param <T> type of the content
 */
@FunctionalInterface
public interface TypedListener<T> extends EventListener {

    /**
     * A message has come.
     *
     * @param content the message's content; null if it was JSON's null or there was none
     * @param message the message: its channel, its event, its content as it came
     */
    void received(@Nullable T content, Message message);
}
