package dev.parley.admin;

import dev.parley.protocol.mapping.MappingException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Messages to clients, and who is there: what Agnost's server library calls {@code agnost.realtime}. From {@link ParleyAdmin#realtime}. Immutable; any thread.
 *
 * <pre>{@code
 * admin.realtime().send("technology-chat", "chat-message", Map.of("text", "Let's have a Juma juice?"));
 * }</pre>
 *
 * <p>A publication that got no answer is sent again by itself, with the same idempotency key: it arrives once.
 *
 * <p>A {@code byte[]} anywhere in a message reaches clients as bytes.
 */
public final class Realtime {

    private static final int MEMBERS_AT_ONCE = 1000;

    private final Scope scope;

    Realtime(Scope scope) {
        this.scope = scope;
    }

    /**
     * Sends a message to the members of a channel. The answer comes when it is on its way to all who are there; nobody need be.
     *
     * @param channel the channel's name
     * @param event the event's name
     * @param message what the mapping can write; null is JSON's null
     * @return where the message stands in the channel
     * @throws MappingException if the mapping cannot write the message
     * @throws ParleyException if it did not work
     */
    public Position send(String channel, String event, @Nullable Object message) {
        return Connection.await(Operation.PUBLISH, sendAsync(channel, event, message));
    }

    /**
     * Sends a message to the members of a channel. The answer comes when it is on its way to all who are there; nobody need be.
     *
     * @param channel the channel's name
     * @param event the event's name
     * @param message what the mapping can write; null is JSON's null
     * @return where the message stands in the channel, when it is there; or fails with {@link ParleyException}
     * @throws MappingException if the mapping cannot write the message
     */
    public CompletableFuture<Position> sendAsync(String channel, String event, @Nullable Object message) {
        return mapped(publishAsync(Message.to(channel, event, message)), Published::position);
    }

    /**
     * Sends a message to everyone connected to the app, whatever channels they are in.
     *
     * @param event the event's name
     * @param message what the mapping can write; null is JSON's null
     * @return where the message stands among all broadcasts
     * @throws MappingException if the mapping cannot write the message
     * @throws ParleyException if it did not work
     */
    public Position broadcast(String event, @Nullable Object message) {
        return Connection.await(Operation.PUBLISH, broadcastAsync(event, message));
    }

    /**
     * Sends a message to everyone connected to the app, whatever channels they are in.
     *
     * @param event the event's name
     * @param message what the mapping can write; null is JSON's null
     * @return where the message stands among all broadcasts, when it is there; or fails with {@link ParleyException}
     * @throws MappingException if the mapping cannot write the message
     */
    public CompletableFuture<Position> broadcastAsync(String event, @Nullable Object message) {
        return mapped(publishAsync(Message.toEveryone(event, message)), Published::position);
    }

    /**
     * Lists all members of a channel. Of a large channel this may be long: {@link Channels#members} goes through them page by page.
     *
     * @param channel the channel's name
     * @return the members in the order of their ids, unmodifiable; none if nobody is in the channel
     * @throws ParleyException if it did not work
     */
    public List<Member> getMembers(String channel) {
        return Connection.await(Operation.LIST_MEMBERS, getMembersAsync(channel));
    }

    /**
     * Lists all members of a channel. Of a large channel this may be long: {@link Channels#members} goes through them page by page.
     *
     * @param channel the channel's name
     * @return the members in the order of their ids, unmodifiable; none if nobody is in the channel, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<List<Member>> getMembersAsync(String channel) {
        return new Channels(scope).members(channel).pageSize(MEMBERS_AT_ONCE).toListAsync();
    }

    /**
     * Publishes a message.
     *
     * @param message the message
     * @return where it stands
     * @throws MappingException if the mapping cannot write the message
     * @throws ParleyException if it did not work
     */
    public Published publish(Message message) {
        return Connection.await(Operation.PUBLISH, publishAsync(message));
    }

    /**
     * Publishes a message.
     *
     * @param message the message
     * @return where it stands, when it is there; or fails with {@link ParleyException}
     * @throws MappingException if the mapping cannot write the message
     */
    public CompletableFuture<Published> publishAsync(Message message) {
        return publishAsync(message, IdempotencyKeys.next());
    }

    /**
     * Publishes a message once, however often it is sent with this key within ten minutes; for a back end that keeps what it is to send and
     * may be started anew in the midst of it. Otherwise leave the key to the library.
     *
     * @param message the message
     * @param idempotencyKey 1 to 255 printable ASCII characters without spaces, new for each new message
     * @return where it stands
     * @throws MappingException if the mapping cannot write the message
     * @throws IllegalArgumentException if the idempotency key is not of that form
     * @throws ConflictException if the key came with another message
     * @throws ParleyException if it did not work
     */
    public Published publish(Message message, String idempotencyKey) {
        return Connection.await(Operation.PUBLISH, publishAsync(message, idempotencyKey));
    }

    /**
     * Publishes a message once, however often it is sent with this key within ten minutes; for a back end that keeps what it is to send and
     * may be started anew in the midst of it. Otherwise leave the key to the library.
     *
     * @param message the message
     * @param idempotencyKey 1 to 255 printable ASCII characters without spaces, new for each new message
     * @return where it stands, when it is there; or fails with {@link ParleyException}
     * @throws MappingException if the mapping cannot write the message
     * @throws IllegalArgumentException if the idempotency key is not of that form
     */
    public CompletableFuture<Published> publishAsync(Message message, String idempotencyKey) {
        Call call = scope.call(Operation.PUBLISH).withBody(scope.json(message.members(scope.mapping())));
        return scope.run(keyed(call, idempotencyKey), answer -> published(answer));
    }

    /**
     * Publishes messages one after the other: who is in several of the channels sees them in this order. All are checked before the first
     * is published.
     *
     * @param messages 1 to 100 messages
     * @return where they stand
     * @throws MappingException if the mapping cannot write the message
     * @throws ParleyException if it did not work
     */
    public PublishedBatch publishBatch(List<Message> messages) {
        return Connection.await(Operation.PUBLISH_BATCH, publishBatchAsync(messages));
    }

    /**
     * Publishes messages one after the other: who is in several of the channels sees them in this order. All are checked before the first
     * is published.
     *
     * @param messages 1 to 100 messages
     * @return where they stand, when it is there; or fails with {@link ParleyException}
     * @throws MappingException if the mapping cannot write the message
     */
    public CompletableFuture<PublishedBatch> publishBatchAsync(List<Message> messages) {
        return publishBatchAsync(messages, IdempotencyKeys.next());
    }

    /**
     * Publishes messages one after the other, and once, however often they are sent with this key within ten minutes.
     *
     * @param messages 1 to 100 messages
     * @param idempotencyKey 1 to 255 printable ASCII characters without spaces, new for each new message
     * @return where they stand
     * @throws MappingException if the mapping cannot write the message
     * @throws IllegalArgumentException if the idempotency key is not of that form
     * @throws ConflictException if the key came with other messages
     * @throws ParleyException if it did not work
     */
    public PublishedBatch publishBatch(List<Message> messages, String idempotencyKey) {
        return Connection.await(Operation.PUBLISH_BATCH, publishBatchAsync(messages, idempotencyKey));
    }

    /**
     * Publishes messages one after the other, and once, however often they are sent with this key within ten minutes.
     *
     * @param messages 1 to 100 messages
     * @param idempotencyKey 1 to 255 printable ASCII characters without spaces, new for each new message
     * @return where they stand, when it is there; or fails with {@link ParleyException}
     * @throws MappingException if the mapping cannot write the message
     * @throws IllegalArgumentException if the idempotency key is not of that form
     */
    public CompletableFuture<PublishedBatch> publishBatchAsync(List<Message> messages, String idempotencyKey) {
        List<?> all =
                messages.stream().map(each -> each.members(scope.mapping())).toList();
        Call call = scope.call(Operation.PUBLISH_BATCH).withBody(scope.json(Map.of("messages", all)));
        return scope.run(keyed(call, idempotencyKey), answer -> batch(answer));
    }

    private static Call keyed(Call call, String key) {
        return call.withIdempotencyKey(IdempotencyKeys.checked(key));
    }

    private static Published published(Answer answer) {
        JsonIn in = JsonIn.read(answer.body(), null);
        return new Published(Position.read(in.object("position")), isReplayed(answer));
    }

    private static PublishedBatch batch(Answer answer) {
        JsonIn in = JsonIn.read(answer.body(), null);
        return new PublishedBatch(in.objects("positions", Position::read), isReplayed(answer));
    }

    private static boolean isReplayed(Answer answer) {
        return answer.header("Idempotent-Replayed").map("true"::equals).orElse(false);
    }

    /** The same with another value. Who cancels it cancels the call. */
    private static <A, B> CompletableFuture<B> mapped(CompletableFuture<A> call, Function<A, B> change) {
        CompletableFuture<B> result = new CompletableFuture<>();
        result.whenComplete((value, failure) -> call.cancel(true));
        call.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(change.apply(value));
            } else {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }
}
