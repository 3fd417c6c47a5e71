package dev.parley.server.gateway.altogic;

import dev.parley.core.AudienceKey;
import dev.parley.core.Hub;
import dev.parley.core.Member;
import dev.parley.socketio.Ack;
import dev.parley.socketio.Socket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The members calls of one socket. A list can be large and asking for it is cheap, so calls are answered one after the other, a
 * few may wait, and more are refused. Each comes after what the socket sent before it.
 */
final class MemberListing {

    private static final int MAX_WAITING = 32;
    /** What a list counts against the asker's rate: one message more for so many members. */
    private static final int MEMBERS_PER_MESSAGE = 20;

    private record Call(AudienceKey channel, Ack ack) {}

    private final Hub hub;
    /** The first one is under way. */
    private final Queue<Call> calls = new ArrayDeque<>(1);

    MemberListing(Hub hub) {
        this.hub = hub;
    }

    void ask(Socket socket, AudienceKey channel, Ack ack) {
        if (calls.size() > MAX_WAITING) {
            Answers.refuse(ack, "too_many_requests", MAX_WAITING + " calls for members wait already.");
            return;
        }
        calls.add(new Call(channel, ack));
        if (calls.size() == 1) {
            next(socket);
        }
    }

    private void next(Socket socket) {
        Call call = calls.peek();
        if (call != null) {
            socket.subscriber()
                    .barrier(refusal -> hub.members(call.channel())
                            .whenComplete((list, failure) ->
                                    socket.shard().loop().execute(() -> answer(socket, call, list))));
        }
    }

    private void answer(Socket socket, Call call, @Nullable List<Member> list) {
        calls.poll();
        if (!socket.isConnected()) {
            calls.clear();
            return;
        }
        if (list == null) {
            Answers.refuse(call.ack(), "get_channel_members_error", "Cannot get the list of members of the channel.");
        } else {
            socket.charge(list.size() / MEMBERS_PER_MESSAGE);
            call.ack().send(Answers.members(list));
        }
        next(socket);
    }
}
