/** A word of the project, what it means, and the exported types that carry it. */
export interface Word {
  readonly word: string;
  readonly means: string;
  /** `file#Name`, from the root. None: the word is kept for a part that is not there yet. */
  readonly types: readonly string[];
}

const model = (name: string): string => `src/core/model/${name}`;

export const WORDS: readonly Word[] = [
  {
    word: "endpoint",
    means: "A device record in Sophos Central. Its id is unique within its tenant.",
    types: [model("endpoint.ts#Endpoint"), model("ids.ts#EndpointId")],
  },
  {
    word: "computer",
    means: "A device object in a directory, deleted ones included.",
    types: [model("computer.ts#Computer"), model("ids.ts#ComputerId")],
  },
  {
    word: "directory",
    means: "Where computers come from: Active Directory over LDAPS, or an export of it.",
    types: ["src/ports/directory-source.ts#DirectorySource", model("ids.ts#DirectoryName")],
  },
  {
    word: "collection",
    means: "One reading of one source: complete, incomplete or failed. Only complete ones decide.",
    types: [model("coverage.ts#Collection"), model("coverage.ts#Coverage"), model("coverage.ts#Gap")],
  },
  {
    word: "match",
    means:
      "The link from an endpoint to computers, with its tier: exact, likely, ambiguous, conflicting or none.",
    types: ["src/core/identity/match.ts#Match", "src/core/identity/match.ts#MatchTier"],
  },
  {
    word: "retired",
    means:
      "Of a computer: it lies in a retired OU, or is disabled or deleted where the configuration says that this counts.",
    types: [model("policy.ts#RetirementRule")],
  },
  {
    word: "assessment",
    means: "The decision on one endpoint, keep, review or retire, with every reason.",
    types: ["src/core/assess/assessment.ts#Assessment", "src/core/assess/reason.ts#Disposition"],
  },
  {
    word: "reason",
    means: "A coded fact that pushed the decision, with its evidence.",
    types: ["src/core/assess/reason.ts#Reason", "src/core/assess/reason.ts#ReasonCode"],
  },
  {
    word: "finding",
    means: "Something worth telling although nothing is deleted.",
    types: ["src/core/assess/finding.ts#Finding", "src/core/assess/finding.ts#FindingCode"],
  },
  {
    word: "silence",
    means:
      "A stretch of 15 days or more in which an endpoint did not report, as far as complete readings found it silent.",
    types: ["src/core/plan/backtest.ts#Silence"],
  },
  {
    word: "plan",
    means: "The frozen, hashed list of what one run would do, with the limits applied. It expires.",
    types: ["src/core/plan/plan.ts#Plan", "src/core/plan/plan.ts#PlanItem"],
  },
  {
    word: "case",
    means:
      "The life of one endpoint through review, verification, deletion and the time after: open, approved, kept, held, expired, retired or closed.",
    types: ["src/core/review/case.ts#Case", "src/ports/case-store.ts#KnownCase"],
  },
  {
    word: "ticket",
    means: "A case's mirror in the service desk; a tenant's ticket lists its open cases and takes no answer.",
    types: [
      "src/ports/ticket-store.ts#KnownTicket",
      "src/ports/tenant-ticket-store.ts#KnownTenantTicket",
      "src/core/review/ticket-answer.ts#TicketView",
    ],
  },
  {
    word: "hook",
    means: "Another tool that sends decisions on cases, known by the secret that it signs with.",
    types: ["src/server/hook.ts#Hook", "src/ports/hook-message-store.ts#HookMessage"],
  },
  {
    word: "hold",
    means:
      "Do not touch until a date, for a reason, says somebody. It expires into review, never into deletion.",
    types: ["src/core/review/hold.ts#Hold", "src/ports/hold-store.ts#KnownHold"],
  },
  {
    word: "dossier",
    means: "What is saved before a deletion so that it can be undone.",
    types: ["src/core/retire/dossier.ts#DossierRecord"],
  },
  {
    word: "ledger",
    means: "The append-only, hash-chained record of every intent, result and decision.",
    types: ["src/core/ledger/fact.ts#LedgerEntry", "src/core/ledger/fact.ts#Fact"],
  },
  {
    word: "sink",
    means:
      "Somewhere the entries of the ledger are told, such as a SIEM; each one at least once and in order.",
    types: ["src/ports/event-sink.ts#EventSink", "src/ports/event-sink.ts#ConfiguredSink"],
  },
  {
    word: "outbox",
    means: "How far each sink has got with the ledger, and what is in its way.",
    types: ["src/ports/outbox-store.ts#SinkState"],
  },
  {
    word: "return",
    means: "A deleted device that came back: the sign of a wrong deletion.",
    types: ["src/core/assess/evidence.ts#Memory"],
  },
  { word: "ramp", means: "How many deletions a day are allowed now, growing with clean days.", types: [] },
  {
    word: "breaker",
    means: "A guard that stops a tenant or a run.",
    types: ["src/core/plan/plan.ts#TrippedBreaker", "src/core/plan/plan.ts#BreakerCode"],
  },
  {
    word: "quarantine",
    means:
      "Leaving an endpoint alone after a deletion of it failed: longer each time, and after the third until a person releases it.",
    types: ["src/core/retire/quarantine.ts#Quarantine", "src/core/retire/failure-class.ts#FailureClass"],
  },
  {
    word: "mode",
    means: "observe (report only, the default), dry-run (all but the deletion) or enforce.",
    types: ["src/core/plan/plan.ts#Mode"],
  },
  {
    word: "tenant",
    means: "One customer account of Sophos Central, covered or not.",
    types: [model("tenant.ts#Tenant"), model("tenant.ts#NotCoveredTenant"), model("ids.ts#TenantId")],
  },
  {
    word: "evidence",
    means:
      "Everything that one decision rests on. The same evidence, policy and instant give the same assessment.",
    types: ["src/core/assess/evidence.ts#Evidence"],
  },
  {
    word: "candidate",
    means: "An endpoint that is assessed retire, with how long it has been one.",
    types: ["src/core/plan/candidate.ts#Candidate"],
  },
  {
    word: "policy",
    means: "Everything in the configuration that steers a decision.",
    types: [model("policy.ts#Policy"), model("policy.ts#Limits")],
  },
  {
    word: "outcome",
    means: "What became of one planned endpoint.",
    types: ["src/core/retire/outcome.ts#Outcome"],
  },
  {
    word: "unknown",
    means:
      "A value that a source did not say, or said illegibly. It is never read as old, absent or harmless.",
    types: [model("unknown.ts#Unknown"), model("unknown.ts#Maybe")],
  },
  {
    word: "refusal",
    means: "An expected no: a value with a code.",
    types: ["src/core/plan/admit-plan.ts#PlanRefusal", "src/flows/apply.ts#ApplyRefusal"],
  },
  {
    word: "fault",
    means: "The world misbehaving: an error with a code and what comes next.",
    types: ["src/ports/fault.ts#Fault", "src/ports/fault.ts#FaultCode"],
  },
  {
    word: "role",
    means:
      "What somebody may over the API and on the console: viewer, reviewer, operator, administrator; for all tenants or for some.",
    types: [model("grant.ts#Role"), model("grant.ts#Grant"), "src/server/principal.ts#Principal"],
  },
  {
    word: "session",
    means: "One browser in which somebody is signed in, until it ends.",
    types: ["src/ports/session-store.ts#BrowserSession"],
  },
  {
    word: "token",
    means: "What a program shows instead of signing in: one role, and an end.",
    types: ["src/ports/token-store.ts#ApiToken"],
  },
];
