import type { EndpointId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { RemovalAnswer } from "../core/retire/outcome.ts";

/** The one thing that can delete. In observe and dry-run, what is handed in cannot write. */
export interface EndpointRemover {
  /** Whether it can write at all. */
  readonly canWrite: boolean;
  /**
   * Deletes one endpoint by id, in one request, which is never sent twice (but once more with a new token after a 401, which
   * was refused at the door and did nothing). It never throws for what the network or
   * Central does: every way it can end is an answer.
   * @param notAfter when the rate budget would let the request out only later than this, nothing is sent and the answer
   * is `not_sent`: the live re-read that allowed it would be too old by then.
   */
  remove(tenant: Tenant, id: EndpointId, notAfter: Instant): Promise<RemovalAnswer>;
  close(): Promise<void>;
}
