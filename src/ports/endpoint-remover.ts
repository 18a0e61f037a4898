import type { EndpointId } from "../core/model/ids.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { RemovalAnswer } from "../core/retire/outcome.ts";

/** The one thing that can delete. In observe and dry-run, what is handed in cannot write. */
export interface EndpointRemover {
  /** Whether it can write at all. */
  readonly canWrite: boolean;
  /**
   * Deletes one endpoint by id, in one request, which is never sent twice. It never throws for what the network or
   * Central does: every way it can end is an answer.
   */
  remove(tenant: Tenant, id: EndpointId): Promise<RemovalAnswer>;
  close(): Promise<void>;
}
