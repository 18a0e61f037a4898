import type { LedgerEntry } from "../core/ledger/fact.ts";

/** Why a sink did not take entries: its code, and whether it may get over it by itself. */
export const SINK_TROUBLES = {
  unreachable: "retry",
  broken_off: "retry",
  not_closed: "retry",
  not_acknowledged: "retry",
  busy: "retry",
  server_error: "retry",
  answer_not_understood: "retry",
  untrusted: "park",
  unauthorised: "park",
  misdirected: "park",
  misconfigured: "park",
  secret_unreadable: "park",
} as const satisfies Record<string, "retry" | "park">;

export type SinkTroubleCode = keyof typeof SINK_TROUBLES;

export interface SinkTrouble {
  readonly code: SinkTroubleCode;
  /** What the sink asked us to wait. */
  readonly retryAfterMs?: number | undefined;
}

/** An entry that the sink refuses for good, while it takes others. */
export interface RefusedEntry {
  readonly seq: number;
  /** Short and plain: a code of the sink's own, such as `hec_6`. */
  readonly code: string;
}

/** What became of a batch. */
export interface Delivery {
  /** Every entry up to this one has been taken or is among `refused`; undefined: none, as far as is known. */
  readonly through: number | undefined;
  readonly refused: readonly RefusedEntry[];
  /** Why the rest has not been taken; undefined when all has. */
  readonly trouble: SinkTrouble | undefined;
}

/** Somewhere entries of the ledger are told. It gets each of them at least once and in order, and tells them apart by their hash. */
export interface EventSink {
  /** Tells a batch. Whatever the sink does is a value; thrown are Fault CANCELLED, and SECRET_UNREADABLE or CONFIG_INVALID. */
  deliver(entries: readonly LedgerEntry[], signal: AbortSignal): Promise<Delivery>;
  /** Whether it can be reached and knows us, without telling it anything; undefined when it does. Thrown as above. */
  check(signal: AbortSignal): Promise<SinkTrouble | undefined>;
  close(): Promise<void>;
}

/** A sink as it is configured. */
export interface ConfiguredSink {
  /** Its cursor in the store goes by it. */
  readonly name: string;
  /** Such as `syslog`. */
  readonly type: string;
  /** Which entries a sink that is new gets: all there are, or those from now on. */
  readonly startsAt: "beginning" | "head";
  /** Entries of one batch, at most. */
  readonly batch: number;
  /** For how long the sink may lose what it took, in ms; 0 when it vouches for what it takes. */
  readonly unsureMs: number;
  /** Secrets are read here. Faults: SECRET_UNREADABLE, CONFIG_INVALID. */
  open(): EventSink;
}
