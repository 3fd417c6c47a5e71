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

    FormLimits limits(FormTexts.Limit texts, Media media) {
        return switch (this) {
            case NONE -> new FormLimits(texts, 0, 0, texts.why());
            case PICTURE -> new FormLimits(texts, 1, media.pictureBytes(), "media.pictureBytes");
            case MESSAGE -> new FormLimits(texts, 2, media.fileBytes(), "media.fileBytes");
        };
    }
}
