package dev.parley.chat;

import dev.parley.core.Clock;
import dev.parley.storage.Dialect;

/** What every operation needs. */
record ChatContext(
        Dialect dialect, Clock clock, ObjectIds ids, KnownMembers known, Presence presence, ChatOptions options) {}
