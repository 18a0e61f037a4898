import { judge } from "../core/assess/judge.ts";
import type { Digest, Hash } from "../core/model/ids.ts";
import { instant, type Instant } from "../core/model/instant.ts";
import type { Policy } from "../core/model/policy.ts";
import { answerCase, type CaseCommand, type CaseRefusal } from "../core/review/answer-case.ts";
import type { CaseEvent, Channel, ReviewTerms } from "../core/review/case.ts";
import type { KnownCase } from "../ports/case-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import { recordMoves } from "./case-facts.ts";
import { findDevice, type DeviceName, type DeviceRefusal } from "./find-device.ts";
import type { HoldEnd } from "./holds.ts";

export interface DecideParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly hash: Hash;
  readonly policy: Policy;
  readonly review: ReviewTerms;
}

/** What is asked of a case; an end may be counted from now, and the evidence agreed to is by default what the version showed. */
export type AskedOfCase =
  | { readonly kind: "approve"; readonly reason: string; readonly evidenceHash?: Digest }
  | { readonly kind: "hold"; readonly reason: string; readonly end: HoldEnd; readonly owner: string }
  | Exclude<CaseCommand, { kind: "approve" | "hold" }>;

/** Who asks. */
export interface Asker {
  readonly actor: string;
  readonly channel: Channel;
  /** The version that was seen; without one the present version is meant. */
  readonly version: number | undefined;
  readonly requester?: string;
}

export type DecisionRefusal = CaseRefusal | CaseNotFound;

export interface CaseNotFound {
  readonly kind: "refused";
  readonly code: "case_unknown" | DeviceRefusal["code"];
  readonly detail: string;
}

export interface Decided {
  readonly kind: "decided";
  readonly one: KnownCase;
  readonly event: CaseEvent;
  /** A deletion of it was sent since it was asked, settled or not: the answer came too late for that one. */
  readonly underWay: boolean;
}

/** A case by its number, or by its device. Faults: STORE_*. */
export async function findCase(
  name: DeviceName,
  store: Store,
): Promise<{ readonly kind: "found"; readonly one: KnownCase } | CaseNotFound> {
  if (/^\d{1,15}$/.test(name.text)) {
    const one = await store.cases.find(Number(name.text));
    if (one !== undefined) return { kind: "found", one };
  }
  const device = await findDevice(name, store);
  if (device.kind === "refused") return device;
  const one = await store.cases.of(device.tenant, device.endpoint);
  return one === undefined
    ? { kind: "refused", code: "case_unknown", detail: `There is no case of ${device.hostname}.` }
    : { kind: "found", one };
}

/**
 * Carries out what a person wants of a case, whatever it came through: the step, its fact and, for a hold, the hold are written
 * in one. Faults: STORE_*.
 * @param along what else is to be written with it, or not at all
 */
export async function decideCase(
  name: DeviceName,
  asked: AskedOfCase,
  asker: Asker,
  { store, clock, hash, policy, review }: DecideParts,
  along: (tx: Store, decided: Decided) => Promise<void> = async () => {},
): Promise<Decided | DecisionRefusal> {
  const found = await findCase(name, store);
  if (found.kind === "refused") return found;
  const { one } = found;
  const { tenant, endpoint, hostname } = one;
  const now = clock.now();
  const evidence = await store.assessments.evidence(tenant, endpoint);
  const current = evidence === undefined ? undefined : judge(evidence, policy, now, hash).evidenceHash;
  const command = commandOf(asked, one, now);
  const who = { ...asker, version: asker.version ?? one.version };
  const move = answerCase(one, command, who, { now, current, terms: review });
  if ("kind" in move) return move;
  return store.transaction(async (tx) => {
    // Holds have their lock before cases have theirs, as in whoever deletes.
    if (command.kind === "hold") await tx.holds.stands(tenant, endpoint);
    const [written] = await recordMoves(tx, [move], now);
    if (written === undefined) {
      return {
        kind: "refused",
        code: "case_changed",
        detail: "Somebody was faster: look at it again.",
      } as const;
    }
    if (command.kind === "hold") {
      const { until, reason, owner } = command;
      const hold = { tenant, endpoint, until, reason: reason.trim(), owner: owner.trim() };
      const replaced = await tx.holds.add(hold, now);
      await tx.ledger.append(
        [{ kind: "hold_added", hostname, ...hold, replaced: replaced !== undefined }],
        now,
      );
    }
    // Asked in this transaction: an intent that is not there by now will find the answer.
    const open = await tx.plans.openIntents();
    const done = await tx.plans.history(tenant, endpoint);
    const underWay =
      open.some((intent) => intent.tenant === tenant && intent.endpoint === endpoint) ||
      done.some(({ outcome, at }) => outcome === "retired" && at >= one.askedAt);
    const next = { ...one, ...move.next };
    const decided: Decided = { kind: "decided", one: next, event: move.event, underWay };
    await along(tx, decided);
    return decided;
  });
}

function commandOf(asked: AskedOfCase, one: KnownCase, now: Instant): CaseCommand {
  switch (asked.kind) {
    case "approve":
      return { ...asked, evidenceHash: asked.evidenceHash ?? one.evidenceHash };
    case "hold": {
      const { kind, reason, owner, end } = asked;
      return { kind, reason, owner, until: "at" in end ? end.at : instant(now + end.afterMs) };
    }
    case "keep":
    case "comment":
    case "assign":
      return asked;
  }
}
