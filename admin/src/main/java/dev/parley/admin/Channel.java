package dev.parley.admin;

/**
 * A channel that somebody is or was in.
 *
 * @param name its name
 * @param members how many connections are in it
 */
public record Channel(String name, long members) {

    static Channel read(JsonIn in) {
        return new Channel(in.text("name"), in.whole("members"));
    }
}
