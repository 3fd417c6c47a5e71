package dev.parley.admin;

/**
 * Who did what in the app. Works with a server key of the app or the operator's token. From {@link ParleyAdmin#audit}. Immutable; any thread.
 */
public final class Audit {

    private final Scope scope;

    Audit(Scope scope) {
        this.scope = scope;
    }

    /**
     * Lists administrative acts in the app, newest first.
     *
     * @return the list, which is fetched when it is gone through
     */
    public Listing<AuditEntry> list() {
        return new Listing<>(
                scope,
                scope.call(Operation.LIST_AUDIT),
                "before",
                in -> new Page<>(in.objects("entries", AuditEntry::read), in.textOrNull("next")));
    }
}
