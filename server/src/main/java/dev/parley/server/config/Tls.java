package dev.parley.server.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The certificate the server presents.
 *
 * @param reloadInterval zero for never
 */
public record Tls(
        @Setting(doc = "The PEM file of the certificate, followed by its intermediate certificates.", required = true)
        Path certificate,

        @Setting(doc = "The PEM file of the private key (PKCS#8).", required = true)
        Path key,

        @Setting(
                doc = "How often the two files are looked at for a renewed certificate; `0s` for never.",
                def = "1m",
                min = "0s",
                max = "24h")
        Duration reloadInterval) {}
