import type { Instant } from "../core/model/instant.ts";

/** A person's stop: nothing is deleted until it is released. */
export interface Brake {
  readonly pulledAt: Instant;
  /** The account and host it was pulled from. */
  readonly pulledBy: string;
  readonly reason: string;
}

export interface BrakeStore {
  /** The brake that is on; undefined when none is. */
  pulled(): Promise<Brake | undefined>;
  /** Puts it on; one that is on already stays as it was pulled first. */
  pull(brake: Brake): Promise<void>;
  /** Takes it off, and says what it was. */
  release(): Promise<Brake | undefined>;
}
