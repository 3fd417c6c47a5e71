package dev.parley.examples.echo;

import dev.parley.testkit.HttpAnswer;
import dev.parley.testkit.RawConnection;

/** A polling client: a session's id and its requests, each on a connection of its own. */
final class Polls {

    private final int port;
    private final String path;
    private final String sid;

    private Polls(int port, String path, String sid) {
        this.port = port;
        this.path = path;
        this.sid = sid;
    }

    static Polls open(int port, String path, int version) {
        String base = path + "?EIO=" + version + "&transport=polling";
        try (RawConnection connection = RawConnection.open(port)) {
            String open = connection.get(base).text();
            int start = open.indexOf("\"sid\":\"") + 7;
            String sid = open.substring(start, open.indexOf('"', start));
            return new Polls(port, base + "&sid=" + sid, sid);
        }
    }

    String sid() {
        return sid;
    }

    String path() {
        return path;
    }

    HttpAnswer get() {
        try (RawConnection connection = RawConnection.open(port)) {
            return connection.get(path);
        }
    }

    HttpAnswer post(String body) {
        try (RawConnection connection = RawConnection.open(port)) {
            return connection.post(path, body);
        }
    }

    /** A poll whose answer is read later. */
    RawConnection waiting() {
        RawConnection connection = RawConnection.open(port);
        connection.sendRequest("GET", path, null, new byte[0]);
        return connection;
    }
}
