// The contract of the decision API: what others send, and what they may rely on in what they get. Fields may be added.
import * as z from "zod";
import { line, time } from "./value.ts";

const common = {
  reason: line(500),
  /** As `GET /api/v1/cases/{number}` shows them. */
  evidenceHash: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits"),
  caseVersion: z.int().min(1),
  /** Who decided, as the sender knows them. */
  person: line(200),
};

/** `POST /api/v1/cases/{number}/decisions` */
export const DecisionRequest = z.discriminatedUnion("decision", [
  z.strictObject({ decision: z.literal("approve"), ...common }),
  z.strictObject({ decision: z.literal("keep"), ...common }),
  /** until: a day, held to its end, or an instant (UTC); a year ahead at most. */
  z.strictObject({
    decision: z.literal("hold"),
    ...common,
    until: z.union([z.iso.date(), z.iso.datetime()]),
  }),
]);

/** What a case is about, and where it stands. */
export const CaseSummary = z.object({
  number: z.int(),
  version: z.int(),
  state: z.string(),
  cause: z.string(),
  tenant: z.string(),
  tenantName: z.string(),
  endpoint: z.string(),
  hostname: z.string(),
  reasons: z.array(z.object({ code: z.string(), approvable: z.boolean() })),
  evidenceHash: z.string(),
  askedAt: time,
  /** When its time is up; none where it waits for nothing. */
  until: time.optional(),
  assignee: z.string().optional(),
  agreements: z.array(z.object({ by: z.string(), at: time, reason: z.string() })),
});
export type CaseSummary = z.output<typeof CaseSummary>;

/** `GET /api/v1/cases?state=open,expired` */
export const CaseList = z.object({ cases: z.array(CaseSummary) });
export type CaseList = z.output<typeof CaseList>;

/** `GET /api/v1/cases/{number}` */
export const CaseDetail = z.object({
  case: CaseSummary,
  peopleNeeded: z.int(),
  /** The evidence is no longer what the case is about: it is asked anew before long, and an approval would be refused. */
  outdated: z.boolean(),
  /** By today's evidence, every reason with what it rests on; none for a device that is gone. */
  assessment: z
    .object({
      disposition: z.string(),
      daysInactive: z.number().optional(),
      reasons: z.array(z.object({ code: z.string(), evidence: z.record(z.string(), z.unknown()) })),
    })
    .optional(),
});
export type CaseDetail = z.output<typeof CaseDetail>;

/** The answer to a decision that was taken. */
export const DecisionAnswer = z.object({
  case: CaseSummary,
  /** false: a second person has to agree before anything is done. */
  complete: z.boolean(),
  /** A deletion was sent since it was asked: the answer came too late for that one. */
  underWay: z.boolean(),
});
export type DecisionAnswer = z.output<typeof DecisionAnswer>;

/** Every other answer: RFC 9457, `application/problem+json`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** To branch on. */
  code: z.string(),
  /** What to do. */
  remedy: z.string(),
});
export type Problem = z.output<typeof Problem>;
