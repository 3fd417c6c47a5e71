package dev.parley.chat;

/** Why something was not done. Nothing of it was. */
public enum Refusal {
    UNKNOWN_ROOM("there is no such room"),
    NOT_A_MEMBER("you are not in this room"),
    NOT_AN_ADMIN("only admins of the group may do this"),
    WRONG_KIND("this works in the other kind of room only: single or group"),
    BLOCKED("the room is blocked"),
    BLOCKED_BY_PEER("the other user blocked the room, so only the other user can open it again"),
    YOURSELF("you cannot do this to yourself"),
    CREATOR("this cannot be done to the one who made the group"),
    NO_SUCH_MEMBER("this user is not in the group"),
    TOO_FEW_MEMBERS("a group needs somebody beside the one who makes it"),
    TOO_MANY_MEMBERS("the group would have too many members"),
    NOT_SENDABLE("messages of this type cannot be sent"),
    EMPTY("a text that is needed is empty"),
    TOO_LONG("a text is too long"),
    MALFORMED_TEXT("a text is not valid Unicode or has a NUL character"),
    MALFORMED_ID("an id is not 24 hexadecimal digits"),
    BUSY("too much waits to be written: try again a little later");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    /** For a person. */
    public String text() {
        return text;
    }
}
