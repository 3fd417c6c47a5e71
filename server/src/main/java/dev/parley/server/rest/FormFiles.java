package dev.parley.server.rest;

import dev.parley.server.config.Media;

/** Which files a form may carry. */
public enum FormFiles {
    /** None. */
    NONE,
    /** A picture of a user or a group. */
    PICTURE,
    /** The files of a message: a video is two, its picture and itself. */
    MESSAGE;

    FormLimits limits(int textBytes, Media media) {
        return switch (this) {
            case NONE -> new FormLimits(textBytes, 0, 0, "limits.restBodyBytes");
            case PICTURE -> new FormLimits(textBytes, 1, media.pictureBytes(), "media.pictureBytes");
            case MESSAGE -> new FormLimits(textBytes, 2, media.fileBytes(), "media.fileBytes");
        };
    }
}
