package dev.parley.admin;

import dev.parley.protocol.mapping.MappingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Apps, for the server's operator: all but {@link #get} needs {@link ParleyAdmin.Builder#operatorToken}. Apps of the settings file are listed here and changed there. From
 * {@link ParleyAdmin#apps}. Immutable; any thread.
 *
 * <p>Other calls for one of the apps begin with {@link ParleyAdmin#forApp(String)}.
 */
public final class Apps {

    private final Scope scope;

    Apps(Scope scope) {
        this.scope = scope;
    }

    /**
     * Lists all apps, those of the settings file first.
     *
     * @return the apps, unmodifiable
     * @throws ParleyException if it did not work
     */
    public List<App> list() {
        return Connection.await(Operation.LIST_APPS, listAsync());
    }

    /**
     * Lists all apps, those of the settings file first.
     *
     * @return the apps, unmodifiable, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<List<App>> listAsync() {
        return scope.read(Call.of(Operation.LIST_APPS, List.of()), in -> in.objects("apps", App::read));
    }

    /**
     * Gets an app. A server key of that app is enough.
     *
     * @param appId the app's id
     * @return the app
     * @throws NotFoundException if there is no such app
     * @throws ParleyException if it did not work
     */
    public App get(String appId) {
        return Connection.await(Operation.GET_APP, getAsync(appId));
    }

    /**
     * Gets an app. A server key of that app is enough.
     *
     * @param appId the app's id
     * @return the app, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<App> getAsync(String appId) {
        return scope.read(Call.of(Operation.GET_APP, List.of(appId)), App::read);
    }

    /**
     * Creates an app with default settings. It has no keys yet.
     *
     * @param appId 1 to 64 of {@code A-Z a-z 0-9 . _ -}
     * @return the app
     * @throws ConflictException if there is such an app
     * @throws ParleyException if it did not work
     */
    public App create(String appId) {
        return Connection.await(Operation.CREATE_APP, createAsync(appId));
    }

    /**
     * Creates an app with default settings. It has no keys yet.
     *
     * @param appId 1 to 64 of {@code A-Z a-z 0-9 . _ -}
     * @return the app, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<App> createAsync(String appId) {
        return createAsync(appId, Map.of());
    }

    /**
     * Creates an app. It has no keys yet.
     *
     * @param appId 1 to 64 of {@code A-Z a-z 0-9 . _ -}
     * @param settings the app's section of the settings file, without id and keys: what the mapping writes as a JSON object, such as a {@code Map}
     * @return the app
     * @throws ConflictException if there is such an app
     * @throws MappingException if the mapping cannot write the settings
     * @throws ParleyException if it did not work
     */
    public App create(String appId, Object settings) {
        return Connection.await(Operation.CREATE_APP, createAsync(appId, settings));
    }

    /**
     * Creates an app. It has no keys yet.
     *
     * @param appId 1 to 64 of {@code A-Z a-z 0-9 . _ -}
     * @param settings the app's section of the settings file, without id and keys: what the mapping writes as a JSON object, such as a {@code Map}
     * @return the app, when it is there; or fails with {@link ParleyException}
     * @throws MappingException if the mapping cannot write the settings
     */
    public CompletableFuture<App> createAsync(String appId, Object settings) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", appId);
        body.put("settings", new JsonOut.Mapped(settings));
        return scope.read(Call.of(Operation.CREATE_APP, List.of()).withBody(scope.json(body)), App::read);
    }

    /**
     * Gives an app other settings, all of them: what is not in there goes back to its default. Keys stay.
     *
     * @param appId the app's id
     * @param settings the app's section of the settings file, without id and keys: what the mapping writes as a JSON object, such as a {@code Map}
     * @return the app as it is now
     * @throws NotFoundException if there is no such app
     * @throws ConflictException if it is an app of the settings file
     * @throws MappingException if the mapping cannot write the settings
     * @throws ParleyException if it did not work
     */
    public App replace(String appId, Object settings) {
        return Connection.await(Operation.REPLACE_APP, replaceAsync(appId, settings));
    }

    /**
     * Gives an app other settings, all of them: what is not in there goes back to its default. Keys stay.
     *
     * @param appId the app's id
     * @param settings the app's section of the settings file, without id and keys: what the mapping writes as a JSON object, such as a {@code Map}
     * @return the app as it is now, when it is there; or fails with {@link ParleyException}
     * @throws MappingException if the mapping cannot write the settings
     */
    public CompletableFuture<App> replaceAsync(String appId, Object settings) {
        return change(Operation.REPLACE_APP, appId, settings);
    }

    /**
     * Changes settings of an app by a merge patch (RFC 7396): what is not in there stays as it is, and what is null goes back to its
     * default.
     *
     * @param appId the app's id
     * @param settings what shall change: what the mapping writes as a JSON object, such as a {@code Map}
     * @return the app as it is now
     * @throws NotFoundException if there is no such app
     * @throws ConflictException if it is an app of the settings file
     * @throws MappingException if the mapping cannot write the settings
     * @throws ParleyException if it did not work
     */
    public App update(String appId, Object settings) {
        return Connection.await(Operation.UPDATE_APP, updateAsync(appId, settings));
    }

    /**
     * Changes settings of an app by a merge patch (RFC 7396): what is not in there stays as it is, and what is null goes back to its
     * default.
     *
     * @param appId the app's id
     * @param settings what shall change: what the mapping writes as a JSON object, such as a {@code Map}
     * @return the app as it is now, when it is there; or fails with {@link ParleyException}
     * @throws MappingException if the mapping cannot write the settings
     */
    public CompletableFuture<App> updateAsync(String appId, Object settings) {
        return change(Operation.UPDATE_APP, appId, settings);
    }

    /**
     * Deletes an app with its keys, users and sessions. Its connections are closed and cannot come back.
     *
     * @param appId the app's id
     * @throws NotFoundException if there is no such app
     * @throws ConflictException if it is an app of the settings file
     * @throws ParleyException if it did not work
     */
    public void delete(String appId) {
        Connection.await(Operation.DELETE_APP, deleteAsync(appId));
    }

    /**
     * Deletes an app with its keys, users and sessions. Its connections are closed and cannot come back.
     *
     * @param appId the app's id
     * @return completed when it is done; or fails with {@link ParleyException}
     */
    public CompletableFuture<@Nullable Void> deleteAsync(String appId) {
        return scope.done(Call.of(Operation.DELETE_APP, List.of(appId)));
    }

    private CompletableFuture<App> change(Operation operation, String appId, Object settings) {
        byte[] body = scope.json(Map.of("settings", new JsonOut.Mapped(settings)));
        return scope.read(Call.of(operation, List.of(appId)).withBody(body), App::read);
    }
}
