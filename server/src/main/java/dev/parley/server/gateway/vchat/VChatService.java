package dev.parley.server.gateway.vchat;

import dev.parley.chat.Chat;
import dev.parley.chat.ChatOptions;
import dev.parley.chat.ChatReader;
import dev.parley.core.AudienceKey;
import dev.parley.server.config.VChat;
import dev.parley.server.rest.ChatCalls;
import dev.parley.socketio.NamespaceHandler;
import io.micrometer.core.instrument.Gauge;
import java.util.List;

/** Serves v_chat's clients: puts together what this package is made of. Any thread, after it was made. */
public final class VChatService {

    private final Profiles profiles;
    private final ChatCalls calls;
    private final NamespaceHandler main;
    private final NamespaceHandler messages;

    public VChatService(VChatParts parts) {
        profiles = new Profiles(parts.accounts());
        OnlineUsers online = new OnlineUsers();
        Visitors visitors = new Visitors();
        ChatReader reader = new ChatReader(parts.database());
        RoomJson rooms = new RoomJson(profiles, online);
        RoomLists lists = new RoomLists(reader, rooms, online);
        RoomMembers members = new RoomMembers(reader);
        RoomTeller teller = new RoomTeller(
                parts.apps(),
                parts.hub(),
                new RoomTeller.Members(online, visitors, members),
                new ViewUpdates(parts.hub(), profiles, online),
                lists,
                new PushNotes(parts.pushes()));
        RoomFeed feed = new RoomFeed(parts.hub(), teller::tell);
        Chat chat = new Chat(parts.database(), parts.clock(), visitors, feed, options(parts.settings()));
        calls = new VChatCalls(new CallContext(parts, chat, reader, profiles, rooms, feed));
        OnlineNews news = new OnlineNews(online, reader, parts.hub());
        main = main(parts, new MainEvents.World(parts.hub(), online, news, lists, members, profiles));
        messages = messages(parts, new MessageEvents.World(chat, visitors, feed));
        chat.bindTo(parts.meters());
        gauges(parts, online, visitors, feed);
        parts.apps().onRemoved(app -> parts.hub().disconnect(Audiences.everybody(app.id())));
    }

    private static ChatOptions options(VChat settings) {
        return new ChatOptions(
                settings.queue(),
                settings.maxGroupMembers(),
                settings.maxContent(),
                ChatOptions.defaults().attachment(),
                ChatOptions.defaults().title());
    }

    private NamespaceHandler main(VChatParts parts, MainEvents.World world) {
        return new VChatGateway(parts, profiles, "/", terms -> {
            AudienceKey user = Audiences.user(terms.user().key());
            return new VChatGateway.Entry(
                    List.of(Audiences.everybody(terms.app().id()), user), new MainEvents(terms, world));
        });
    }

    private NamespaceHandler messages(VChatParts parts, MessageEvents.World world) {
        return new VChatGateway(
                parts,
                profiles,
                "/message",
                terms -> new VChatGateway.Entry(
                        List.of(Audiences.everybody(terms.app().id())), new MessageEvents(terms, world)));
    }

    private static void gauges(VChatParts parts, OnlineUsers online, Visitors visitors, RoomFeed feed) {
        Gauge.builder("parley.vchat.online", online, OnlineUsers::size)
                .description("Users with a v_chat client connected")
                .register(parts.meters());
        Gauge.builder("parley.vchat.rooms.visited", visitors, Visitors::size)
                .description("Rooms that somebody looks at")
                .register(parts.meters());
        Gauge.builder("parley.vchat.untold", feed, RoomFeed::pending)
                .description("Changes of rooms that were committed and not told yet")
                .register(parts.meters());
    }

    /** Takes the calls over HTTP. */
    public ChatCalls calls() {
        return calls;
    }

    /** Lets clients into the namespace {@code /}. */
    public NamespaceHandler main() {
        return main;
    }

    /** Lets clients into the namespace {@code /message}. */
    public NamespaceHandler messages() {
        return messages;
    }

    /**
     * A user was changed, here or by another process.
     *
     * @param user the id in the accounts
     */
    public void userChanged(String app, String user) {
        profiles.changed(app, user);
    }

    /** Nobody knows what was changed. */
    public void anythingChanged() {
        profiles.changedAll();
    }
}
