package dev.parley.server.directory;

import dev.parley.chat.Chat;
import dev.parley.chat.ChatTables;
import dev.parley.server.accounts.AccountParts;
import dev.parley.server.accounts.AccountTables;
import dev.parley.server.config.Config;
import dev.parley.server.config.Database;
import dev.parley.server.config.Secret;
import dev.parley.server.push.PushTables;
import dev.parley.server.webpush.WebPushTables;
import dev.parley.storage.DatabaseOptions;
import java.util.List;

/** Where the server's database is, as its settings say. */
public final class Databases {

    /** The tables of the whole server, as class path folders. */
    public static final List<String> SCHEMAS =
            List.of(AppDirectory.SCHEMA, AccountParts.SCHEMA, Chat.SCHEMA, PushTables.SCHEMA, WebPushTables.SCHEMA);

    /** Whose data an app has; to be deleted with it. */
    public static final List<AppData> APP_DATA = List.of(
            AccountTables::deleteAllOf, ChatTables::deleteAllOf, PushTables::deleteAllOf, WebPushTables::deleteAllOf);

    private Databases() {}

    /** @param schemas which tables are wanted of it, as class path folders */
    public static DatabaseOptions options(Config config, List<String> schemas) {
        Database settings = config.database();
        Secret url = settings.url();
        return new DatabaseOptions(
                config.data().dir(),
                url == null ? null : url.reveal(),
                schemas,
                settings.readers(),
                settings.connections(),
                settings.queue());
    }
}
