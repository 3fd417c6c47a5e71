package dev.parley.examples.chat;

import dev.parley.client.MemberEvent;
import dev.parley.client.NotSentException;
import dev.parley.client.OutcomeUnknownException;
import dev.parley.client.RealtimeClient;
import dev.parley.client.RealtimeException;
import dev.parley.client.RefusedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the client does for what is typed, and what the screen shows of what comes. Everything runs on one thread, which is the client's executor as well.
 */
final class Chat {

    /** The event's name, and the form of what is said. */
    static final String EVENT = "chat-message";

    private static final int QUIT_SECONDS = 10;

    /** One line of somebody. */
    record Line(@Nullable String name, @Nullable String text) {}

    /** How somebody is seen. */
    record Profile(@Nullable String name) {}

    private final RealtimeClient client;
    private final Screen screen;
    private final People people = new People();
    private final CompletableFuture<Boolean> answered = new CompletableFuture<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private String name;
    private @Nullable String room;
    private boolean connectedBefore;
    private int underWay;
    private boolean quitting;

    Chat(RealtimeClient client, Screen screen, String name) {
        this.client = client;
        this.screen = screen;
        this.name = name;
    }

    /** Completes with the program's exit code. */
    CompletableFuture<Integer> ended() {
        return ended;
    }

    /** Connects. The profile and the first room wait for the connection, like everything that is typed before. */
    void start(String firstRoom) {
        listen();
        client.open();
        client.updateProfile(new Profile(name));
        join(firstRoom);
    }

    private void listen() {
        client.onConnect(this::connected);
        client.onDisconnect(this::disconnected);
        client.onReconnectAttempt(number -> screen.note("connecting again, attempt " + number));
        client.onError(this::failed);
        client.on(EVENT, Line.class, (line, message) -> said(line, message.channel()));
        client.onJoin(this::joined);
        client.onLeave(this::left);
        client.onUpdate(this::updated);
    }

    /** A line that was typed: a command, or something to say. */
    void typed(String line) {
        String text = line.strip();
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        String rest = space < 0 ? "" : text.substring(space + 1).strip();
        switch (word) {
            case "" -> {}
            case "/who" -> who();
            case "/join" -> ifGiven(rest, "/join ROOM", this::join);
            case "/leave" -> leave();
            case "/nick" -> ifGiven(rest, "/nick NAME", this::rename);
            case "/all" -> ifGiven(rest, "/all TEXT", this::sayToAll);
            case "/quit" -> quit();
            case "/help" -> screen.note("/who  /join ROOM  /leave  /nick NAME  /all TEXT  /quit; other lines are said");
            default -> {
                if (word.startsWith("/")) {
                    screen.problem(word + " is no command; /help lists them");
                } else {
                    say(text);
                }
            }
        }
    }

    /** Ends when what was typed before has been answered, or after a while. */
    void quit() {
        quitting = true;
        if (underWay == 0) {
            answered.complete(true);
        }
        answered.completeOnTimeout(true, QUIT_SECONDS, TimeUnit.SECONDS).thenRun(() -> end(0));
    }

    /** What was told the client before is told the user before the end. */
    private void end(int code) {
        client.disconnect().thenRun(() -> ended.complete(code));
    }

    private void say(String text) {
        if (room == null) {
            screen.problem("you are in no room; /join ROOM takes you into one");
            return;
        }
        follow(client.send(room, EVENT, new Line(name, text)), text);
    }

    private void sayToAll(String text) {
        follow(client.broadcast(EVENT, new Line(name, text)), text);
    }

    private void follow(CompletableFuture<?> result, String what) {
        follow(result, what, done -> {});
    }

    /** Tells the user what became of it if it was not simply done. */
    private void follow(CompletableFuture<?> result, String what, Consumer<Boolean> then) {
        underWay++;
        result.whenComplete((nothing, failure) -> {
            if (failure instanceof NotSentException) {
                screen.problem("not sent: " + what + " (" + failure.getMessage() + ")");
            } else if (failure instanceof OutcomeUnknownException) {
                screen.problem("perhaps not sent: " + what + " (" + failure.getMessage() + ")");
            } else if (failure != null) {
                screen.problem("refused: " + what + " (" + failure.getMessage() + ")");
            }
            then.accept(failure == null);
            finished();
        });
    }

    private void finished() {
        underWay--;
        if (quitting && underWay == 0) {
            answered.complete(true);
        }
    }

    private void join(String next) {
        if (next.equals(room)) {
            return;
        }
        leave();
        room = next;
        follow(client.join(next), "joining " + next, done -> {
            if (done) {
                who();
            } else if (next.equals(room)) {
                room = null;
            }
        });
    }

    private void leave() {
        if (room != null) {
            follow(client.leave(room), "leaving " + room);
            screen.note("you left " + room);
            room = null;
            people.clear();
        }
    }

    private void rename(String next) {
        name = next;
        follow(client.updateProfile(new Profile(next)), "the name " + next);
    }

    private void who() {
        String here = room;
        if (here == null) {
            screen.note("you are in no room");
            return;
        }
        underWay++;
        client.getMembers(here).whenComplete((members, failure) -> {
            if (failure != null) {
                screen.problem("who is in " + here + " cannot be told (" + failure.getMessage() + ")");
            } else if (here.equals(room)) {
                people.set(members);
                String names = String.join(", ", people.names(client.getSocketId()));
                screen.note(names.isEmpty() ? "nobody is in " + here : "in " + here + ": " + names);
            }
            finished();
        });
    }

    private void connected() {
        screen.note(connectedBefore ? "connected again" : "connected as " + name);
        if (connectedBefore && room != null) {
            who(); // the client has joined the room again by itself; who is there may have changed
        }
        connectedBefore = true;
    }

    private void disconnected(String reason) {
        people.clear();
        if (reason.equals("io server disconnect")) {
            screen.problem("the server has put you out");
            end(1);
        } else if (!reason.equals("io client disconnect")) {
            screen.note("connection lost (" + reason + "); what you type waits until it is back");
        }
    }

    private void failed(RealtimeException error) {
        screen.problem(error.getMessage() == null ? error.code() : error.getMessage());
        if (error instanceof RefusedException refusal && refusal.isTerminal()) {
            end(1);
        }
    }

    private void said(@Nullable Line line, @Nullable String channel) {
        boolean here = channel == null || channel.equals(room);
        if (here && line != null && line.text() != null) {
            String from = line.name() == null ? "somebody" : line.name();
            screen.said(channel == null ? from + " (to all)" : from, line.text());
        }
    }

    private void joined(MemberEvent event) {
        if (event.channel().equals(room)) {
            screen.note(people.put(event.member()) + " joined");
        }
    }

    private void left(MemberEvent event) {
        if (event.channel().equals(room)) {
            screen.note(people.remove(event.member()) + " left");
        }
    }

    private void updated(MemberEvent event) {
        if (event.channel().equals(room)) {
            String before = people.name(event.member().id());
            String now = people.put(event.member());
            if (!now.equals(before)) {
                screen.note((before == null ? "somebody" : before) + " is now " + now);
            }
        }
    }

    private void ifGiven(String argument, String usage, Consumer<String> command) {
        if (argument.isEmpty()) {
            screen.problem("it is " + usage);
        } else {
            command.accept(argument);
        }
    }
}
