package dev.parley.server.accounts;

/** Names a session. */
record SessionKey(String app, String id) {}
