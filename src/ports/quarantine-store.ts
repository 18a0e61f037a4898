import type { EndpointId, TenantId } from "../core/model/ids.ts";
import type { Quarantine } from "../core/retire/quarantine.ts";

/** A quarantine with the names of its endpoint. */
export interface KnownQuarantine extends Quarantine {
  readonly tenant: TenantId;
  readonly tenantName: string;
  readonly endpoint: EndpointId;
  readonly hostname: string;
}

/** Quarantines: one for each endpoint whose deletion failed and has not been made or released since. */
export interface QuarantineStore {
  /** In a transaction nobody else changes it until that ends. */
  find(tenant: TenantId, endpoint: EndpointId): Promise<Quarantine | undefined>;
  /** Puts it in place of the one before. In the transaction that appends the fact. */
  put(tenant: TenantId, endpoint: EndpointId, quarantine: Quarantine): Promise<void>;
  /** Ends it; undefined when there was none. In the transaction that appends the fact. */
  clear(tenant: TenantId, endpoint: EndpointId): Promise<Quarantine | undefined>;
  /** Those of endpoints that are still listed, whether or not their end has come; the ones that wait for a person first. */
  list(): Promise<readonly KnownQuarantine[]>;
  /** Of those, the ones that wait for a person, the longest waiting first. */
  exhausted(): Promise<readonly KnownQuarantine[]>;
}
