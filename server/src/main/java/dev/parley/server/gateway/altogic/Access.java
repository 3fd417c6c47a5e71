package dev.parley.server.gateway.altogic;

import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Credentials;
import dev.parley.server.identity.Denial;
import org.jspecify.annotations.Nullable;

/** The terms a connected client came in on, asked again for every packet (altogic-agnost 5). */
record Access(Admission admission, App app, Credentials credentials, boolean altogic) {

    /** Why the next packet must not be served, or null. */
    @Nullable
    Denial denial() {
        Denial denial = admission.check(app, credentials).denial();
        return denial != null && altogic ? denial.forAltogic() : denial;
    }
}
