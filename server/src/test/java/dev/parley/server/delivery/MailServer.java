package dev.parley.server.delivery;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that keeps what it gets, for one mail per connection. */
final class MailServer implements AutoCloseable {

    /** A mail with what was said about it. */
    record Mail(List<String> commands, String data) {}

    private final ServerSocket socket;
    private final @Nullable SSLContext tls;
    private final boolean tlsAtOnce;
    private final BlockingQueue<Mail> mails = new LinkedBlockingQueue<>();
    /** Answers to RCPT; none left is 250. */
    final ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();

    private MailServer(@Nullable SSLContext tls, boolean tlsAtOnce) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.tls = tls;
        this.tlsAtOnce = tlsAtOnce;
        Thread.ofVirtual().start(this::accept);
    }

    static MailServer plain() throws IOException {
        return new MailServer(null, false);
    }

    static MailServer startTls(SSLContext tls) throws IOException {
        return new MailServer(tls, false);
    }

    static MailServer tls(SSLContext tls) throws IOException {
        return new MailServer(tls, true);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The next mail that arrives. */
    Mail mail() throws InterruptedException {
        Mail mail = mails.poll(10, TimeUnit.SECONDS);
        if (mail == null) {
            throw new AssertionError("no mail arrived");
        }
        return mail;
    }

    int size() {
        return mails.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            Dialogue dialogue = new Dialogue(tlsAtOnce ? secured(client) : client);
            dialogue.say("220 test");
            dialogue.run();
        } catch (IOException e) {
            // the client is gone
        }
    }

    private Socket secured(Socket client) throws IOException {
        SSLContext context = tls;
        if (context == null) {
            throw new IllegalStateException("no certificate");
        }
        SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(client, null, true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        return secure;
    }

    private final class Dialogue {

        private final List<String> commands = new ArrayList<>();
        private Socket client;
        private BufferedReader in;
        private BufferedWriter out;

        Dialogue(Socket client) throws IOException {
            this.client = client;
            this.in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            this.out = new BufferedWriter(new OutputStreamWriter(client.getOutputStream(), StandardCharsets.UTF_8));
        }

        void say(String line) throws IOException {
            out.write(line + "\r\n");
            out.flush();
        }

        void run() throws IOException {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
                String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO" -> say(offersTls() ? "250-test\r\n250 STARTTLS" : "250-test\r\n250 AUTH PLAIN LOGIN");
                    case "STARTTLS" -> {
                        say("220 go");
                        Dialogue secure = new Dialogue(secured(client));
                        secure.commands.addAll(commands);
                        secure.run();
                        return;
                    }
                    case "AUTH" -> say("235 welcome");
                    case "RCPT" -> {
                        String answer = answers.poll();
                        say(answer == null ? "250 fine" : answer);
                    }
                    case "DATA" -> data();
                    case "QUIT" -> {
                        say("221 bye");
                        return;
                    }
                    default -> say("250 fine");
                }
            }
        }

        private boolean offersTls() {
            return tls != null && !(client instanceof SSLSocket);
        }

        private void data() throws IOException {
            say("354 go on");
            StringBuilder data = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                data.append(line).append('\n');
            }
            mails.add(new Mail(List.copyOf(commands), data.toString()));
            say("250 kept");
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
