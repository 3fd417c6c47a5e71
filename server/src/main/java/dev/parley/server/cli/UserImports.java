package dev.parley.server.cli;

import dev.parley.server.accounts.ImportResult;
import dev.parley.server.accounts.ImportedUser;
import dev.parley.server.accounts.User;
import dev.parley.server.accounts.VChatPassword;
import dev.parley.server.cli.DatabaseCommand.Context;
import dev.parley.server.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** {@code parley users import}: the users of a v_chat backend that is left behind. */
final class UserImports {

    static final String PICTURES = "--pictures";

    /** So many that a running server hardly waits for the database. */
    private static final int BATCH = 500;

    private static final int PROBLEMS_SHOWN = 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final AccountDesk desk;
    private final PictureImport pictures;
    private final @Nullable Secret key;
    private int added;
    private int known;
    private int without;

    private UserImports(AccountDesk desk, PictureImport pictures) {
        this.desk = desk;
        this.pictures = pictures;
        key = desk.context().store().config().vchat().passwordHashKey();
    }

    static void run(AccountDesk desk) throws Exception {
        Context context = desk.context();
        Path file = Path.of(context.first());
        Path folder = context.parsed().hasMatchedOption(PICTURES) ? Path.of(context.text(PICTURES)) : null;
        List<ImportFile.Entry> entries = checked(context, file);
        try (PictureImport pictures = PictureImport.from(folder, context.store().config())) {
            new UserImports(desk, pictures).add(file, entries);
        }
    }

    private static List<ImportFile.Entry> checked(Context context, Path file) throws IOException {
        ImportFile.Content content = ImportFile.read(file);
        List<String> problems = content.problems();
        if (problems.isEmpty()) {
            return content.entries();
        }
        problems.stream().limit(PROBLEMS_SHOWN).forEach(problem -> context.err().println(file.getFileName() + problem));
        throw new IOException(
                file + " was not imported; problems in it: " + problems.size() + " (its entries are counted from 0)");
    }

    private void add(Path file, List<ImportFile.Entry> entries) throws Exception {
        boolean done = false;
        try {
            for (int from = 0; from < entries.size(); from += BATCH) {
                addBatch(entries.subList(from, Math.min(from + BATCH, entries.size())));
            }
            done = true;
        } finally {
            if (added > 0) {
                desk.note("user.import", desk.app().id(), Map.of("added", added, "known", known));
            }
            if (!done && added + known > 0) {
                desk.context()
                        .err()
                        .println("parley: only the first " + (added + known) + " users of " + file
                                + " were imported; the same command goes on with the others");
            }
        }
        tell();
    }

    private void addBatch(List<ImportFile.Entry> batch) throws Exception {
        Set<String> there = there(batch);
        List<ImportedUser> users = new ArrayList<>(batch.size());
        for (ImportFile.Entry entry : batch) {
            users.add(user(entry, there.contains(entry.email())));
        }
        ImportResult result = desk.await(desk.accounts().importUsers(desk.app(), users));
        added += result.added();
        known += result.known();
    }

    /** Who is there already stays as it is, and so keeps its picture. */
    private Set<String> there(List<ImportFile.Entry> batch) throws Exception {
        List<String> names = batch.stream().map(ImportFile.Entry::email).toList();
        Map<String, User> known = desk.await(desk.accounts().usersByVChatName(desk.app(), names));
        return known.entrySet().stream()
                .filter(user -> user.getValue().vchatName() != null)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private ImportedUser user(ImportFile.Entry entry, boolean isThere) throws IOException {
        String image = isThere ? null : entry.image();
        String picture = image == null ? null : pictures.take(desk.app().id(), image);
        if (image != null && picture == null) {
            without++;
        }
        return new ImportedUser(
                entry.email(), entry.name(), picture, key == null ? null : VChatPassword.of(key, entry.email()));
    }

    private void tell() {
        Context context = desk.context();
        if (context.json()) {
            context.out().println(JSON.createObjectNode().put("added", added).put("known", known));
        } else {
            context.out().println("added\t" + added);
            context.out().println("known\t" + known);
        }
        if (key == null && added > 0) {
            context.err()
                    .println(
                            "note: vchat.passwordHashKey is not set, so they have no password and cannot sign in before"
                                    + " they are given one.");
        }
        if (without > 0) {
            context.err()
                    .println(
                            "note: users who get the default picture, as theirs is not in the folder of --pictures or is no"
                                    + " picture: " + without);
        }
        if (!desk.app().config().vchat()) {
            context.err().println("note: v_chat's clients reach an app with vchat: true, which this one has not set.");
        }
    }
}
