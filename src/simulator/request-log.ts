import type { FaultKind } from "./fault-action.ts";

/** One request as the simulator saw it. Secrets and tokens are not in it. */
export interface RequestLogEntry {
  /** Epoch milliseconds by the simulator's clock. */
  readonly at: number;
  /** Which listener: `id`, `api`, or the region. */
  readonly host: string;
  /** Counts the connections of the simulator from 1: what shares a number shared a connection. */
  readonly connection: number;
  /** Whether the connection resumed an earlier TLS session. */
  readonly tlsResumed: boolean;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** X-Tenant-ID as it was sent. */
  readonly tenant: string | undefined;
  /** Client id, once known. */
  credential: string | undefined;
  /** What was answered; `none` while it runs and when it hangs, `reset` when the connection was destroyed. */
  status: number | "none" | "reset";
  /** Faults that happened to it. */
  faults: readonly FaultKind[];
}
