package dev.parley.chat;

import java.util.List;

/**
 * A group to make.
 *
 * @param picture a file name
 * @param members ids of the users beside the creator; whoever is named twice counts once
 */
public record NewGroup(String title, String picture, List<String> members) {

    /** Copies the list. */
    public NewGroup {
        members = List.copyOf(members);
    }
}
