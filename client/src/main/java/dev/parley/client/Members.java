package dev.parley.client;

import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.Payload;
import dev.parley.protocol.mapping.Content;
import dev.parley.protocol.mapping.PayloadMapping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads members as the server writes them: {@code {id, data?}} (altogic-agnost 3 and 6.2). */
final class Members {

    private Members() {}

    /** One member; null if it is none. */
    static @Nullable Member one(Payload payload, PayloadMapping mapping) {
        JsonFields fields = JsonFields.read(payload);
        String id = fields == null ? null : fields.string("id");
        return fields == null || id == null ? null : new Member(id, new Content(fields.field("data"), mapping));
    }

    /**
     * A list of members.
     *
     * @throws MalformedDataException if it is none
     */
    static List<Member> list(Payload payload, PayloadMapping mapping) {
        EventArguments entries = EventArguments.ofArray(payload);
        if (entries == null) {
            throw malformed("is no array");
        }
        List<Member> members = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Member member = one(entries.argument(i), mapping);
            if (member == null) {
                throw malformed("has a member without an id");
            }
            members.add(member);
        }
        return List.copyOf(members);
    }

    private static MalformedDataException malformed(String what) {
        return new MalformedDataException("malformed", "The server's list of members " + what + ".", null);
    }
}
