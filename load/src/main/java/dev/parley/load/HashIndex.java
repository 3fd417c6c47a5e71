package dev.parley.load;

/** Numbers by hash, without objects. Hashes of 64 bits are taken for the thing itself. */
final class HashIndex {

    private final long[] keys;
    private final int[] values;

    /** @param most how many will be put */
    HashIndex(int most) {
        int size = Integer.highestOneBit(Math.max(most, 1)) * 4;
        keys = new long[size];
        values = new int[size];
    }

    void put(long hash, int value) {
        int slot = slot(hash);
        keys[slot] = hash;
        values[slot] = value;
    }

    /** @return -1 if it was not put */
    int get(long hash) {
        int slot = slot(hash);
        return keys[slot] == 0 ? -1 : values[slot];
    }

    private int slot(long hash) {
        int slot = (int) (hash ^ (hash >>> 32)) & (keys.length - 1);
        while (keys[slot] != 0 && keys[slot] != hash) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }
}
