import type { Fact } from "../ledger/fact.ts";
import type { Outcome } from "../retire/outcome.ts";

// Classes of OCSF (schema.ocsf.io, 1.7), with the category that each belongs to.
export const CLASSES = {
  2003: { name: "Compliance Finding", category: 2 },
  2004: { name: "Detection Finding", category: 2 },
  2005: { name: "Incident Finding", category: 2 },
  3002: { name: "Authentication", category: 3 },
  3004: { name: "Entity Management", category: 3 },
  6003: { name: "API Activity", category: 6 },
} as const;
export type ClassUid = keyof typeof CLASSES;

/** OCSF's severities that we use: of a matter of course up to a sign of a wrong deletion. */
export const SEVERITIES = { 1: "Informational", 2: "Low", 3: "Medium", 4: "High" } as const;
export type Severity = keyof typeof SEVERITIES;

/** What an activity is: one that OCSF names, or `99` with our own words. */
export interface Activity {
  readonly id: number;
  readonly name: string;
}

export type Status = "Success" | "Failure" | "Unknown" | "Other";

/** How a fact is told: its class, what kind of act it is, how grave it is. */
export interface Told {
  readonly classUid: ClassUid;
  readonly activity: Activity;
  readonly severity: Severity;
  readonly status: Status;
  /** What was acted upon where it is no device. */
  readonly entity?: { readonly kind: "Policy" | "Other"; readonly name: string };
}

const CREATE = { id: 1, name: "Create" };
const READ = { id: 2, name: "Read" };
const UPDATE = { id: 3, name: "Update" };
const DELETE = { id: 4, name: "Delete" };
const own = (name: string): Activity => ({ id: 99, name });

// An incident's own activities.
const INCIDENT_UPDATE = { id: 2, name: "Update" };
const INCIDENT_CLOSE = { id: 3, name: "Close" };

// An authentication's own activities.
const LOGON = { id: 1, name: "Logon" };
const LOGOFF = { id: 2, name: "Logoff" };

/** Deleted by us or tried to be; anything else was no deletion of ours, and must not look like one. */
const SETTLED: Readonly<Record<Outcome, readonly [Activity, Severity, Status]>> = {
  retired: [DELETE, 2, "Success"],
  failed: [DELETE, 3, "Failure"],
  unconfirmed: [DELETE, 3, "Unknown"],
  gone_already: [own("Found gone"), 1, "Other"],
  changed: [own("Leave alone"), 1, "Other"],
  withheld: [own("Withhold deletion"), 1, "Other"],
};

/** Every kind of fact is told: the copies are as complete as the ledger. */
export function toldAs(fact: Fact): Told {
  switch (fact.kind) {
    case "collection_finished":
      return fact.coverage.kind === "complete"
        ? told(6003, READ, 1)
        : { ...told(6003, READ, 3), status: "Failure" };
    case "tenant_not_covered":
      return { ...told(6003, READ, 3), status: "Failure" };
    case "assessment_finished":
      return { ...told(3004, own("Assess"), 1), entity: { kind: "Other", name: "assessment" } };
    case "plan_frozen":
      return { ...told(3004, CREATE, fact.breakers.length > 0 ? 3 : 1), entity: plan(fact.plan) };
    case "findings_arose":
      return told(2003, CREATE, 3);
    case "breakers_changed":
      return {
        ...told(3004, UPDATE, fact.tripped.length > 0 ? 3 : 2),
        entity: policy("breakers"),
      };
    case "removals_foreseen":
      return {
        ...told(3004, own("Foresee"), fact.removals.length > 0 ? 2 : 1),
        entity: { kind: "Other", name: "next run" },
      };
    case "apply_started":
      return { ...told(3004, own("Start"), 1), entity: plan(fact.plan) };
    case "apply_finished":
      return fact.stoppedBy === undefined
        ? { ...told(3004, own("Finish"), 1), entity: plan(fact.plan) }
        : { ...told(3004, own("Finish"), 3), status: "Failure", entity: plan(fact.plan) };
    case "endpoint_verified":
      return told(3004, own("Verify"), 1);
    case "removal_intended":
      return told(3004, own("Intend deletion"), 1);
    case "removal_settled": {
      const [activity, severity, status] = SETTLED[fact.outcome];
      return { classUid: 3004, activity, severity, status };
    }
    case "endpoint_quarantined":
      return told(3004, own("Leave alone"), fact.exhausted ? 3 : 2);
    case "quarantine_released":
      return told(3004, own("Release"), 2);
    case "endpoint_vanished":
      return told(2003, CREATE, 3);
    case "hold_added":
    case "hold_lifted":
      return told(3004, UPDATE, 1);
    case "case_opened":
      return told(2005, CREATE, 2);
    case "case_asked_anew":
    case "case_reopened":
    case "case_answered":
    case "case_commented":
    case "case_assigned":
      return told(2005, INCIDENT_UPDATE, 1);
    case "case_expired":
    case "case_closed":
      return told(2005, INCIDENT_CLOSE, 1);
    case "ticket_opened":
    case "ticket_closed":
      return told(2005, INCIDENT_UPDATE, 1);
    case "ticket_unreadable":
      return { ...told(2005, INCIDENT_UPDATE, 3), status: "Failure" };
    case "tenant_ticket_opened":
      return { ...told(3004, fact.how === "reopened" ? UPDATE : CREATE, 1), entity: TENANT_TICKET };
    case "tenant_ticket_unreadable":
      return { ...told(3004, READ, 3), status: "Failure", entity: TENANT_TICKET };
    case "tenant_ticket_closed":
      return { ...told(3004, own("Close"), fact.because === "by_others" ? 2 : 1), entity: TENANT_TICKET };
    case "store_moved":
      return { ...told(3004, own("Move"), 2), entity: STORE };
    case "vault_rotated":
      return { ...told(3004, UPDATE, 2), entity: VAULT };
    case "password_read":
      return told(3004, READ, 3);
    case "password_access_checked":
      return told(3004, own("Try out"), 2);
    case "dossiers_discarded":
      return { ...told(3004, DELETE, 3), entity: VAULT };
    case "dossiers_purged":
      return { ...told(3004, own("Purge"), 1), entity: VAULT };
    case "ramp_moved":
      return { ...told(3004, UPDATE, fact.cause === undefined ? 1 : 3), entity: policy("ramp") };
    case "device_returned":
      return told(2004, CREATE, 4);
    case "lesson_recorded":
      return told(2004, INCIDENT_UPDATE, 1);
    case "brake_pulled":
      return { ...told(3004, UPDATE, 3), entity: policy("brake") };
    case "brake_released":
      return { ...told(3004, UPDATE, 2), entity: policy("brake") };
    case "sink_parked":
      return { ...told(3004, UPDATE, 3), entity: policy(`sink ${fact.sink}`) };
    case "sink_resumed":
      return { ...told(3004, UPDATE, 2), entity: policy(`sink ${fact.sink}`) };
    case "signed_in":
      return told(3002, LOGON, 1);
    case "sign_in_refused":
      return { ...told(3002, LOGON, 2), status: "Failure" };
    case "signed_out":
      return told(3002, LOGOFF, 1);
    case "account_created":
      return { ...told(3004, CREATE, 3), entity: account(fact.account) };
    case "account_reset":
      return { ...told(3004, UPDATE, 3), entity: account(fact.account) };
    case "account_disabled":
      return { ...told(3004, own("Disable"), 2), entity: account(fact.account) };
    case "token_created":
      return { ...told(3004, CREATE, 3), entity: token(fact.token) };
    case "token_revoked":
      return { ...told(3004, own("Revoke"), 2), entity: token(fact.token) };
    case "action_refused":
      return {
        ...told(3004, own("Refuse"), 3),
        status: "Failure",
        entity: { kind: "Other", name: fact.action },
      };
  }
}

const told = (classUid: ClassUid, activity: Activity, severity: Severity): Told => ({
  classUid,
  activity,
  severity,
  status: "Success",
});
const plan = (id: string) => ({ kind: "Other", name: `plan ${id}` }) as const;
const policy = (name: string) => ({ kind: "Policy", name }) as const;
const account = (name: string) => ({ kind: "Other", name: `account ${name}` }) as const;
const token = (name: string) => ({ kind: "Other", name: `token ${name}` }) as const;
const TENANT_TICKET = { kind: "Other", name: "ticket of a tenant" } as const;
const STORE = { kind: "Other", name: "store" } as const;
const VAULT = { kind: "Other", name: "vault" } as const;
