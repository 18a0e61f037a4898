/** What somebody may do, over the API or on the console. Each may what those before it may. */
export type Role = "viewer" | "reviewer" | "operator" | "administrator";

/** A role, and for which tenants. */
export interface Grant {
  readonly role: Role;
  /** Tenant ids. `all` also reaches what belongs to no tenant: the ramp, the brake, the ledger. */
  readonly tenants: "all" | readonly string[];
}
