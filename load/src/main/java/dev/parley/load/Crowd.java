package dev.parley.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Who sends and who receives, channel by channel.
 *
 * @param sendersEach per channel
 * @param receiversEach per channel
 * @param shapes by channel
 */
record Crowd(
        Loop loop,
        List<? extends Line> senders,
        int sendersEach,
        List<? extends Line> receivers,
        int receiversEach,
        List<MessageShape> shapes) {

    /** The number of a sender who is no member. */
    private static final int NO_MEMBER = -1;

    static Crowd fanOut(Loop loop, Target target, int members, int payload) throws LoadException {
        Descriptors.require(members + 1);
        String channel = name(target, 0);
        List<Line> receivers = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            receivers.add(new WebSocketLine(loop, target, i, channel));
        }
        Line publisher = new WebSocketLine(loop, target, NO_MEMBER, null);
        MessageShape shape = new MessageShape(channel, payload, false);
        return new Crowd(loop, List.of(publisher), 1, receivers, members, List.of(shape));
    }

    static Crowd polling(Loop loop, Target target, int members, int payload) throws LoadException {
        Descriptors.require(members + 1);
        String channel = name(target, 0);
        List<Line> receivers = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            receivers.add(new PollingLine(loop, target, i, channel));
        }
        Line publisher = new WebSocketLine(loop, target, NO_MEMBER, null);
        MessageShape shape = new MessageShape(channel, payload, false);
        return new Crowd(loop, List.of(publisher), 1, receivers, members, List.of(shape));
    }

    static Crowd chat(Loop loop, Target target, int channels, int members, int payload) throws LoadException {
        Descriptors.require(channels * members);
        List<Line> lines = new ArrayList<>();
        List<MessageShape> shapes = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            String name = name(target, channel);
            shapes.add(new MessageShape(name, payload, true));
            for (int i = 0; i < members; i++) {
                lines.add(new WebSocketLine(loop, target, lines.size(), name));
            }
        }
        return new Crowd(loop, lines, members, lines, members, shapes);
    }

    /** Of one length, so that a message of any channel has its parts at the same places. */
    static String name(Target target, int channel) {
        return target.channels() + "-" + (100_000 + channel);
    }

    MessageShape shape(int channel) {
        return shapes.get(channel);
    }

    void open() throws IOException {
        Fleet.open(loop, receivers, "members");
        if (senders.getFirst() != receivers.getFirst()) {
            Fleet.open(loop, senders, "publishers");
        }
    }
}
