import { factText } from "../ledger/fact-text.ts";
import type { Fact, LedgerEntry } from "../ledger/fact.ts";
import { cut } from "./ascii-json.ts";
import { detailsOf, LONGEST_TEXT, type Detail } from "./details.ts";
import { CLASSES, SEVERITIES, toldAs, type ClassUid, type Severity, type Status, type Told } from "./told.ts";

/** The release of the schema that the names below are taken from. */
const OCSF_VERSION = "1.7.0";
const LONGEST_MESSAGE = 1_500;

/** An event as OCSF has it, of one entry of the ledger. The other formats are views of it. */
export interface OcsfEvent {
  readonly activity_id: number;
  readonly activity_name: string;
  readonly category_uid: number;
  readonly class_uid: ClassUid;
  readonly class_name: string;
  readonly type_uid: number;
  readonly severity_id: Severity;
  readonly severity: string;
  readonly status_id: number;
  readonly status: string;
  /** Epoch ms. */
  readonly time: number;
  /** The fact as a sentence. */
  readonly message: string;
  readonly metadata: {
    readonly version: string;
    readonly product: { readonly name: string; readonly vendor_name: string; readonly version: string };
    /** The entry's hash: the same each time it is sent, and no other's. */
    readonly uid: string;
    /** Its number in the ledger: without a gap. */
    readonly sequence: number;
    readonly event_code: Fact["kind"];
    readonly tenant_uid?: string;
    /** The case or the plan that it belongs to. */
    readonly correlation_uid?: string;
  };
  /** By class: `entity`, `finding_info`, `api` … */
  readonly [attribute: string]: unknown;
  readonly unmapped: {
    /** The account and host that Rollcall ran as. */
    readonly actor: string;
    /** The hash of the entry before: the chain can be checked in the copy too. */
    readonly previous: string;
    readonly fact: Readonly<Record<string, Detail>>;
  };
}

/** The event of one entry. @param version of Rollcall */
export function ocsfEvent(entry: LedgerEntry, version: string): OcsfEvent {
  const { fact } = entry;
  const told = toldAs(fact);
  const { classUid, activity, severity } = told;
  const status = statusOf(told, fact);
  const actor = cut(entry.actor, LONGEST_TEXT);
  const correlation = "case" in fact ? `case-${fact.case}` : "plan" in fact ? fact.plan : undefined;
  return {
    activity_id: activity.id,
    activity_name: activity.name,
    category_uid: CLASSES[classUid].category,
    class_uid: classUid,
    class_name: CLASSES[classUid].name,
    type_uid: classUid * 100 + activity.id,
    severity_id: severity,
    severity: SEVERITIES[severity],
    status_id: status.id,
    status: status.name,
    time: entry.at,
    message: cut(factText(fact), LONGEST_MESSAGE),
    metadata: {
      version: OCSF_VERSION,
      product: { name: "Rollcall", vendor_name: "Rollcall", version },
      uid: entry.hash,
      sequence: entry.seq,
      event_code: fact.kind,
      ...("tenant" in fact && fact.tenant !== undefined && { tenant_uid: fact.tenant }),
      ...(correlation !== undefined && { correlation_uid: correlation }),
    },
    ...attributesOf(entry, told, actor),
    unmapped: { actor, previous: entry.previous, fact: detailsOf(fact) },
  };
}

const STATUS_IDS: Readonly<Record<Status, number>> = { Unknown: 0, Success: 1, Failure: 2, Other: 99 };

/** An incident's status says where the case stands, and not how the act went. */
function statusOf({ classUid, status }: Told, fact: Fact): { readonly id: number; readonly name: string } {
  if (classUid !== 2005) return { id: STATUS_IDS[status], name: status };
  if (fact.kind === "case_opened") return { id: 1, name: "New" };
  if (fact.kind === "case_closed") return { id: 5, name: "Closed" };
  if (fact.kind === "case_expired") return { id: 4, name: "Resolved" };
  return fact.kind === "case_answered" && fact.answer === "hold"
    ? { id: 3, name: "On Hold" }
    : { id: 2, name: "In Progress" };
}

/** What OCSF requires of an event's class beyond what it requires of all. */
function attributesOf(
  { fact, at, hash }: LedgerEntry,
  told: Told,
  actor: string,
): Readonly<Record<string, unknown>> {
  const device = deviceOf(fact);
  const user = { user: { name: actor } };
  const finding = {
    uid: findingUid(fact, hash),
    title: FINDING_TITLES[told.classUid] ?? "",
    created_time: at,
  };
  const resources = device === undefined ? {} : { resources: [device] };
  switch (told.classUid) {
    case 2003:
      return {
        finding_info: finding,
        compliance: { control: "every device is retired by Rollcall", standards: ["Rollcall"] },
        ...resources,
      };
    case 2004:
      return { finding_info: finding, ...resources };
    case 2005:
      return { finding_info_list: [finding], ...resources };
    case 3002:
      return {
        user: { name: "by" in fact ? cut(fact.by ?? "unknown", LONGEST_TEXT) : "unknown" },
        service: { name: "Rollcall" },
      };
    case 3004:
      return { actor: user, entity: device ?? entityOf(told) };
    case 6003:
      return {
        actor: user,
        api: { operation: "collect" },
        src_endpoint: { hostname: actor.slice(actor.lastIndexOf("@") + 1) },
      };
  }
}

const FINDING_TITLES: Readonly<Partial<Record<ClassUid, string>>> = {
  2003: "Device removed by others",
  2004: "Deleted device came back",
  2005: "Device in review",
};

const findingUid = (fact: Fact, hash: string): string =>
  "case" in fact ? `case-${fact.case}` : "endpoint" in fact ? fact.endpoint : hash;

const deviceOf = (fact: Fact) =>
  "endpoint" in fact
    ? { type_id: 1, type: "Device", uid: fact.endpoint, name: cut(fact.hostname, LONGEST_TEXT) }
    : undefined;

const entityOf = ({ entity }: Told) => ({
  type_id: entity?.kind === "Policy" ? 5 : 99,
  type: entity?.kind ?? "Other",
  name: entity?.name ?? "",
});
