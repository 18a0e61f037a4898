import * as z from "zod";
import { CaseSummary } from "./decisions.ts";
import { DeviceDetail } from "./devices.ts";
import { route } from "./route.ts";
import { line, page, paging, time, Why, words } from "./value.ts";

const number = z.coerce.number().int().min(1);
const CASE_STATES = ["open", "approved", "kept", "held", "expired", "retired", "closed"] as const;

export const listCases = route({
  id: "listCases",
  method: "get",
  path: "/api/v1/cases",
  summary: "Cases: the longest asked first",
  needs: "viewer",
  scope: "tenants",
  query: z.object({
    ...paging,
    state: words(CASE_STATES).optional(),
    reason: z.string().max(100).optional(),
    tenant: z.string().optional(),
    assignee: z.string().max(200).optional(),
    search: z.string().max(200).optional(),
    /** `risk`: doubts that no approval answers and those that need two people first; `age`: the longest asked first. */
    sort: z.enum(["age", "risk"]).default("age"),
  }),
  response: page(CaseSummary),
});

export const TimelineEntry = z.object({
  at: time,
  version: z.int(),
  kind: z.string(),
  by: z.string().optional(),
  channel: z.string().optional(),
  /** One sentence for people. */
  text: z.string(),
});

export const TicketView = z.object({
  desk: z.string(),
  ref: z.string(),
  url: z.string().optional(),
  state: z.string(),
});

/** Everything a person needs to answer a case. */
export const CasePage = z.object({
  case: CaseSummary,
  peopleNeeded: z.int(),
  /** The evidence is no longer what the case is about: an approval would be refused. */
  outdated: z.boolean(),
  /** What this person may answer here, and of what they may not, why. */
  may: z.object({
    approve: z.boolean(),
    keep: z.boolean(),
    hold: z.boolean(),
    whyNotApprove: z.string().optional(),
  }),
  device: DeviceDetail.optional(),
  timeline: z.array(TimelineEntry),
  ticket: TicketView.optional(),
  /** Its tenant's ticket, where that lists it; nothing in it is an answer. */
  tenantTicket: TicketView.optional(),
});
export type CasePage = z.output<typeof CasePage>;

export const readCase = route({
  id: "readCase",
  method: "get",
  path: "/api/v1/cases/{number}",
  summary: "One case with both records, its timeline and its ticket",
  needs: "viewer",
  scope: "tenants",
  params: z.object({ number }),
  response: CasePage,
});

const evidenceHash = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits");
const until = z.union([z.iso.date(), z.iso.datetime()]);

/** What a person answers. It binds to the evidence that was shown. */
export const Answer = z.discriminatedUnion("answer", [
  z.strictObject({ answer: z.literal("approve"), reason: Why, evidenceHash }),
  z.strictObject({ answer: z.literal("keep"), reason: Why, evidenceHash }),
  z.strictObject({ answer: z.literal("hold"), reason: Why, evidenceHash, until }),
]);

export const Answered = z.object({
  case: CaseSummary,
  /** false: a second person has to agree before anything is done. */
  complete: z.boolean(),
  /** A deletion was sent since it was asked. */
  underWay: z.boolean(),
});

export const answerCase = route({
  id: "answerCase",
  method: "post",
  path: "/api/v1/cases/{number}/answer",
  summary: "Approve, keep or hold",
  needs: "reviewer",
  scope: "tenants",
  params: z.object({ number }),
  body: z.strictObject({
    answer: z.enum(["approve", "keep", "hold"]),
    reason: Why,
    evidenceHash,
    until: until.optional(),
  }),
  versioned: true,
  response: Answered,
});

/** The same answer to several cases: each binds to the version and evidence that were shown, and each is answered or refused. */
export const answerCases = route({
  id: "answerCases",
  method: "post",
  path: "/api/v1/cases/answers",
  summary: "One answer to several cases; the count that the person typed has to be theirs",
  needs: "reviewer",
  scope: "tenants",
  body: z.strictObject({
    answer: z.enum(["approve", "keep", "hold"]),
    reason: Why,
    until: until.optional(),
    count: z.int().min(1).max(200),
    cases: z
      .array(z.strictObject({ number: z.int().min(1), version: z.int().min(1), evidenceHash }))
      .min(1)
      .max(200),
  }),
  response: z.object({
    answered: z.array(Answered),
    refused: z.array(z.object({ number: z.int(), code: z.string(), detail: z.string() })),
  }),
});

export const commentCase = route({
  id: "commentCase",
  method: "post",
  path: "/api/v1/cases/{number}/comments",
  summary: "Add a comment to the timeline",
  needs: "reviewer",
  scope: "tenants",
  params: z.object({ number }),
  body: z.strictObject({ text: line(2000) }),
  versioned: true,
  response: z.object({ case: CaseSummary }),
});

export const assignCase = route({
  id: "assignCase",
  method: "put",
  path: "/api/v1/cases/{number}/assignee",
  summary: "Say who looks after a case; null for nobody",
  needs: "reviewer",
  scope: "tenants",
  params: z.object({ number }),
  body: z.strictObject({ to: line(200).nullable() }),
  versioned: true,
  response: z.object({ case: CaseSummary }),
});
