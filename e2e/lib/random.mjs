/** Numbers that look random and come again with the same seed (mulberry32). */
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** The seed of this run: of the environment, to repeat one, or a new one. */
  static seed() {
    return Number(process.env.E2E_SEED ?? Date.now() % 1_000_000_007);
  }

  fraction() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit) {
    return Math.floor(this.fraction() * limit);
  }

  of(list) {
    return list[this.below(list.length)];
  }
}
