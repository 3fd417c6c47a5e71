package dev.parley.client;

/** Throws checked exceptions where none is declared, as code in Kotlin does. */
final class Sneaky {

    private Sneaky() {}

    static void raise(Throwable what) {
        Sneaky.<RuntimeException>as(what);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void as(Throwable what) throws E {
        throw (E) what;
    }
}
