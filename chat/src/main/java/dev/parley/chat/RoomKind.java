package dev.parley.chat;

/** What a room is for. */
public enum RoomKind {
    /** Two users; one room for each pair. */
    SINGLE("single"),
    /** Any number up to a limit, with roles. */
    GROUP("group");

    private final String label;

    RoomKind(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static RoomKind stored(String label) {
        return label.equals(SINGLE.label) ? SINGLE : GROUP;
    }
}
