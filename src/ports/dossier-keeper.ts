import type { Assessment } from "../core/assess/assessment.ts";
import type { Evidence } from "../core/assess/evidence.ts";
import type { Endpoint } from "../core/model/endpoint.ts";
import type { PlanId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { DossierStore } from "./dossier-store.ts";

/** What a dossier is about: one endpoint, verified and about to be deleted. */
export interface DossierSubject {
  readonly tenant: Tenant;
  readonly plan: PlanId;
  readonly hostname: string;
  readonly evidence: Evidence;
  readonly assessment: Assessment;
}

/** A dossier that was gathered and sealed, and is not stored yet. */
export interface GatheredDossier {
  /** The endpoint as it was read for the dossier: newer than what verified it. */
  readonly endpoint: Endpoint;
  /** What the ledger's intent says of it: `none` where the configuration has no vault; undefined where nothing is deleted. */
  readonly told: "saved" | "none" | undefined;
  /** Stores it, in the transaction of the intent. */
  keep(dossiers: DossierStore, at: Instant): Promise<void>;
}

/**
 * Saves the way back before a deletion. In a dry run the same reads happen but that of the password, and nothing is stored:
 * that is another keeper, which `main` hands in like the remover.
 */
export interface DossierKeeper {
  /** Before the first item: throws when dossiers are there that no configured key opens. Faults: VAULT_KEY, STORE_*. */
  ready(dossiers: DossierStore): Promise<void>;
  /** Reads and seals; `absent` when Central no longer has the endpoint. Faults: CENTRAL_*, VAULT_KEY. */
  gather(subject: DossierSubject, signal: AbortSignal): Promise<GatheredDossier | "absent">;
}
