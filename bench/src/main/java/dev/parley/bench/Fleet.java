package dev.parley.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Users and rooms on a server, and the members' connections. */
final class Fleet implements AutoCloseable {

    private static final Pattern TOKEN = Pattern.compile("\"accessToken\":\"([^\"]+)\"");
    private static final Pattern ROOM = Pattern.compile("\"data\":\\{\"_id\":\"([0-9a-f]{24})\"");

    private final List<String> tokens = new ArrayList<>();
    private final List<String> rooms = new ArrayList<>();
    private final Shape shape;
    private final Receivers receivers;

    private Fleet(Shape shape, Receivers receivers) {
        this.shape = shape;
        this.receivers = receivers;
    }

    static Fleet on(int port, Shape shape) throws IOException {
        Fleet fleet = new Fleet(shape, new Receivers(port));
        try (HttpLine line = new HttpLine(port)) {
            fleet.register(line);
            fleet.make(line);
        }
        for (int i = 0; i < shape.users(); i++) {
            fleet.receivers.connect(fleet.tokens.get(i), fleet.rooms.get(i / shape.members()));
        }
        fleet.receivers.start();
        return fleet;
    }

    private void register(HttpLine line) throws IOException {
        for (int i = 0; i < shape.users(); i++) {
            String body = "{\"email\":\"u" + i + "\",\"name\":\"Some Name\",\"password\":\"p\"}";
            tokens.add(found(TOKEN, line.call("POST", "/api/v1/user/register", null, body)));
        }
    }

    private void make(HttpLine line) throws IOException {
        for (int i = 0; i < shape.rooms(); i++) {
            StringBuilder peers = new StringBuilder();
            for (int j = 1; j < shape.members(); j++) {
                peers.append(j == 1 ? "\"u" : ",\"u").append(shape.user(i, j)).append('"');
            }
            String body = "{\"title\":\"title\",\"peerEmails\":[" + peers + "]}";
            rooms.add(found(ROOM, line.call("POST", "/api/v1/room/group", tokens.get(shape.user(i, 0)), body)));
        }
    }

    private static String found(Pattern pattern, String answer) throws IOException {
        Matcher matcher = pattern.matcher(answer);
        if (!matcher.find()) {
            throw new IOException("the server answered: " + answer);
        }
        return matcher.group(1);
    }

    String room(int room) {
        return rooms.get(room);
    }

    String token(int room, int member) {
        return tokens.get(shape.user(room, member));
    }

    Shape shape() {
        return shape;
    }

    Receivers receivers() {
        return receivers;
    }

    @Override
    public void close() throws IOException {
        receivers.close();
    }
}
