import type { EndpointId } from "../core/model/ids.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { TamperProtection } from "../core/retire/dossier.ts";

/** Reads tamper-protection passwords. Handed out in enforce only, for an endpoint that is about to be deleted. */
export interface PasswordSource {
  /** `absent`: Central has none for this endpoint (404). Faults: CENTRAL_*. */
  tamperProtection(tenant: Tenant, id: EndpointId, signal: AbortSignal): Promise<TamperProtection | "absent">;
}
