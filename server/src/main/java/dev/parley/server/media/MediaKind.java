package dev.parley.server.media;

/** What a file is for: decides what it may be, where it lies and what its name begins with (vchat 6). */
public enum MediaKind {
    /** A user's picture: scaled down, a JPEG. */
    USER_PICTURE,
    /** A group's picture: scaled down, a JPEG. */
    GROUP_PICTURE,
    /** A picture in a message, or the one that stands for a video; kept as it is. */
    IMAGE,
    VOICE,
    VIDEO,
    /** Anything. */
    FILE
}
