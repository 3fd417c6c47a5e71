package dev.parley.server.gateway.vchat;

/** A room of an app. */
record RoomKey(String app, String id) {}
