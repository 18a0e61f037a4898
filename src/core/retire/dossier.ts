import type { Reason } from "../assess/reason.ts";
import type { KnownComputer } from "../assess/evidence.ts";
import type { MatchTier } from "../identity/match.ts";
import type { OrganizationalUnit } from "../model/computer.ts";
import type { Endpoint, NamedGroup } from "../model/endpoint.ts";
import type { EndpointId, PlanId, TenantId } from "../model/ids.ts";
import type { Instant } from "../model/instant.ts";
import type { Tenant } from "../model/tenant.ts";

// STORED JSON, encrypted: add an optional field; never rename, never reuse.

/** What a dossier belongs to. It is bound into the encryption, so that none can be passed off as another's. */
export interface DossierBinding {
  readonly tenant: TenantId;
  readonly endpoint: EndpointId;
  readonly plan: PlanId;
}

/** Why something is not in a dossier although it was asked for: it is not there, which is no failed reading. */
export type NotAvailableWhy =
  | "not_supported" // the platform has no tamper protection
  | "not_found" // Central has none for this endpoint
  | "forbidden" // the credential may not list installers, which the console does too
  | "no_installer" // none for this platform among the tenant's
  | "not_asked"; // the platform is not known

/** What was obtained, or why there is none. */
export type Obtained<T> =
  | { readonly kind: "obtained"; readonly value: T }
  | { readonly kind: "not_available"; readonly why: NotAvailableWhy };

/** One installer that Central offers a tenant. */
export interface Installer {
  readonly platform: string;
  /** `computer` or `server`; undefined when Central does not say. */
  readonly type: string | undefined;
  readonly productName: string | undefined;
  readonly downloadUrl: string;
}

/** The tamper protection of one endpoint. Secret: it stands nowhere but in the sealed part of a dossier. */
export interface TamperProtection {
  readonly enabled: boolean;
  readonly password: string | undefined;
  readonly previousPasswords: readonly {
    readonly password: string;
    readonly invalidatedAt: string | undefined;
  }[];
}

/** What is saved before a deletion so that it can be undone, the passwords apart. */
export interface DossierRecord {
  readonly version: 1;
  readonly tenant: Tenant;
  readonly hostname: string;
  /** The endpoint as Central sent it seconds before, every field of it. */
  readonly record: unknown;
  /** The same as it was understood. */
  readonly endpoint: Endpoint;
  /** Its computers as their directories had them, with the containers they lay in. */
  readonly computers: readonly (KnownComputer & { readonly ous: readonly OrganizationalUnit[] })[];
  /** Why it was deleted. */
  readonly match: MatchTier;
  readonly reasons: readonly Reason[];
  readonly daysInactive: number | undefined;
  readonly readAt: Instant;
  /** Whether tamper protection was on, and whether a password is in the sealed part. */
  readonly tamper: Obtained<{ readonly enabled: boolean; readonly passwordKept: boolean }>;
  readonly installer: Obtained<Installer>;
  /** The groups that named it among their members, which its record may leave out. Absent where that was not read, and in older dossiers. */
  readonly memberOf?: readonly NamedGroup[];
}
