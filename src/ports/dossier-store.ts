import type { Instant } from "../core/model/instant.ts";
import type { EndpointId, TenantId } from "../core/model/ids.ts";
import type { DossierBinding } from "../core/retire/dossier.ts";
import type { SealedDossier } from "./vault.ts";

/** What the ledger says of passwords that were given up because their key was lost. */
export interface Discard {
  readonly at: Instant;
  /** The account and host it was done from. */
  readonly by: string;
  /** As a person wrote it. */
  readonly reason: string;
}

/** A sealed dossier with what it belongs to. */
export interface StoredDossier extends DossierBinding {
  readonly number: number;
  readonly savedAt: Instant;
  readonly sealed: SealedDossier;
  /** Set when its passwords were discarded: their sealed part is empty then, and the rest is as it was. */
  readonly discarded?: Discard;
}

/** The sealed dossiers. What is inside them is nothing to the store. */
export interface DossierStore {
  /** In the transaction that opens the intent: no dossier, no deletion. */
  save(dossier: Omit<StoredDossier, "number">): Promise<void>;
  /** Those of one endpoint, newest first. */
  of(tenant: TenantId, endpoint: EndpointId): Promise<readonly StoredDossier[]>;
  /** The ids of all keys that any dossier needs, with how many need it; discarded ones need none. */
  keyIds(): Promise<readonly { readonly keyId: string; readonly dossiers: number }[]>;
  /** Those that this key wraps, oldest first; discarded ones are not among them. */
  wrappedBy(keyId: string): Promise<readonly Omit<StoredDossier, "sealed">[]>;
  /** The first dossiers, at most so many, whose data key is wrapped by another key than this; discarded ones are not among them. */
  wrappedByOthers(keyId: string, most: number): Promise<readonly StoredDossier[]>;
  rewrap(number: number, wrapping: Pick<SealedDossier, "keyId" | "wrappedKey">): Promise<void>;
  /** Empties their passwords for good. @param entry the ledger's, that says who did and why: of the same transaction */
  discard(numbers: readonly number[], entry: number): Promise<void>;
  /** Deletes those saved before an instant; says how many. */
  purge(savedBefore: Instant): Promise<number>;
}
