package dev.parley.admin;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Channels with members, and who they are. From {@link ParleyAdmin#channels}. Immutable; any thread.
 */
public final class Channels {

    private final Scope scope;

    Channels(Scope scope) {
        this.scope = scope;
    }

    /**
     * Lists the channels that have members, in the order of their names.
     *
     * @return the list, which is fetched when it is gone through
     */
    public Listing<Channel> list() {
        return listing(null);
    }

    /**
     * Lists the channels that have members and whose names begin so.
     *
     * @param prefix the beginning of the names
     * @return the list, which is fetched when it is gone through
     */
    public Listing<Channel> list(String prefix) {
        return listing(prefix);
    }

    private Listing<Channel> listing(@Nullable String prefix) {
        Call call = scope.call(Operation.LIST_CHANNELS).with("prefix", prefix);
        return new Listing<>(
                scope, call, "after", in -> new Page<>(in.objects("channels", Channel::read), in.textOrNull("next")));
    }

    /**
     * Lists the members of a channel, in the order of their ids.
     *
     * @param channel the channel's name
     * @return the list, which is fetched when it is gone through; empty if nobody is in the channel
     */
    public Listing<Member> members(String channel) {
        return new Listing<>(
                scope,
                scope.call(Operation.LIST_MEMBERS, channel),
                "after",
                in -> new Page<>(in.objects("members", Member::read), in.textOrNull("next")));
    }

    /**
     * Counts the members of a channel. A channel that nobody is in has none; it need not have been made.
     *
     * @param channel the channel's name
     * @return the channel
     * @throws ParleyException if it did not work
     */
    public Channel get(String channel) {
        return Connection.await(Operation.GET_CHANNEL, getAsync(channel));
    }

    /**
     * Counts the members of a channel. A channel that nobody is in has none; it need not have been made.
     *
     * @param channel the channel's name
     * @return the channel, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<Channel> getAsync(String channel) {
        return scope.read(scope.call(Operation.GET_CHANNEL, channel), Channel::read);
    }
}
