package dev.parley.server.config;

import java.util.UUID;

/** What makes an app a Skapi service. */
public record SkapiService(
        @Setting(doc = "The Skapi service id that clients pass first.", required = true)
        String service,

        @Setting(doc = "The owner's id (a UUID) that clients pass second.", required = true)
        UUID owner) {}
