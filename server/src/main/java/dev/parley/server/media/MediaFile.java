package dev.parley.server.media;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Something that can be served: open, of a known length. */
sealed interface MediaFile extends AutoCloseable {

    long length();

    Validators validators();

    /** Sends a part of it and ends the response; on the response's loop. */
    Future<Void> send(HttpServerResponse response, long from, long count);

    @Override
    void close();

    /** On the disk. Its bytes go from there to the socket as fast as the client reads, and do not pass the heap. */
    record OnDisk(FileChannel channel, long length, Validators validators) implements MediaFile {

        /** Blocks. @return null if there is no such file */
        static @Nullable OnDisk open(Path file) throws IOException {
            FileChannel channel;
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                if (!attributes.isRegularFile()) {
                    return null;
                }
                channel = FileChannel.open(file, StandardOpenOption.READ);
                return new OnDisk(
                        channel,
                        attributes.size(),
                        Validators.of(
                                attributes.size(), attributes.lastModifiedTime().toMillis()));
            } catch (NoSuchFileException | NotDirectoryException e) {
                return null;
            }
        }

        @Override
        public Future<Void> send(HttpServerResponse response, long from, long count) {
            return response.sendFile(channel, from, count);
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A small one that comes with the server. */
    record BuiltIn(Buffer content, Validators validators) implements MediaFile {

        /** @param name of a resource beside this class */
        static BuiltIn load(String name) {
            try (InputStream in = MediaFile.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException("the server comes without " + name);
                }
                Buffer content = Buffer.buffer(in.readAllBytes());
                return new BuiltIn(content, new Validators("\"" + Integer.toHexString(content.hashCode()) + "\"", 0));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public long length() {
            return content.length();
        }

        @Override
        public Future<Void> send(HttpServerResponse response, long from, long count) {
            return response.end(content.slice((int) from, (int) (from + count)));
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
