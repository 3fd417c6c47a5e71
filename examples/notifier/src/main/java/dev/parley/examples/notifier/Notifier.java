package dev.parley.examples.notifier;

import dev.parley.admin.ForbiddenException;
import dev.parley.admin.Member;
import dev.parley.admin.NotFoundException;
import dev.parley.admin.ParleyAdmin;
import dev.parley.admin.ParleyException;
import dev.parley.admin.Position;
import dev.parley.admin.UnauthorizedException;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/** Publishes texts and tells on the screen what came of each. */
final class Notifier {

    /** What came of a publication. */
    enum Outcome {
        PUBLISHED,
        /** The next one may be published all the same. */
        FAILED,
        /** Each further one would fail too. */
        HOPELESS
    }

    private final ParleyAdmin admin;
    private final NotifierOptions options;
    private final PrintWriter out;

    Notifier(ParleyAdmin admin, NotifierOptions options, PrintWriter out) {
        this.admin = admin;
        this.options = options;
        this.out = out;
    }

    /** Publishes each line that is not blank; whether all were. */
    boolean publishAll(Stream<String> lines) {
        boolean all = true;
        Iterator<String> each = lines.filter(line -> !line.isBlank()).iterator();
        while (each.hasNext()) {
            Outcome outcome = publish(each.next());
            all &= outcome == Outcome.PUBLISHED;
            if (outcome == Outcome.HOPELESS) {
                return false;
            }
        }
        return all;
    }

    /** Publishes one text. */
    Outcome publish(String text) {
        Map<String, String> message = Map.of("name", options.name(), "text", text);
        String channel = options.channel();
        try {
            Position position = channel == null
                    ? admin.realtime().broadcast(options.event(), message)
                    : admin.realtime().send(channel, options.event(), message);
            String where = channel == null ? "to everybody" : "in " + channel;
            out.println("published " + where + ", number " + position.offset());
            return Outcome.PUBLISHED;
        } catch (ParleyException e) {
            out.println(Advice.of(e));
            boolean hopeless = e instanceof UnauthorizedException
                    || e instanceof ForbiddenException
                    || e instanceof NotFoundException;
            return hopeless ? Outcome.HOPELESS : Outcome.FAILED;
        }
    }

    /** Prints who is in the channel; whether that could be told. */
    boolean printMembers() {
        String channel = options.channel();
        if (channel == null) {
            out.println("Whose members? Add --channel.");
            return false;
        }
        try {
            int count = 0;
            // Page by page, so a channel of any size will do.
            for (Member member : admin.channels().members(channel)) {
                String user = member.user() == null ? "" : " of user " + member.user();
                out.println(member.id() + user + " " + member.data().json());
                count++;
            }
            out.println(count + (count == 1 ? " member" : " members") + " in " + channel);
            return true;
        } catch (ParleyException e) {
            out.println(Advice.of(e));
            return false;
        }
    }
}
