package dev.parley.server.config;

/**
 * Files that users send.
 *
 * @param fileBytes bytes
 * @param pictureBytes bytes
 * @param keepFree bytes
 */
public record Media(
        @Setting(
                doc = "The largest file of a message.",
                def = "50MB",
                unit = Setting.Unit.BYTES,
                min = "1KiB",
                max = "2000MB")
        int fileBytes,

        @Setting(
                doc = "The largest picture of a user or a group, as it is sent.",
                def = "10MiB",
                unit = Setting.Unit.BYTES,
                min = "1KiB",
                max = "100MB")
        int pictureBytes,

        @Setting(
                doc =
                        "The most pixels a picture may have, width times height. It is looked at before the picture is decoded.",
                def = "40000000",
                min = "10000",
                max = "1000000000")
        int picturePixels,

        @Setting(
                doc = "The longer side, in pixels, to which pictures of users and groups are scaled down.",
                def = "512",
                min = "16",
                max = "4096")
        int thumbnailSize,

        @Setting(
                doc = "Threads that decode and scale pictures; 0 for half of the cores.",
                def = "0",
                min = "0",
                max = "64")
        int imageThreads,

        @Setting(
                doc = "How many pictures may wait to be decoded; more are refused with 429.",
                def = "64",
                min = "1",
                max = "10000")
        int imageQueue,

        @Setting(
                doc =
                        "How many requests may send forms with files at once, and a quarter of it those of one address; more are refused"
                                + " with 429. Behind a proxy this needs `listen.trustedProxies`.",
                def = "64",
                min = "1",
                max = "10000")
        int uploads,

        @Setting(
                doc = "Space on the disk that files leave free; what would need it is refused with 507.",
                def = "1GiB",
                unit = Setting.Unit.BYTES,
                min = "0",
                max = "2000MB")
        int keepFree) {}
