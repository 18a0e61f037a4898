/** Fresh identifiers and randomness as an effect. */
export interface Ids {
  /** A new UUID (version 7, so that they sort by time). */
  uuid(): string;
  /** A number in [0, 1): for jitter, never for secrets. */
  random(): number;
}
