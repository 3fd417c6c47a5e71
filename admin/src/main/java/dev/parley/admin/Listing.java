package dev.parley.admin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list on the server, which is asked for page by page. To go through all of it, iterate or use {@link #stream}: pages are fetched when they are needed,
 * one at a time, and forgotten. Between two pages entries may come and go.
 *
 * <pre>{@code
 * for (User user : admin.users().list()) { … }
 *
 * Page<User> first = admin.users().list().pageSize(50).page();
 * }</pre>
 *
 * <p>Immutable; any thread. Iterators and streams belong to one thread, wait for the server, and throw {@link ParleyException}.
 *
 * @param <T> what is listed
 */
public final class Listing<T> implements Iterable<T> {

    private final Scope scope;
    private final Call call;
    private final String cursorName;
    private final Function<JsonIn, Page<T>> read;
    private final @Nullable String cursor;
    private final int pageSize;

    /**
     * @param cursorName the parameter that says where a page begins
     */
    Listing(Scope scope, Call call, String cursorName, Function<JsonIn, Page<T>> read) {
        this(scope, call, cursorName, read, null, 0);
    }

    private Listing(
            Scope scope,
            Call call,
            String cursorName,
            Function<JsonIn, Page<T>> read,
            @Nullable String cursor,
            int pageSize) {
        this.scope = scope;
        this.call = call;
        this.cursorName = cursorName;
        this.read = read;
        this.cursor = cursor;
        this.pageSize = pageSize;
    }

    /**
     * The same list in pages of another length.
     *
     * @param entries how many at most, 1 to 1,000; the server's default is 100
     * @return a new listing
     * @throws IllegalArgumentException if it is less than 1
     */
    public Listing<T> pageSize(int entries) {
        if (entries < 1) {
            throw new IllegalArgumentException("a page has at least one entry, not " + entries);
        }
        return new Listing<>(scope, call, cursorName, read, cursor, entries);
    }

    /**
     * The rest of the list.
     *
     * @param behind where it begins: {@link Page#cursor} of an earlier page; null for the whole list
     * @return a new listing
     */
    public Listing<T> startingBehind(@Nullable String behind) {
        return new Listing<>(scope, call, cursorName, read, behind, pageSize);
    }

    /**
     * Fetches the first page.
     *
     * @return the page
     * @throws ParleyException if that did not work
     */
    public Page<T> page() {
        return Connection.await(call.operation(), pageAsync());
    }

    /**
     * Fetches the first page.
     *
     * @return the page, when it is there
     */
    public CompletableFuture<Page<T>> pageAsync() {
        String limit = pageSize == 0 ? null : Integer.toString(pageSize);
        return scope.read(call.with("limit", limit).with(cursorName, cursor), in -> {
            Page<T> page = read.apply(in);
            checkNext(page.cursor());
            return page;
        });
    }

    /** With a bad one, going through the list would never end, or fail at a page that nobody asked for. */
    private void checkNext(@Nullable String next) {
        if (next == null) {
            return;
        }
        if (next.equals(cursor)) {
            throw new MalformedJson("the next page is this one again");
        }
        try {
            Percent.encode("next", next);
        } catch (IllegalArgumentException e) {
            throw new MalformedJson("next is no Unicode text");
        }
    }

    /**
     * Fetches everything. The list may be long.
     *
     * @return all entries, unmodifiable
     * @throws ParleyException if that did not work
     */
    public List<T> toList() {
        return Connection.await(call.operation(), toListAsync());
    }

    /**
     * Fetches everything. The list may be long.
     *
     * @return all entries, unmodifiable, when they are there
     */
    public CompletableFuture<List<T>> toListAsync() {
        CompletableFuture<List<T>> result = new CompletableFuture<>();
        collect(new ArrayList<>(), result);
        return result;
    }

    private void collect(List<T> found, CompletableFuture<List<T>> result) {
        CompletableFuture<Page<T>> page = pageAsync();
        result.whenComplete((all, failure) -> page.cancel(true)); // in case that somebody cancelled
        page.whenComplete((entries, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
                return;
            }
            found.addAll(entries.entries());
            if (entries.cursor() == null) {
                result.complete(List.copyOf(found));
            } else if (!result.isDone()) {
                startingBehind(entries.cursor()).collect(found, result);
            }
        });
    }

    /**
     * Goes through the list from its beginning. Belongs to one thread.
     *
     * @return an iterator whose methods wait for the server and throw {@link ParleyException}
     */
    @Override
    public Iterator<T> iterator() {
        return new Entries<>(this);
    }

    /**
     * Goes through the list from its beginning.
     *
     * @return a sequential stream that need not be closed; it waits for the server and throws {@link ParleyException}
     */
    public Stream<T> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    private static final class Entries<T> implements Iterator<T> {

        private final Deque<T> fetched = new ArrayDeque<>();
        private @Nullable Listing<T> rest;

        Entries(Listing<T> all) {
            rest = all;
        }

        @Override
        public boolean hasNext() {
            while (fetched.isEmpty() && rest != null) {
                Listing<T> asked = rest;
                Page<T> page = asked.page();
                fetched.addAll(page.entries());
                rest = page.cursor() == null ? null : asked.startingBehind(page.cursor());
            }
            return !fetched.isEmpty();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the list has no more entries");
            }
            return fetched.removeFirst();
        }
    }
}
