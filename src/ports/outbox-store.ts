import type { Instant } from "../core/model/instant.ts";
import type { Taken } from "../core/tell/unsure.ts";
import type { RefusedEntry } from "./event-sink.ts";

/** How far one sink has got with the ledger, and what is in its way. */
export interface SinkState {
  readonly sink: string;
  /** Every entry up to this one was taken or set aside. */
  readonly cursor: number;
  readonly unsure: readonly Taken[];
  /** When it last took something. */
  readonly deliveredAt: Instant | undefined;
  /** In a row. */
  readonly failures: number;
  readonly failure: string | undefined;
  readonly failedAt: Instant | undefined;
  /** Not to be tried before, unless a person asks. */
  readonly retryAt: Instant | undefined;
  readonly parked: Parked | undefined;
}

/** Nothing is sent until a person resumes it. */
export interface Parked {
  readonly parkedAt: Instant;
  /** A trouble's code, or `person`. */
  readonly because: string;
  /** As a person wrote it. */
  readonly reason: string | undefined;
}

/** An entry that a sink has refused. */
export interface SetAside extends RefusedEntry {
  readonly sink: string;
  readonly setAsideAt: Instant;
  /** A person asked to send it again. */
  readonly due: boolean;
}

/**
 * What is told to whom and how far: only that. The events themselves are the ledger's entries, so that writing a fact is
 * what puts it into the outbox. Faults: STORE_*.
 */
export interface OutboxStore {
  /** The state of a sink; one that is new begins after entry `cursor`. */
  open(sink: string, cursor: number): Promise<SinkState>;
  find(sink: string): Promise<SinkState | undefined>;
  /** Every sink that there ever was. */
  list(): Promise<readonly SinkState[]>;
  /**
   * Lets this process deliver to the sink, alone, until it releases it, has not renewed it for `ttlMs` or has died; undefined
   * while another has it.
   */
  take(sink: string, now: Instant, ttlMs: number): Promise<number | undefined>;
  /**
   * Moves the cursor and sets aside what was refused; its failures are over. false, and nothing done, when another process has
   * taken the sink since.
   */
  advance(
    sink: string,
    token: number,
    to: {
      readonly cursor: number;
      readonly unsure: readonly Taken[];
      readonly refused: readonly RefusedEntry[];
      readonly at: Instant;
    },
  ): Promise<boolean>;
  /** Counts a failure, and moves the cursor back to what is unsure. false as above. */
  fail(
    sink: string,
    token: number,
    failure: {
      readonly code: string;
      readonly cursor: number;
      readonly at: Instant;
      readonly retryAt: Instant | undefined;
    },
  ): Promise<boolean>;
  release(sink: string, token: number): Promise<void>;
  park(sink: string, parked: Parked): Promise<void>;
  /** Not parked any more, and to be tried at once. @param again entries set aside are due too. @returns how many of those */
  resume(sink: string, again: boolean): Promise<number>;
  setAside(sink: string): Promise<readonly SetAside[]>;
  /** Taken at last. */
  settleSetAside(sink: string, seqs: readonly number[]): Promise<void>;
}
