package dev.parley.server.accounts;

/** @param known users that were there already, and were left as they are */
public record ImportResult(int added, int known) {}
