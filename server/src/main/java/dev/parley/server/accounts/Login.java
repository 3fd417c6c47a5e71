package dev.parley.server.accounts;

/**
 * A name by which a user signs in, unique in its app and kind.
 *
 * @param name as the client wrote it
 */
public record Login(Kind kind, String name) {

    /** Kinds of names. */
    public enum Kind {
        EMAIL,
        PHONE,
        USERNAME,
        /** v_chat's "email", which may be anything. */
        VCHAT
    }

    public static Login email(String address) {
        return new Login(Kind.EMAIL, address);
    }

    public static Login phone(String number) {
        return new Login(Kind.PHONE, number);
    }

    /** Says what kind it is, not whose. */
    @Override
    public String toString() {
        return "Login[" + kind + "]";
    }
}
