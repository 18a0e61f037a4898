import { REASONS, type Reason, type ReasonCode } from "../assess/reason.ts";
import {
  endpointId,
  tenantId,
  type CollectionId,
  type ComputerId,
  type Digest,
  type DirectoryName,
  type PlanId,
} from "../model/ids.ts";
import { formatInstant, instant, parseInstant, type Instant } from "../model/instant.ts";
import { isKnown } from "../model/unknown.ts";
import { finite, flag, listOf, objectOf, oneOf, optional, readAs, recordOf, text, whole } from "./decoder.ts";
import type { Decoded, Decoder } from "./decoder.ts";
import {
  BREAKERS,
  LEFT_OUT,
  MODES,
  PLAN_VERSION,
  type LeftOut,
  type Plan,
  type PlanItem,
  type TrippedBreaker,
} from "./plan.ts";

// A plan file is the plan as JSON, with its instants as RFC 3339 so that a person can read and shorten it. Read back,
// an instant may stand in either form.

/** The text of a plan file. */
export function planFileText(plan: Plan): string {
  const file = {
    ...plan,
    createdAt: formatInstant(plan.createdAt),
    expiresAt: formatInstant(plan.expiresAt),
    items: plan.items.map((item) => ({
      ...item,
      lastSeenAt: formatInstant(item.lastSeenAt),
      candidateSince: formatInstant(item.candidateSince),
    })),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** The version a plan file says it has: to be asked before anything else of it is read. */
export const planFileVersion = (file: unknown): unknown =>
  typeof file === "object" && file !== null && "version" in file ? file.version : undefined;

/** A plan out of parsed JSON, or where it is not one. Whether it is a plan of ours is another question: see admitPlan. */
export const decodePlan = (file: unknown): Decoded<Plan> => plan(file, "");

/** The furthest instant a date can hold (ECMA-262, time values). */
const FURTHEST = 8.64e15;

function readInstant(value: unknown): Instant | undefined {
  if (typeof value === "number")
    return Number.isSafeInteger(value) && Math.abs(value) <= FURTHEST ? instant(value) : undefined;
  const parsed = parseInstant(value);
  return isKnown(parsed) ? parsed : undefined;
}

/** A name that is not checked against anything here: what it names is compared with the stored plan. */
const named = <T extends string>(what: string): Decoder<T> =>
  readAs(what, (value) => (typeof value === "string" && value !== "" ? (value as T) : undefined));

// Ids are stored in lower case: another spelling was not written by us.
const sameAs = <T extends string>(what: string, parse: (value: string) => T | undefined): Decoder<T> =>
  readAs(what, (value) => {
    const id = typeof value === "string" ? parse(value) : undefined;
    return id === value ? id : undefined;
  });

const at = readAs("an instant in UTC, such as 2026-01-31T12:00:00.000Z", readInstant);
const digest = readAs("a SHA-256 in lower-case hex", (value) =>
  typeof value === "string" && /^[0-9a-f]{64}$/.test(value) ? (value as Digest) : undefined,
);
const tenant = sameAs("a tenant id", tenantId);
const endpoint = sameAs("an endpoint id", endpointId);
const directory = named<DirectoryName>("the name of a directory");

const evidenceValue = readAs("a text, a number, true or false, or a list of texts", (value) => {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  const list = listOf(text)(value, "");
  return list.ok ? list.value : undefined;
});

const code = oneOf(Object.keys(REASONS) as ReasonCode[]);
const reason = objectOf<Pick<Reason, "code" | "evidence" | "accepted">>({
  code,
  evidence: recordOf(evidenceValue),
  accepted: flag,
});

const item = objectOf<PlanItem>({
  tenant,
  tenantName: text,
  endpoint,
  hostname: text,
  lastSeenAt: at,
  daysInactive: whole,
  computer: optional(
    objectOf<NonNullable<PlanItem["computer"]>>({ directory, id: named<ComputerId>("the id of a computer") }),
  ),
  candidateSince: at,
  evidenceHash: digest,
  accepted: listOf(reason),
  approved: optional(listOf(code)),
});

const plan = objectOf<Plan>({
  version: oneOf([PLAN_VERSION]),
  id: named<PlanId>("the id of a plan"),
  createdAt: at,
  expiresAt: at,
  mode: oneOf(MODES),
  policyHash: digest,
  collections: listOf(named<CollectionId>("the id of a collection")),
  items: listOf(item),
  leftOut: listOf(objectOf<LeftOut>({ tenant, endpoint, hostname: text, code: oneOf(LEFT_OUT) })),
  breakers: listOf(
    objectOf<TrippedBreaker>({
      code: oneOf(BREAKERS),
      tenant: optional(tenant),
      directory: optional(directory),
      figures: recordOf(finite),
      groups: optional(listOf(text)),
    }),
  ),
  hash: digest,
});
