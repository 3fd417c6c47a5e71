package dev.parley.protocol;

/**
 * The body of a poll's response.
 *
 * @param bytes the whole body
 * @param octetStream whether it is {@code application/octet-stream} rather than {@code text/plain; charset=UTF-8}
 */
@SuppressWarnings("ArrayRecordComponent")
public record PollingBody(byte[] bytes, boolean octetStream) {}
