package dev.parley.server.media;

/**
 * A file that is kept.
 *
 * @param name the name it is served under: unguessable, without a path, with the ending that fits its content
 * @param size bytes
 * @param width of a picture, in pixels as it is to be seen; 0 of anything else
 * @param height of a picture, in pixels as it is to be seen; 0 of anything else
 */
public record StoredFile(String name, long size, int width, int height) {}
