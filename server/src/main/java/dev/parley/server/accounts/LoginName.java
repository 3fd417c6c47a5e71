package dev.parley.server.accounts;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A login in its normal form.
 *
 * @param name what is unique in app and kind
 * @param shown as the user may see it
 */
record LoginName(Login.Kind kind, String name, String shown) {

    private static final int MAX_EMAIL = 254;
    static final int MAX_NAME = 320;
    private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern PHONE_PUNCTUATION = Pattern.compile("[ ().\\-]");

    /** @throws AccountException if it cannot be a name of its kind */
    static LoginName of(Login login) {
        return switch (login.kind()) {
            case EMAIL -> email(login.name());
            case PHONE -> phone(login.name());
            case USERNAME -> username(login.name());
            case VCHAT -> verbatim(login.name());
        };
    }

    /** Null for what nobody can be called. */
    static @Nullable LoginName orNull(Login login) {
        try {
            return of(login);
        } catch (AccountException e) {
            return null;
        }
    }

    /** How the kind is written in the database. */
    static String column(Login.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static LoginName email(String address) {
        String email = address.strip().toLowerCase(Locale.ROOT);
        int at = email.indexOf('@');
        boolean good = at > 0
                && at == email.lastIndexOf('@')
                && at < email.length() - 1
                && Texts.isPlain(email, MAX_EMAIL)
                && email.chars().noneMatch(LoginName::breaksAddress);
        if (!good) {
            throw new AccountException(AccountError.INVALID_EMAIL);
        }
        return new LoginName(Login.Kind.EMAIL, email, email);
    }

    /** What could end an address, or a header field, early where the mail is written. */
    private static boolean breaksAddress(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || "<>,;:\"\\()[]".indexOf(c) >= 0;
    }

    private static LoginName phone(String number) {
        if (number.length() > 64) {
            throw new AccountException(AccountError.INVALID_PHONE);
        }
        String phone = PHONE_PUNCTUATION.matcher(number.strip()).replaceAll("");
        if (phone.startsWith("00")) {
            phone = "+" + phone.substring(2);
        }
        if (!PHONE.matcher(phone).matches()) {
            throw new AccountException(AccountError.INVALID_PHONE);
        }
        return new LoginName(Login.Kind.PHONE, phone, phone);
    }

    private static LoginName username(String text) {
        String shown = text.strip();
        if (shown.isEmpty() || !Texts.isPlain(shown, MAX_NAME)) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
        String name = Normalizer.normalize(shown, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return new LoginName(Login.Kind.USERNAME, name, shown);
    }

    private static LoginName verbatim(String text) {
        String name = text.strip();
        if (name.isEmpty() || !Texts.isPlain(name, MAX_NAME)) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
        return new LoginName(Login.Kind.VCHAT, name, name);
    }

    /** What to say when somebody else has it. */
    AccountError taken() {
        return switch (kind) {
            case EMAIL, VCHAT -> AccountError.EMAIL_NOT_UNIQUE;
            case PHONE -> AccountError.PHONE_NOT_UNIQUE;
            case USERNAME -> AccountError.USERNAME_NOT_UNIQUE;
        };
    }

    /** Says what kind it is, not whose. */
    @Override
    public String toString() {
        return "LoginName[" + kind + "]";
    }
}
