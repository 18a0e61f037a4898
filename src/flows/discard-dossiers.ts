import type { EndpointId, PlanId, TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import { invariant } from "../core/model/invariant.ts";
import type { PlanItem } from "../core/plan/plan.ts";
import { isUsable, unusable } from "../core/review/hold.ts";
import { undoClock } from "../core/retire/undo-clock.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import type { Vault } from "../ports/vault.ts";

/** A device whose dossier nobody can open any more. */
export interface LostDossier {
  readonly number: number;
  readonly tenant: TenantId;
  readonly endpoint: EndpointId;
  readonly plan: PlanId;
  /** By the plan that it was part of; undefined when that is no longer stored. */
  readonly hostname: string | undefined;
  readonly tenantName: string | undefined;
  readonly savedAt: Instant;
  /** Its deletion can still be undone, and the password may be needed for it. */
  readonly undoOpen: boolean;
}

/** What a lost key takes with it. */
export interface LostDossiers {
  readonly kind: "lost";
  readonly keyId: string;
  readonly dossiers: readonly LostDossier[];
}

export interface DiscardRefusal {
  readonly kind: "refused";
  readonly code:
    | "no_vault"
    | "key_configured"
    | "key_not_used"
    | "within_undo_window"
    | "dossiers_changed"
    | "reason_unusable";
  readonly detail: string;
}

export interface DiscardParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly vault: () => Vault | undefined;
}

export interface DiscardAsked {
  /** As `check` and the fault VAULT_KEY name it. */
  readonly keyId: string;
  /** Why, as a person wrote it; it stands in the ledger for good. */
  readonly reason: string;
  /** Also those whose deletion can still be undone. */
  readonly withinUndoWindow: boolean;
}

/** The dossiers that are sealed with a key that is not configured any more. Reads only. Faults: VAULT_KEY, SECRET_UNREADABLE, STORE_*. */
export async function lostDossiers(
  { keyId, reason, withinUndoWindow }: DiscardAsked,
  { store, clock, vault: openVault }: DiscardParts,
): Promise<LostDossiers | DiscardRefusal> {
  if (!isUsable(reason.trim())) return refused("reason_unusable", unusable("reason"));
  const vault = openVault();
  if (vault === undefined) {
    return refused("no_vault", "The configuration has no vault: which keys are lost cannot be told.");
  }
  if (vault.holds(keyId)) {
    return refused("key_configured", `The key ${keyId} is configured: its dossiers can be opened.`);
  }
  const dossiers = await sealedBy(keyId, store, clock);
  const open = dossiers.filter(({ undoOpen }) => undoOpen).length;
  if (dossiers.length === 0) return refused("key_not_used", `No dossier is sealed with the key ${keyId}.`);
  return open > 0 && !withinUndoWindow
    ? refused(
        "within_undo_window",
        `${open} of ${dossiers.length} belong to deletions that can still be undone: their passwords may be needed, and the key may be found. Nothing else waits for them that long: see --within-undo-window.`,
      )
    : { kind: "lost", keyId, dossiers };
}

/**
 * Gives up the passwords of these dossiers, for good, and records it, all or none. What else is sealed in them stays, should the
 * key be found. Refused when they are not those that were shown any more. Faults: VAULT_KEY, SECRET_UNREADABLE, STORE_*.
 * @param shown as `lostDossiers` gave it
 */
export async function discardDossiers(
  shown: LostDossiers,
  asked: DiscardAsked,
  parts: DiscardParts,
): Promise<LostDossiers | DiscardRefusal> {
  return parts.store.transaction(async (tx) => {
    const lost = await lostDossiers(asked, { ...parts, store: tx });
    if (lost.kind === "refused") return lost;
    if (numbers(lost).join() !== numbers(shown).join()) {
      return refused("dossiers_changed", "The dossiers of this key are not those that were shown any more.");
    }
    const { keyId, dossiers } = lost;
    const [entry] = await tx.ledger.append(
      [
        {
          kind: "dossiers_discarded",
          keyId,
          dossiers: dossiers.length,
          withinUndoWindow: dossiers.filter(({ undoOpen }) => undoOpen).length,
          reason: asked.reason.trim(),
        },
      ],
      parts.clock.now(),
    );
    invariant(entry !== undefined, "a fact that was appended is an entry");
    await tx.dossiers.discard(numbers(lost), entry.seq);
    return lost;
  });
}

const numbers = ({ dossiers }: LostDossiers): readonly number[] => dossiers.map(({ number }) => number);

async function sealedBy(keyId: string, { dossiers, plans }: Store, clock: Clock): Promise<LostDossier[]> {
  const stored = await dossiers.wrappedBy(keyId);
  const items = new Map<string, PlanItem>();
  const key = (tenant: TenantId, endpoint: EndpointId, plan: PlanId): string =>
    `${plan}/${tenant}/${endpoint}`;
  for (const plan of new Set(stored.map((one) => one.plan))) {
    for (const item of (await plans.find(plan))?.items ?? []) {
      items.set(key(item.tenant, item.endpoint, plan), item);
    }
  }
  const now = clock.now();
  return stored.map(({ number, tenant, endpoint, plan, savedAt }) => {
    const item = items.get(key(tenant, endpoint, plan));
    const { hostname, tenantName } = item ?? {};
    const undoOpen = undoClock(savedAt, now).restore.open;
    return { number, tenant, endpoint, plan, hostname, tenantName, savedAt, undoOpen };
  });
}

const refused = (code: DiscardRefusal["code"], detail: string): DiscardRefusal => ({
  kind: "refused",
  code,
  detail,
});
