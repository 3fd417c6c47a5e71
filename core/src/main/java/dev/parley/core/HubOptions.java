package dev.parley.core;

/**
 * The hub's limits.
 *
 * @param credit how much one connection may have under way
 * @param maxBatchBytes a batch is closed when it holds about this many bytes of payload
 * @param maxBatchPublications a batch is closed when it holds this many publications
 * @param maxChannelMembers how many members a channel may have
 * @param maxChannels how many channels the hub may hold; kept per shard, so it is reached a little early
 */
public record HubOptions(
        Credit credit, int maxBatchBytes, int maxBatchPublications, int maxChannelMembers, int maxChannels) {

    /**
     * What a connection may have under way before its peer is no longer read, and before it is closed as {@link
     * CloseReason#FLOOD}.
     *
     * <p>The flood limits leave room for what had been read when the pause came: a whole read of small commands. One
     * command is always taken, however large.
     *
     * @param commands commands under way at which reading pauses
     * @param bytes bytes of commands under way at which reading pauses
     * @param floodCommands commands under way at which the connection is closed
     * @param floodBytes bytes of commands under way at which the connection is closed
     */
    public record Credit(int commands, long bytes, int floodCommands, long floodBytes) {

        public Credit {
            if (commands < 1 || bytes < 1 || floodCommands < commands || floodBytes < bytes) {
                throw new IllegalArgumentException("credit must be positive and flood limits not below it");
            }
        }
    }

    public HubOptions {
        if (maxBatchBytes < 1 || maxBatchPublications < 1 || maxChannelMembers < 1 || maxChannels < 1) {
            throw new IllegalArgumentException("the hub's limits must be positive");
        }
    }

    /** 256 commands and 1 MiB of credit, batches of 64 KiB or 256 publications, a million members and channels. */
    public static HubOptions defaults() {
        return new HubOptions(new Credit(256, 1 << 20, 4096, 4 << 20), 64 << 10, 256, 1_000_000, 1_000_000);
    }

    public HubOptions withCredit(Credit value) {
        return new HubOptions(value, maxBatchBytes, maxBatchPublications, maxChannelMembers, maxChannels);
    }

    public HubOptions withBatches(int maxBytes, int maxPublications) {
        return new HubOptions(credit, maxBytes, maxPublications, maxChannelMembers, maxChannels);
    }

    public HubOptions withChannels(int maxMembers, int max) {
        return new HubOptions(credit, maxBatchBytes, maxBatchPublications, maxMembers, max);
    }
}
