import type { HostHealth } from "./host-health.ts";
import type { Wire } from "./request.ts";
import type { Tokens } from "./token.ts";

/** One credential's way to Central: the reader's pieces share its transport, token and budget. */
export interface CentralConnection {
  readonly wire: Wire;
  readonly tokens: Tokens;
  readonly hosts: HostHealth;
  /** Origin of the global API: whoami and the listing of tenants. */
  readonly apiUrl: string;
  readonly random: () => number;
  /** Lets what is under way end, and closes the connections. Closing twice is the same as once. */
  close(): Promise<void>;
}
