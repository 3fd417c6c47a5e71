package dev.parley.examples.chat;

import dev.parley.client.Member;
import dev.parley.protocol.mapping.MappingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of those in the room, in the order in which they joined. Used by one thread. */
final class People {

    private final Map<String, String> nameById = new LinkedHashMap<>();

    void clear() {
        nameById.clear();
    }

    void set(List<Member> members) {
        clear();
        members.forEach(this::put);
    }

    /** The name of the new member, or the new name of an old one. */
    String put(Member member) {
        String name = nameOf(member);
        nameById.put(member.id(), name);
        return name;
    }

    /** The name of the one who left. */
    String remove(Member member) {
        nameById.remove(member.id());
        return nameOf(member);
    }

    @Nullable
    String name(String id) {
        return nameById.get(id);
    }

    /** All names; one is marked as the user's own. */
    List<String> names(@Nullable String ownId) {
        List<String> names = new ArrayList<>();
        nameById.forEach((id, name) -> names.add(id.equals(ownId) ? name + " (you)" : name));
        return names;
    }

    /** Anybody may show any profile, or none. */
    private static String nameOf(Member member) {
        try {
            Chat.Profile profile = member.data().as(Chat.Profile.class);
            return profile == null || profile.name() == null ? anonymous(member) : profile.name();
        } catch (MappingException e) {
            return anonymous(member);
        }
    }

    private static String anonymous(Member member) {
        return "somebody (" + member.id() + ")";
    }
}
