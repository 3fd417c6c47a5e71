package dev.parley.examples.chat;

import dev.parley.client.RealtimeClient;
import dev.parley.client.RealtimeClientBuilder;
import dev.parley.protocol.mapping.JacksonMapping;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** One run of the program, from the first line to the last. */
final class ChatRun {

    private ChatRun() {}

    /**
     * Chats until the input ends or the server refuses the client.
     *
     * <p>The chat has one thread. It is the client's executor, and the lines that are typed are handed to it too, so nothing in {@link Chat} needs a lock.
     * Reading blocks, so it has a thread of its own.
     *
     * @return 0, or 1 after a refusal
     */
    static int run(ChatOptions options, BufferedReader in, PrintWriter out) {
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> daemon(task, "chat"));
        Chat chat = new Chat(client(options, thread), new Screen(out), options.name());
        thread.execute(() -> chat.start(options.room()));
        daemon(() -> read(in, chat, thread), "input").start();
        int code = chat.ended().join();
        thread.shutdown();
        return code;
    }

    private static RealtimeClient client(ChatOptions options, ExecutorService thread) {
        RealtimeClientBuilder builder = RealtimeClient.builder(options.url())
                .executor(thread)
                .mapping(new JacksonMapping())
                .echoMessages(false);
        if (options.app() != null) {
            builder.app(options.app());
        }
        if (options.key() != null) {
            builder.key(options.key());
        }
        return builder.build();
    }

    private static void read(BufferedReader in, Chat chat, ExecutorService thread) {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String typed = line;
                thread.execute(() -> chat.typed(typed));
            }
            thread.execute(chat::quit);
        } catch (IOException e) {
            thread.execute(chat::quit);
        } catch (RejectedExecutionException e) {
            // The chat has ended; nobody wants the line.
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
