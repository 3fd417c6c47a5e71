package dev.parley.server.gateway.vchat;

/** Names that users give themselves. */
final class UserNames {

    private static final int LONGEST = 256;

    private UserNames() {}

    static String checked(String name) {
        if (name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
            throw CallException.invalid(
                    "'name' must have at most " + LONGEST + " characters, and no control characters.");
        }
        return name;
    }
}
