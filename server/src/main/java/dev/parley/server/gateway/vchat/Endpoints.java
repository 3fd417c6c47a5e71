package dev.parley.server.gateway.vchat;

import dev.parley.server.gateway.vchat.Endpoint.Access;
import dev.parley.server.gateway.vchat.Endpoint.Action;
import dev.parley.server.gateway.vchat.Endpoint.Body;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All calls of v_chat's clients: those of vchat 3, and the older ones of vchat 8. Immutable once made. */
final class Endpoints {

    private static final String ANY = "*";

    /** By path, then by the method's name. */
    private final Map<String, Map<String, Endpoint>> places = new HashMap<>();

    Endpoints(CallContext context) {
        users(new SignInCalls(context), new UserCalls(context));
        rooms(new RoomCalls(context));
        groups(new GroupCalls(context));
        messages(new MessageCalls(context));
    }

    private void users(SignInCalls signIns, UserCalls users) {
        add(new Endpoint(HttpMethod.POST, "user/register", Access.COUNTED, false, Body.PICTURE, signIns::register));
        forAll("user/login", Body.FORM, signIns::login);
        forAll("user/migrate-old-users", Body.LIST, signIns::migrate);
        add(new Endpoint(HttpMethod.PATCH, "user", Access.USERS, false, Body.PICTURE, users::update));
        get("user", users::list);
        get("user/all", users::list);
        get("user/search", users::search);
        get("user/" + ANY, users::get);
    }

    private void rooms(RoomCalls rooms) {
        post("room", Body.FORM, rooms::openOld);
        post("room/single", Body.FORM, rooms::open);
        get("room", rooms::list);
        post("room/check-if-there-room", Body.FORM, rooms::find);
        post("room/chat-notification", Body.FORM, rooms::mute);
        post("room/ban-chat-user", Body.FORM, rooms::block);
    }

    private void groups(GroupCalls groups) {
        post("room/group", Body.PICTURE, groups::create);
        post("room/add-member", Body.FORM, groups::add);
        post("room/update-group-info", Body.PICTURE, groups::changeInfo);
        post("room/update-member-state", Body.FORM, groups::setRole);
        get("room/group-members", groups::members);
        post("room/kick-member", Body.FORM, groups::kick);
        post("room/leave-group-chat", Body.FORM, groups::leave);
        add(new Endpoint(HttpMethod.DELETE, "room/leave/" + ANY, Access.USERS, true, Body.NONE, groups::leaveByPath));
    }

    private void messages(MessageCalls messages) {
        get("message", messages::list);
        post("message", Body.FILES, messages::sendToAny);
        post("message/single", Body.FILES, messages::sendToSingle);
        post("message/group", Body.FILES, messages::sendToGroup);
    }

    private void get(String path, Action action) {
        add(new Endpoint(HttpMethod.GET, path, Access.USERS, false, Body.NONE, action));
    }

    private void post(String path, Body body, Action action) {
        add(new Endpoint(HttpMethod.POST, path, Access.USERS, true, body, action));
    }

    private void forAll(String path, Body body, Action action) {
        add(new Endpoint(HttpMethod.POST, path, Access.ALL, false, body, action));
    }

    private void add(Endpoint endpoint) {
        places.computeIfAbsent(endpoint.path(), _ -> new TreeMap<>())
                .put(endpoint.method().name(), endpoint);
    }

    /**
     * What is at a path, by the method's name, in alphabetical order; null if nothing is.
     *
     * @param path its segments
     */
    @Nullable
    Map<String, Endpoint> at(List<String> path) {
        Map<String, Endpoint> found = places.get(String.join("/", path));
        if (found != null || path.size() < 2) {
            return found;
        }
        return places.get(String.join("/", path.subList(0, path.size() - 1)) + "/" + ANY);
    }
}
