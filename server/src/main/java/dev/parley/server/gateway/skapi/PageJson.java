package dev.parley.server.gateway.skapi;

import dev.parley.core.ChannelCount;
import dev.parley.core.Member;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import java.util.List;

/**
 * A page of a list (skapi 2.3). The key of the next page is an object, or {@code "end"}: the client takes nothing else.
 *
 * @param <T> what is listed
 */
abstract class PageJson<T> {

    /** Members of a group, one for each connection. */
    static final PageJson<Member> MEMBERS = new PageJson<>() {
        @Override
        void row(ByteBuilder out, String service, Member member) {
            String user = member.user();
            text(out, "{\"uid\":", service + "#" + (user == null ? "" : user));
            text(out, ",\"cid\":", member.id());
            out.append('}');
        }

        @Override
        void key(ByteBuilder out, Member last) {
            text(out, "{\"cid\":", last.id());
            out.append('}');
        }
    };

    /** Groups in the order of their names. */
    static final PageJson<ChannelCount> GROUPS = new Groups();

    /** Groups in the order of their numbers of users. */
    static final PageJson<ChannelCount> COUNTED_GROUPS = new Groups() {
        @Override
        void key(ByteBuilder out, ChannelCount last) {
            out.appendAscii("{\"" + GroupSearch.USERS + "\":").appendLong(last.members());
            text(out, ",\"" + GroupSearch.GROUP + "\":", last.name());
            out.append('}');
        }
    };

    private static class Groups extends PageJson<ChannelCount> {
        @Override
        void row(ByteBuilder out, String service, ChannelCount group) {
            text(out, "{\"rid\":", service + "#" + group.name());
            out.appendAscii(",\"cnt\":").appendLong(group.members()).append('}');
        }

        @Override
        void key(ByteBuilder out, ChannelCount last) {
            text(out, "{\"" + GroupSearch.GROUP + "\":", last.name());
            out.append('}');
        }
    }

    abstract void row(ByteBuilder out, String service, T item);

    abstract void key(ByteBuilder out, T last);

    /** @param found one more than the limit if there are more */
    byte[] write(String service, int limit, List<T> found) {
        boolean more = found.size() > limit;
        List<T> page = more ? found.subList(0, limit) : found;
        ByteBuilder out = new ByteBuilder();
        out.appendAscii("{\"list\":[");
        for (int i = 0; i < page.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            row(out, service, page.get(i));
        }
        out.appendAscii("],\"startKey\":");
        if (more) {
            key(out, page.getLast());
        } else {
            out.appendAscii("\"end\"");
        }
        out.appendAscii(",\"endOfList\":").appendAscii(Boolean.toString(!more)).append('}');
        return out.toByteArray();
    }

    private static void text(ByteBuilder out, String name, String value) {
        out.appendAscii(name);
        JsonText.quote(out, value);
    }
}
