package dev.parley.server.push;

import java.util.List;

/**
 * A note for some of its users, before their devices are known.
 *
 * @param shown whether it may say what was written
 */
record Telling(PushNote note, List<String> users, boolean shown) {}
