package dev.parley.admin;

/**
 * Where a message stands among all of its channel, of its user or of the app.
 *
 * @param epoch names one life of the channel; with another, offsets begin anew
 * @param offset counts from 1 without gaps
 */
public record Position(long epoch, long offset) {

    static Position read(JsonIn in) {
        return new Position(in.whole("epoch"), in.whole("offset"));
    }
}
