package dev.parley.transport;

/**
 * How fast one connection may send. Over it the server stops reading from that connection until it is within the rate again;
 * nothing is lost and nobody else waits.
 *
 * @param messagesPerSecond messages in the long run
 * @param burstMessages messages at once
 * @param bytesPerSecond bytes in the long run
 * @param burstBytes bytes at once
 */
public record Rate(double messagesPerSecond, double burstMessages, double bytesPerSecond, double burstBytes) {

    /** 2,000 messages and 8 MB a second, 4,000 and 16 MB at once. */
    public static Rate defaults() {
        return new Rate(2_000, 4_000, 8_000_000, 16_000_000);
    }
}
