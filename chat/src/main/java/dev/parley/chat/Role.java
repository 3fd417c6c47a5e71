package dev.parley.chat;

/** What a member may do in a group. In single rooms everybody is a member. */
public enum Role {
    ADMIN("admin"),
    MEMBER("member");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /** On the wire and in the database. */
    public String label() {
        return label;
    }

    static Role stored(String label) {
        return label.equals(ADMIN.label) ? ADMIN : MEMBER;
    }
}
