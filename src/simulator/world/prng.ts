// Randomness with a key instead of a stream: what is drawn for one machine never depends on what another one drew.

/** The finaliser of MurmurHash3 (32 bits): a bijection, so different inputs stay different. */
function scramble(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A 32-bit hash of a row of integers; the last one enters by a bijection. */
export function mix(...words: readonly number[]): number {
  let hash = 0x9e3779b9;
  // By index: this is the innermost loop of the whole world.
  // oxlint-disable-next-line typescript/prefer-for-of -- half the time
  for (let i = 0; i < words.length; i++) hash = scramble(Math.imul(hash, 0x01000193) ^ words[i]!);
  return hash;
}

/**
 * mulberry32: 32 bits of state, one multiplication or two a draw, the same on every machine. Math.random cannot be
 * seeded, and a world that cannot be made again proves nothing. Not for secrets.
 */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Draws for one purpose. */
export interface Dice {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `from` to `to`, both possible. */
  whole(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** Dice for a key; the same key throws the same row. */
export function dice(...key: readonly number[]): Dice {
  const next = mulberry32(mix(...key));
  return {
    next,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)]!,
  };
}

const hex = (word: number): string => word.toString(16).padStart(8, "0");

/** What a UUID is for: kinds never share one. */
export const UUID_KIND = {
  tenant: 1,
  account: 2,
  endpoint: 3,
  person: 4,
  group: 5,
  alert: 6,
  event: 7,
  migration: 8,
  computer: 9,
  directoryObject: 10,
} as const;

/** A version-4 UUID in lower case: unique by index within seed and kind, since the last word is a bijection of the index. */
export function uuid(seed: number, kind: (typeof UUID_KIND)[keyof typeof UUID_KIND], index: number): string {
  const a = hex(mix(seed, kind, index, 1));
  const b = hex(mix(seed, kind, index, 2));
  const c = hex(mix(seed, kind, index, 3));
  const d = hex(mix(seed, kind, index));
  const variant = "89ab"[Number.parseInt(c[0]!, 16) % 4]!;
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
}
