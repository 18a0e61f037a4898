import type { Instant } from "../core/model/instant.ts";
import type { EndpointId, TenantId } from "../core/model/ids.ts";
import type { DossierBinding } from "../core/retire/dossier.ts";
import type { SealedDossier } from "./vault.ts";

/** A sealed dossier with what it belongs to. */
export interface StoredDossier extends DossierBinding {
  readonly number: number;
  readonly savedAt: Instant;
  readonly sealed: SealedDossier;
}

/** The sealed dossiers. What is inside them is nothing to the store. */
export interface DossierStore {
  /** In the transaction that opens the intent: no dossier, no deletion. */
  save(dossier: Omit<StoredDossier, "number">): Promise<void>;
  /** Those of one endpoint, newest first. */
  of(tenant: TenantId, endpoint: EndpointId): Promise<readonly StoredDossier[]>;
  /** The ids of all keys that any dossier needs, with how many need it. */
  keyIds(): Promise<readonly { readonly keyId: string; readonly dossiers: number }[]>;
  /** The first dossiers, at most so many, whose data key is wrapped by another key than this. */
  wrappedByOthers(keyId: string, most: number): Promise<readonly StoredDossier[]>;
  rewrap(number: number, wrapping: Pick<SealedDossier, "keyId" | "wrappedKey">): Promise<void>;
  /** Deletes those saved before an instant; says how many. */
  purge(savedBefore: Instant): Promise<number>;
}
