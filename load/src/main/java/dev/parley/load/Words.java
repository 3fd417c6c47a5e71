package dev.parley.load;

import java.io.IOException;
import java.net.ConnectException;

/** What goes wrong with connections, in words that say what to do. */
final class Words {

    static final String LIMITS =
            "limits.maxConnections (all connections), limits.maxConnectionsPerIp (those of one address;"
                    + " this generator is one) or limits.pendingHandshakesPerIp (those not let in yet)";

    private Words() {}

    static String noConnection(Target target, IOException e) {
        String why = String.valueOf(e.getMessage());
        if (e instanceof ConnectException) {
            return "nothing listens at " + target.address() + " (" + why
                    + "); is the server running, and is this its port?";
        }
        if (why.contains("Too many open files")) {
            return "this process may not open more files; raise ulimit -n";
        }
        if (why.contains("Cannot assign requested address")) {
            return "this machine has no free port left for another connection to " + target.address()
                    + "; widen net.ipv4.ip_local_port_range or use fewer connections";
        }
        return "cannot connect to " + target.address() + ": " + why;
    }

    static String broken(Target target, String doing, IOException e) {
        return e instanceof ConnectException
                ? noConnection(target, e)
                : "the connection broke while " + doing + ": " + e.getMessage();
    }
}
