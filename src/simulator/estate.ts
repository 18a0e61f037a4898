// The simulated Central's state, in the API's own shapes: what a request handler reads and a world generator writes.

/** A JSON object as the API sends it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Record<string, Json>;

/** An endpoint record as the API sends it with view=full. Only the id is certain to be there. */
export type SimEndpoint = JsonObject & { readonly id: string };

export type CredentialRole = "readOnly" | "management" | "superAdmin" | "forensics";

export interface SimCredential {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly kind: "tenant" | "partner" | "organization";
  /** The tenant's, partner's or organization's UUID: what whoami answers. */
  readonly id: string;
  readonly role: CredentialRole;
  /** Ids of the tenants it lists; for a tenant credential the tenant itself. */
  readonly tenants: readonly string[];
}

export interface SimTenant {
  readonly id: string;
  name: string;
  /** Such as `eu01`: one regional host serves all tenants of a region. */
  readonly region: string;
  readonly geography: string;
  readonly billingType: "term" | "usage" | "trial";
  /** false: the listing has no apiHost for it. */
  hasApiHost: boolean;
  /** false: every call for it answers 403. */
  managed: boolean;
  /** By id. Insertion order means nothing: the API sorts by id unless told otherwise. */
  readonly endpoints: Map<string, SimEndpoint>;
  readonly groups: Map<string, JsonObject & { readonly id: string }>;
  /** The group of an endpoint whose own record leaves it out, by endpoint id: only the group's members tell it. */
  readonly hiddenGroups?: Map<string, string>;
  readonly users: Map<string, JsonObject & { readonly id: string }>;
  readonly userGroups: Map<string, JsonObject & { readonly id: string }>;
  /** User ids by user group id. */
  readonly userGroupMembers: Map<string, readonly string[]>;
  readonly alerts: Map<string, JsonObject & { readonly id: string }>;
  /** SIEM events, oldest first. */
  readonly events: JsonObject[];
  /** Tamper-protection state by endpoint id. */
  readonly tamper: Map<string, JsonObject>;
  readonly migrations: Map<string, JsonObject & { readonly id: string }>;
  /** Deleted endpoints with the instant (ms) of their deletion and the credential that did it: what the console shows for 30 days. */
  readonly deleted: { readonly endpoint: SimEndpoint; readonly at: number; readonly by: string }[];
}

export interface SimEstate {
  readonly credentials: readonly SimCredential[];
  readonly tenants: Map<string, SimTenant>;
}
