package dev.parley.server.cli;

import dev.parley.server.accounts.UserDraft;
import dev.parley.server.cli.DatabaseCommand.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What can be said of a user. */
final class UserOptions {

    static final String EMAIL = "--email";
    static final String PHONE = "--phone";
    static final String USERNAME = "--username";
    static final String VCHAT = "--vchat";
    static final String AFTER = "--after";
    static final String LIMIT = "--limit";

    static final int MAX_LIMIT = 1000;
    static final int LIMIT_UNLESS_SAID = 100;

    private static final String ID = "--id";
    private static final String NAME = "--name";
    private static final String PASSWORD = "--password-stdin";
    private static final String VERIFIED = "--verified";
    private static final String DISABLED = "--disabled";
    private static final int MIN_PASSWORD = 6;
    private static final int MAX_PASSWORD = 256;

    private UserOptions() {}

    static void addToList(CommandSpec spec) {
        spec.addOption(Options.text(AFTER, "ID", "Go on behind this user."));
        spec.addOption(Options.number(
                LIMIT, "N", "How many at most, up to " + MAX_LIMIT + ". Default: " + LIMIT_UNLESS_SAID + "."));
        spec.addOption(Options.text(EMAIL, "ADDRESS", "Only the user with this email address."));
        spec.addOption(Options.text(PHONE, "NUMBER", "Only the user with this phone number."));
        spec.addOption(Options.text(USERNAME, "NAME", "Only the user with this user name."));
        spec.addOption(Options.text(VCHAT, "NAME", "Only the user whom v_chat's clients call this."));
    }

    static void addToAdd(CommandSpec spec) {
        spec.addOption(Options.text(ID, "ID", "The user's id. Default: one is made."));
        addToSet(spec);
    }

    static void addToSet(CommandSpec spec) {
        spec.addOption(Options.text(EMAIL, "ADDRESS", "The email address it signs in with."));
        spec.addOption(Options.text(PHONE, "NUMBER", "The phone number, in international form (+14155550100)."));
        spec.addOption(Options.text(USERNAME, "NAME", "The user name it signs in with."));
        spec.addOption(Options.text(NAME, "NAME", "The name that is shown."));
        spec.addOption(Options.flag(PASSWORD, "Read a password from the first line of the standard input."));
        spec.addOption(Options.truth(
                VERIFIED, "Whether email address and phone number count as confirmed.", "Default for new ones: true."));
        spec.addOption(Options.truth(DISABLED, "Whether the user is kept from signing in."));
    }

    /** @throws IOException if the password cannot be one; the message says why */
    static UserDraft draft(Context context) throws IOException {
        return new UserDraft(
                value(context, ID),
                value(context, EMAIL),
                value(context, PHONE),
                value(context, USERNAME),
                context.parsed().hasMatchedOption(PASSWORD) ? password(context.in()) : null,
                value(context, NAME),
                null,
                null,
                truth(context, VERIFIED),
                truth(context, DISABLED));
    }

    /** What of a user is said, in the words of the audit; not what it is. */
    static List<String> fields(Context context) {
        TreeSet<String> fields = new TreeSet<>();
        Stream.of(EMAIL, PHONE, USERNAME, NAME, VERIFIED, DISABLED)
                .filter(context.parsed()::hasMatchedOption)
                .forEach(option -> fields.add(option.substring(2)));
        if (context.parsed().hasMatchedOption(PASSWORD)) {
            fields.add("password");
        }
        return List.copyOf(fields);
    }

    private static @Nullable String value(Context context, String option) {
        return context.parsed().hasMatchedOption(option) ? context.text(option) : null;
    }

    private static @Nullable Boolean truth(Context context, String option) {
        return context.parsed().matchedOptionValue(option, null);
    }

    private static String password(InputStream in) throws IOException {
        byte[] read = in.readNBytes(4 * MAX_PASSWORD + 2);
        int end = 0;
        while (end < read.length && read[end] != '\n') {
            end++;
        }
        String password = new String(read, 0, end, StandardCharsets.UTF_8);
        if (password.endsWith("\r")) {
            password = password.substring(0, password.length() - 1);
        }
        if (password.length() < MIN_PASSWORD || password.length() > MAX_PASSWORD) {
            throw new IOException("the password, the first line of the standard input, must have " + MIN_PASSWORD
                    + " to " + MAX_PASSWORD + " characters");
        }
        return password;
    }
}
