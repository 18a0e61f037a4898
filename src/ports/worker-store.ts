import type { Instant } from "../core/model/instant.ts";

/** Why a worker takes no jobs for now. */
export type WorkerRefusal = "config_differs" | "schema_differs" | "clock_off" | "secret_missing";

/** A process that does jobs of others. */
export interface WorkerRecord {
  readonly id: string;
  readonly kind: "serve" | "worker";
  readonly host: string;
  readonly pid: number;
  /** Of Rollcall, and of the schema it knows. */
  readonly version: string;
  readonly schema: number;
  /** Digest of what its configuration says of how sources are read and judged. */
  readonly config: string;
  readonly startedAt: Instant;
  readonly refuses: WorkerRefusal | undefined;
}

/** One that has written itself down, by the database's clock. */
export interface HeardWorker extends WorkerRecord {
  readonly heardAt: Instant;
  readonly silentMs: number;
}

/** A job that no try could finish. */
export interface DeadJob {
  readonly kind: string;
  /** Which: a tenant's or directory's name. */
  readonly of: string;
  readonly run: string;
  readonly code: string;
  readonly at: Instant;
}

/** Who works on this store beside the process that asks. */
export interface WorkerStore {
  /** It is alive, and this is how it stands. Gives what the database's clock says, and the version of the schema in it. */
  heard(worker: WorkerRecord): Promise<{ readonly at: Instant; readonly schema: number }>;
  /** It has ended by itself. */
  gone(id: string): Promise<void>;
  /** Those heard of within so long, the first to start first. */
  list(withinMs: number): Promise<readonly HeardWorker[]>;
  bury(job: DeadJob): Promise<void>;
  /** The newest first. */
  dead(limit: number): Promise<readonly DeadJob[]>;
}
