package dev.parley.server.webpush;

import java.util.List;

/** Something that some users are to be told, before their browsers are known. */
record Telling(String app, List<String> users, Payload payload) {}
