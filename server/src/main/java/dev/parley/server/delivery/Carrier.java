package dev.parley.server.delivery;

/** One way for messages. */
interface Carrier {

    /**
     * Hands a message on. Blocks, on a virtual thread that is interrupted when it takes too long.
     *
     * @param id the same in every try of one message, so that a receiver can tell a repetition
     * @param text the message in words
     */
    void carry(String id, Message message, Texts.Text text) throws DeliveryException, InterruptedException;
}
