package dev.parley.server.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The commands that work on the database itself, whether or not a server runs on it: {@code parley apps}, {@code keys},
 * {@code users}, {@code tokens}. A group of commands is a method here.
 */
final class AdminCommands {

    static final String JSON = "--json";
    static final String APP = "--app";

    private final Surroundings around;

    AdminCommands(Surroundings around) {
        this.around = around;
    }

    void addTo(CommandSpec root) {
        root.addSubcommand("apps", apps());
        root.addSubcommand("keys", keys());
        root.addSubcommand("users", users());
        root.addSubcommand("tokens", tokens());
    }

    private CommandSpec apps() {
        CommandSpec group =
                CommandLines.command("apps", new CommandLines.Usage(), "List and change the apps (tenants).");
        add(group, "list", "List all apps: id, where it is set, name.", AppCommands::list);
        CommandSpec show = add(group, "show", "Show what is set of an app.", AppCommands::show);
        show.addPositional(id());
        CommandSpec add = add(group, "add", "Add an app to the database.", AppCommands::add);
        add.addPositional(id()).addPositional(settings("0..*"));
        CommandSpec set = add(group, "set", "Change settings of an app in the database.", AppCommands::set);
        set.addPositional(id()).addPositional(settings("1..*"));
        CommandSpec remove =
                add(group, "remove", "Remove an app with its keys and users from the database.", AppCommands::remove);
        remove.addPositional(id());
        return group;
    }

    private CommandSpec keys() {
        CommandSpec group =
                CommandLines.command("keys", new CommandLines.Usage(), "List, add and remove keys of an app.");
        CommandSpec list = add(
                group,
                "list",
                "List an app's keys: id (- if it is set in the settings file), kind, the key or its end.",
                KeyCommands::list);
        list.addOption(app());
        CommandSpec add =
                add(group, "add", "Add a key and print it. A server key is never shown again.", KeyCommands::add);
        add.addOption(app());
        KeyOptions.addTo(add);
        CommandSpec remove = add(group, "remove", "Remove a key by its id.", KeyCommands::remove);
        remove.addOption(app()).addPositional(keyId());
        return group;
    }

    private CommandSpec users() {
        CommandSpec group =
                CommandLines.command("users", new CommandLines.Usage(), "List and change the users of an app.");
        CommandSpec list = add(
                group,
                "list",
                "List users by id: id, email, phone, user name, name, disabled (- for what there is not).",
                AccountDesk.with(UserCommands::list));
        UserOptions.addToList(list.addOption(app()));
        CommandSpec show = add(group, "show", "Show a user.", AccountDesk.with(UserCommands::show));
        show.addOption(app()).addPositional(user());
        CommandSpec add = add(group, "add", "Add a user and print its id.", AccountDesk.keeping(UserCommands::add));
        UserOptions.addToAdd(add.addOption(app()));
        CommandSpec set = addSilent(
                group,
                "set",
                "Change a user. An empty value (--email=) takes it away. With a new password, or disabled, it is"
                        + " signed out everywhere.",
                AccountDesk.keeping(UserCommands::set));
        UserOptions.addToSet(set.addOption(app()).addPositional(user()));
        CommandSpec remove =
                addSilent(group, "remove", "Remove a user with its sessions.", AccountDesk.with(UserCommands::remove));
        remove.addOption(app()).addPositional(user());
        CommandSpec signOut =
                addSilent(group, "sign-out", "End all sessions of a user.", AccountDesk.with(UserCommands::signOut));
        signOut.addOption(app()).addPositional(user());
        CommandSpec imports = add(
                group,
                "import",
                "Import the users of a v_chat backend. Those who are there already stay as they are.",
                AccountDesk.keeping(UserImports::run));
        imports.addOption(app())
                .addPositional(positional(
                        "FILE",
                        "A JSON array as for migrate-old-users:",
                        "[{\"email\": ..., \"name\": ..., \"image\": ...}]. Their passwords are made",
                        "from vchat.passwordHashKey."));
        imports.addOption(Options.text(
                UserImports.PICTURES,
                "FOLDER",
                "Where their pictures lie: the other backend's public/profile. Without it they get the default one."));
        return group;
    }

    private CommandSpec tokens() {
        CommandSpec group = CommandLines.command(
                "tokens", new CommandLines.Usage(), "Make, list and revoke the session tokens of users.");
        CommandSpec mint = addSilent(
                group,
                "mint",
                "Make a session for a user, who need not be stored, and print its token.",
                AccountDesk.signing(TokenCommands::mint));
        TokenCommands.addToMint(mint.addOption(app()));
        CommandSpec list = add(
                group,
                "list",
                "List a user's sessions, newest first, without their tokens: id, client, made, expires, address, agent.",
                AccountDesk.with(TokenCommands::list));
        list.addOption(app()).addPositional(user());
        CommandSpec revoke = addSilent(
                group, "revoke", "End a session, and with it its token.", AccountDesk.with(TokenCommands::revoke));
        revoke.addOption(app())
                .addPositional(positional(
                        "SESSION-ID",
                        "The session's id, as parley tokens list shows it. Tokens of other",
                        "issuers are ended by parley users sign-out."));
        return group;
    }

    /** One after which devices would be told if a server did it. */
    private CommandSpec addSilent(CommandSpec group, String name, String description, DatabaseCommand.Action action) {
        CommandSpec spec = add(group, name, description, action);
        spec.usageMessage()
                .description(
                        description,
                        "A running server takes it in within about a second: devices whose session has ended are"
                                + " signed out. They get no user event (user:signout and so on), as these are raised"
                                + " only for what is done in the server itself.");
        return spec;
    }

    private CommandSpec add(CommandSpec group, String name, String description, DatabaseCommand.Action action) {
        Settings settings = new Settings(around);
        CommandSpec spec = CommandLines.command(name, new DatabaseCommand(settings, around.in(), action), description);
        spec.addOption(OptionSpec.builder(JSON)
                .type(boolean.class)
                .description("Print JSON.")
                .build());
        settings.addTo(spec, group.name(), name);
        group.addSubcommand(name, spec);
        return spec;
    }

    private static OptionSpec app() {
        return OptionSpec.builder(APP)
                .paramLabel("ID")
                .type(String.class)
                .required(true)
                .description("The app's id.")
                .build();
    }

    private static PositionalParamSpec id() {
        return positional("ID", "The app's id.");
    }

    private static PositionalParamSpec keyId() {
        return positional("KEY-ID", "The key's id, as parley keys list shows it.");
    }

    private static PositionalParamSpec user() {
        return positional("USER", "The user's id.");
    }

    private static PositionalParamSpec positional(String label, String... description) {
        return PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    private static PositionalParamSpec settings(String arity) {
        return PositionalParamSpec.builder()
                .index("1..*")
                .arity(arity)
                .required(!arity.startsWith("0"))
                .paramLabel("NAME=VALUE")
                .type(String[].class)
                .description(
                        "A setting as in an app's section of the settings file, such as name=Example,",
                        "auth.email=false or allowedOrigins='[\"https://example.com\"]'. Without a value",
                        "(name=) it goes back to its default.")
                .build();
    }
}
