import type { TenantId } from "./ids.ts";

/** Why a tenant cannot be read at all; it stops nobody else and yields no decision. */
export type NotCoveredCode =
  | "no_api_host"
  | "forbidden"
  | "host_not_allowed"
  | "excluded"
  | "id_malformed"
  | "not_listed"; // Central listed it before, and does no longer

export interface Tenant {
  readonly id: TenantId;
  readonly name: string;
  readonly apiHost: string;
  readonly dataRegion: string | undefined;
}

export interface NotCoveredTenant {
  /** As sent: a malformed id is one of the reasons. */
  readonly id: string;
  readonly name: string;
  readonly code: NotCoveredCode;
  readonly detail: string;
}
