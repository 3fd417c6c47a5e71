package dev.parley.storage;

/** What a work is there for. */
enum WorkKind {
    READ("read"),
    WRITE("write");

    private final String label;

    WorkKind(String label) {
        this.label = label;
    }

    /** How metrics call it. */
    String label() {
        return label;
    }
}
