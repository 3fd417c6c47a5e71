package dev.parley.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens.
 *
 * @param port 0 lets the system choose one
 * @param tls null for plain HTTP
 * @param eventLoops 0 for one per core
 */
public record Listen(
        @Setting(
                doc = "The address to listen on. `0.0.0.0` listens on every IPv4 interface, `::` on every interface.",
                def = "127.0.0.1")
        String host,

        @Setting(
                doc = "The TCP port to listen on; 0 lets the system choose a free one.",
                def = "7400",
                min = "0",
                max = "65535")
        int port,

        @Setting(doc = "TLS. Without this section the server speaks plain HTTP.") @Nullable
        Tls tls,

        @Setting(
                doc = "Networks of the proxies whose `X-Forwarded-*` headers are believed, such as `10.0.0.0/8`. From"
                        + " anyone else these headers are ignored.")
        List<Cidr> trustedProxies,

        @Setting(
                doc = "Set `SO_REUSEPORT`, so that a second process can listen on the same port during a restart."
                        + " Linux only.",
                def = "false")
        boolean reusePort,

        @Setting(
                doc = "How many connections may wait in the kernel to be accepted.",
                def = "1024",
                min = "1",
                max = "65535")
        int backlog,

        @Setting(doc = "The number of event loops (shards); 0 for one per core.", def = "0", min = "0", max = "1024")
        int eventLoops) {

    /** Copies {@code trustedProxies}. */
    public Listen {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
