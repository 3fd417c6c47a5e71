package dev.parley.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.testing.FakeServer;
import dev.parley.client.testing.Received;
import dev.parley.client.testing.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two people chat, by way of a server in this process. */
class ChatTest {

    private final FakeServer server = FakeServer.start();
    private final Typist ada = person("Ada");

    @AfterEach
    void close() {
        ada.endsInput();
        server.close();
        assertThat(server.problems()).isEmpty();
    }

    private Typist person(String name) {
        return Typist.start(new ChatOptions(server.url().toString(), "default", "key", name, "lobby"));
    }

    private Typist bob() {
        ada.sees("* in lobby: Ada (you)");
        Typist bob = person("Bob");
        bob.sees("* in lobby: Ada, Bob (you)");
        ada.sees("* Bob joined");
        return bob;
    }

    @Test
    void twoPeopleTalkAndSeeEachOtherComeRenameAndGo() {
        Typist bob = bob();

        ada.types("Hi, Bob!");
        bob.sees("Ada: Hi, Bob!");
        bob.types("Hello.");
        ada.sees("Bob: Hello.");
        assertThat(ada.screen()).doesNotContain("Ada: Hi");

        bob.types("/nick Robert");
        ada.sees("* Bob is now Robert");
        bob.types("Better.");
        ada.sees("Robert: Better.");
        bob.types("/who");
        bob.sees("* in lobby: Ada, Robert (you)");

        bob.types("/quit");
        assertThat(bob.exitCode()).isZero();
        ada.sees("* Robert left");
    }

    @Test
    void roomsAreApartAndAllIsForEverybody() {
        Typist bob = bob();

        bob.types("/join kitchen");
        bob.sees("* in kitchen: Bob (you)");
        ada.sees("* Bob left");
        ada.types("Is anybody there?");
        ada.types("/all Tea!");
        bob.sees("Ada (to all): Tea!");
        assertThat(bob.screen()).doesNotContain("anybody");

        bob.types("/leave");
        bob.sees("* you left kitchen");
        bob.types("Hm.");
        bob.sees("! you are in no room; /join ROOM takes you into one");
        bob.types("/dance");
        bob.sees("! /dance is no command; /help lists them");
        bob.endsInput();
        assertThat(bob.exitCode()).isZero();
    }

    @Test
    void everythingThatIsPipedInIsSentBeforeTheEnd() {
        Typist bob = person("Bob");
        for (int i = 0; i < 50; i++) {
            bob.types("line " + i);
        }
        bob.endsInput();

        assertThat(bob.exitCode()).isZero();
        assertThat(server.received(Received.Kind.MESSAGE))
                .hasSize(50)
                .last()
                .satisfies(last -> assertThat(last.json()).isEqualTo("{\"name\":\"Bob\",\"text\":\"line 49\"}"));
    }

    @Test
    void aLostConnectionIsShownAndWhatWasTypedMeanwhileComesAfterIt() {
        Typist bob = bob();

        server.stop();
        ada.seesBeginningOf("* connection lost (");
        bob.seesBeginningOf("* connection lost (");
        ada.types("Are you there?");
        server.restart();

        bob.sees("* connected again");
        ada.sees("* connected again");
        server.awaitReceived(message -> message.kind() == Received.Kind.MESSAGE, 1);
        server.awaitMembers("lobby", 2);
        bob.types("/who");
        bob.seesBeginningOf("* in lobby: ");
        bob.endsInput();
        assertThat(bob.exitCode()).isZero();
        assertThat(server.received(Received.Kind.MESSAGE)).hasSize(1);
    }

    @Test
    void aMessageWhoseAnswerIsLostIsShownAsPerhapsNotSent() {
        ada.sees("* in lobby: Ada (you)");
        server.holdAnswers(true);
        ada.types("Did you get this?");
        server.awaitReceived(Received.Kind.MESSAGE);
        server.dropConnection();

        ada.seesBeginningOf("! perhaps not sent: Did you get this? (");
    }

    @Test
    void aRefusedMessageIsShownWithTheReason() {
        ada.sees("* in lobby: Ada (you)");
        server.onMessage(message -> Verdict.refuse("not_allowed", "Only listening is allowed here."));
        ada.types("Hi");

        ada.sees("! refused: Hi (Only listening is allowed here.)");
    }

    @Test
    void aRefusedKeyEndsTheProgramAndShowsWhatWasNotSent() {
        ada.sees("* in lobby: Ada (you)");
        server.onConnect(peer -> Verdict.refuse("invalid_client_key", "No such key."));
        server.dropConnection();
        ada.seesBeginningOf("* connection lost (");
        ada.types("Hello?");

        assertThat(ada.exitCode()).isEqualTo(1);
        assertThat(ada.screen()).contains("! not sent: Hello? (").contains("No such key.");
    }

    @Test
    void whatOthersWriteCannotSteerTheTerminal() {
        ada.sees("* in lobby: Ada (you)");
        server.send("lobby", Chat.EVENT, "{\"name\":\"Eve\\u001b[2J\",\"text\":\"a\\nb\\u0007c\"}");

        ada.sees("Eve [2J: a b c");
    }

    @Test
    void aProfileOfAnotherFormHasNoName() {
        ada.sees("* in lobby: Ada (you)");
        server.send("lobby", "channel:join", "{\"id\":\"x1\",\"data\":17}");

        ada.sees("* somebody (x1) joined");
    }
}
