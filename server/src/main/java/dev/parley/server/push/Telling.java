package dev.parley.server.push;

import java.util.List;

/** Something that some users are to be told, before their devices are known. */
record Telling(String app, List<String> users, PushContent content) {}
