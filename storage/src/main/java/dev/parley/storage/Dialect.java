package dev.parley.storage;

/** Which database it is. SQL is written so that both understand it; where they cannot, this decides. */
public enum Dialect {
    SQLITE,
    POSTGRESQL
}
