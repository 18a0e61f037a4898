import { canonical } from "../model/canonical.ts";
import type { Digest, Hash } from "../model/ids.ts";
import { formatInstant, type Instant } from "../model/instant.ts";
import { endpointKey } from "./candidate.ts";
import { planHash } from "./plan-hash.ts";
import { decodePlan, planFileVersion } from "./plan-file.ts";
import { PLAN_VERSION, type Mode, type Plan, type PlanItem } from "./plan.ts";

/** Why a plan file is not applied. */
export type PlanRefusalCode =
  | "malformed" // no plan: `path` says where
  | "plan_unknown_version" // written by another Rollcall, whose fields may mean something else
  | "plan_not_found" // not among the plans that were frozen here
  | "plan_altered" // a field or an item is not as it was frozen
  | "plan_grown" // an item was added, or stands twice
  | "plan_expired" // too old, or older than its own making: then our clock is wrong
  | "policy_changed" // frozen under a policy that is no longer in force
  | "mode_not_allowed"; // enforce wants a plan that was frozen in enforce; observe applies nothing

export interface PlanRefusal {
  readonly kind: "refused";
  readonly code: PlanRefusalCode;
  /** Where in the file: `items[3].hostname`, or undefined when it is about the whole. */
  readonly path: string | undefined;
  /** The item at fault, as the file has it. */
  readonly item: Pick<PlanItem, "tenant" | "endpoint" | "hostname"> | undefined;
  /** One sentence for a person. */
  readonly detail: string;
}

/** A plan that may be applied: the frozen one with none, some or all of its items. */
export interface AdmittedPlan {
  readonly kind: "admitted";
  /** In the mode of this run; items in their frozen order; everything else, the hash too, as it was frozen. */
  readonly plan: Plan;
  /** How many items it was frozen with. */
  readonly frozenItems: number;
}

/** What a plan must agree with to be applied now. */
export interface AdmissionTerms {
  readonly now: Instant;
  /** The policy in force. */
  readonly policyHash: Digest;
  /** The mode of this run. */
  readonly mode: Mode;
  readonly hash: Hash;
}

/**
 * Admits a plan to be applied, or says why not. Items may have been taken out, all of them even; nothing may have been
 * added or changed, and what is applied is the stored items, not the file's.
 * @param stored the plan as it was frozen, found by the id in the file; undefined when there is none
 * @param file the parsed plan file; the stored plan itself when there is no file
 */
export function admitPlan(
  stored: Plan | undefined,
  file: unknown,
  terms: AdmissionTerms,
): AdmittedPlan | PlanRefusal {
  const version = planFileVersion(file);
  if (version !== undefined && version !== PLAN_VERSION)
    return refuse("plan_unknown_version", `The plan has another version than ${PLAN_VERSION}.`, "version");
  const decoded = decodePlan(file);
  if (!decoded.ok) {
    const where = decoded.path === "" ? "The plan" : decoded.path;
    return refuse("malformed", `${where} should be ${decoded.expected}.`, decoded.path);
  }
  if (stored === undefined || stored.id !== decoded.value.id)
    return refuse("plan_not_found", `No plan ${decoded.value.id} was frozen here.`, "id");
  const edited = editing(stored, decoded.value, terms.hash);
  if (edited.kind === "refused") return edited;
  return (
    refuseNow(stored, terms) ?? {
      kind: "admitted",
      plan: { ...stored, mode: terms.mode, items: edited.items },
      frozenItems: stored.items.length,
    }
  );
}

/** What a person did to the plan: the items left of it, or what must not be. */
function editing(
  stored: Plan,
  file: Plan,
  hash: Hash,
): { readonly kind: "edited"; readonly items: readonly PlanItem[] } | PlanRefusal {
  if (planHash(stored, hash) !== stored.hash)
    return refuse("plan_altered", "The stored plan is not as it was frozen.");
  const header = (Object.keys(stored) as (keyof Plan)[]).find(
    (field) => field !== "items" && canonical({ at: stored[field] }) !== canonical({ at: file[field] }),
  );
  if (header !== undefined)
    return refuse("plan_altered", `${header} is not as it was frozen: only items may be taken out.`, header);

  const frozen = new Map(stored.items.map((item) => [endpointKey(item), item]));
  const kept = new Set<PlanItem>();
  for (const [index, item] of file.items.entries()) {
    const path = `items[${index}]`;
    const original = frozen.get(endpointKey(item));
    if (original === undefined)
      return refuse(
        "plan_grown",
        `${path} (${item.hostname}) is not in the plan that was frozen.`,
        path,
        item,
      );
    if (kept.has(original))
      return refuse("plan_grown", `${path} (${item.hostname}) stands in the plan twice.`, path, item);
    if (canonical(original) !== canonical(item))
      return refuse("plan_altered", `${path} (${item.hostname}) is not as it was frozen.`, path, item);
    kept.add(original);
  }
  return { kind: "edited", items: stored.items.filter((item) => kept.has(item)) };
}

/** Why the plan, good as it is, is not to be applied now. */
function refuseNow(stored: Plan, { now, policyHash, mode }: AdmissionTerms): PlanRefusal | undefined {
  if (now < stored.createdAt)
    return refuse(
      "plan_expired",
      `By this clock the plan was made in the future, ${formatInstant(stored.createdAt)}.`,
    );
  // Asked as "not before", so that no instant at all counts as expired.
  if (!(now < stored.expiresAt))
    return refuse("plan_expired", `The plan expired at ${formatInstant(stored.expiresAt)}.`);
  if (policyHash !== stored.policyHash)
    return refuse("policy_changed", "The policy has changed since the plan was frozen.");
  if (mode === "observe") return refuse("mode_not_allowed", "The mode observe only reports.");
  if (mode === "enforce" && stored.mode !== "enforce")
    return refuse("mode_not_allowed", `The plan was frozen in ${stored.mode}, and may not be enforced.`);
  return undefined;
}

const refuse = (code: PlanRefusalCode, detail: string, path?: string, item?: PlanItem): PlanRefusal => ({
  kind: "refused",
  code,
  path: path === "" ? undefined : path,
  item: item && { tenant: item.tenant, endpoint: item.endpoint, hostname: item.hostname },
  detail,
});
