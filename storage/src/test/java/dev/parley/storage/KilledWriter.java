package dev.parley.storage;

import java.nio.file.Path;

/** A process that writes rows and prints each one that was answered, until it is killed. */
final class KilledWriter {

    /** So many are under way at a time that commits are shared. */
    private static final int AT_ONCE = 20;

    private final Database database;
    private long next;

    private KilledWriter(Database database) {
        this.database = database;
    }

    public static void main(String[] args) throws Exception {
        KilledWriter writer =
                new KilledWriter(Database.open(TestDatabases.fresh(Dialect.SQLITE, Path.of(args[0]), Items.SCHEMA)));
        for (int i = 0; i < AT_ONCE; i++) {
            writer.write();
        }
        Thread.currentThread().join();
    }

    private synchronized void write() {
        long id = next++;
        database.write(Items.insert(id)).thenRun(() -> {
            System.out.println("row " + id + ";");
            write();
        });
    }
}
