import type {
  answerCase,
  answerCases,
  assignCase,
  commentCase,
  listCases,
  readCase,
} from "../../../src/api/cases.ts";
import type { CaseSummary } from "../../../src/api/decisions.ts";
import type { Parsed } from "../../../src/api/route.ts";
import type { LiveEvent } from "../../../src/api/runs.ts";
import { aDetail } from "../device-detail.ts";
import type { Estate } from "../estate.ts";
import { Refused } from "../refused.ts";
import { type Answering, isAny, pageOf } from "./answering.ts";

const ME = "Sam Rivera";
const needsTwo = ({ reasons }: CaseSummary): boolean => reasons.some(({ code }) => code === "vip_owner");
const cannot = ({ reasons }: CaseSummary): boolean => reasons.some(({ approvable }) => !approvable);
/** Cases whose evidence has moved since they were asked. */
const isOutdated = ({ number }: CaseSummary): boolean => number % 11 === 0;

export function casesAnswering(estate: Estate, tell: (event: LiveEvent) => void): Answering {
  const said = new Map<number, { at: string; version: number; kind: string; by: string; text: string }[]>();
  const find = (number: number, version?: number): CaseSummary => {
    const found = estate.cases.find((one) => one.number === number);
    if (found === undefined) throw new Refused(404, "no_such_case", `There is no case ${number}.`);
    if (version !== undefined && found.version !== version) {
      throw new Refused(
        412,
        "case_changed",
        `Case ${number} has changed since it was shown.`,
        "Look at it again.",
      );
    }
    return found;
  };
  const note = (one: CaseSummary, kind: string, text: string): void => {
    one.version++;
    const entries = said.get(one.number) ?? [];
    entries.push({ at: new Date().toISOString(), version: one.version, kind, by: ME, text });
    said.set(one.number, entries);
    tell({ kind: "changed", what: "cases" });
  };
  const answer = (one: CaseSummary, how: string, reason: string): { complete: boolean } => {
    if (how === "approve" && cannot(one)) {
      throw new Refused(
        409,
        "not_approvable",
        "A doubt of this case cannot be approved.",
        "Keep it, or hold it.",
      );
    }
    if (how === "approve" && isOutdated(one)) {
      throw new Refused(
        409,
        "evidence_changed",
        "The evidence is no longer what was shown.",
        "Look at it again.",
      );
    }
    const complete = how !== "approve" || !needsTwo(one) || one.agreements.length > 0;
    if (complete) one.state = how === "approve" ? "approved" : how === "keep" ? "kept" : "held";
    else one.agreements.push({ by: ME, at: new Date().toISOString(), reason });
    note(one, "answered", `${how}: ${reason}`);
    return { complete };
  };

  return {
    listCases: ({ query }: Parsed<typeof listCases>) => {
      const found = estate.cases.filter(
        (one) =>
          isAny(query.state, [one.state]) &&
          isAny(
            query.reason,
            one.reasons.map(({ code }) => code),
          ) &&
          (query.tenant === undefined || one.tenant === query.tenant) &&
          (query.assignee === undefined || one.assignee === query.assignee) &&
          (query.search === undefined || one.hostname.toLowerCase().startsWith(query.search.toLowerCase())),
      );
      const risk = (one: CaseSummary): number => (cannot(one) ? 0 : needsTwo(one) ? 1 : 2);
      found.sort(
        (a, b) => (query.sort === "risk" ? risk(a) - risk(b) : 0) || (a.askedAt < b.askedAt ? -1 : 1),
      );
      return pageOf(found, query);
    },
    readCase: ({ params }: Parsed<typeof readCase>) => {
      const one = find(params.number);
      const device = estate.devices.find(({ endpoint }) => endpoint === one.endpoint);
      const mine = one.agreements.some(({ by }) => by === ME);
      const whyNotApprove = cannot(one)
        ? "Its identity is not proved, and no approval replaces a proof."
        : isOutdated(one)
          ? "The evidence is no longer what the case is about: it is asked anew by the next run."
          : mine
            ? "You have agreed already; a second person has to."
            : undefined;
      const open = one.state === "open";
      return {
        case: one,
        peopleNeeded: needsTwo(one) ? 2 : 1,
        outdated: isOutdated(one),
        may: { approve: open && whyNotApprove === undefined, keep: true, hold: true, whyNotApprove },
        ...(device !== undefined && { device: aDetail(device, estate) }),
        timeline: [
          {
            at: one.askedAt,
            version: 1,
            kind: "opened",
            text: `Opened: ${one.reasons.map(({ code }) => code).join(", ")}.`,
          },
          ...one.agreements.map(({ by, at, reason }) => ({
            at,
            version: 2,
            kind: "answered",
            by,
            channel: "console",
            text: `Approved, and waits for a second person: ${reason}`,
          })),
          ...(said.get(one.number) ?? []),
        ],
        ticket: {
          desk: "jira",
          ref: `OPS-${one.number + 400}`,
          url: `https://desk.example/browse/OPS-${one.number + 400}`,
          state: "open",
        },
      };
    },
    answerCase: ({ params, body }: Parsed<typeof answerCase>, version) => {
      const one = find(params.number, version);
      if (body.evidenceHash !== one.evidenceHash) {
        throw new Refused(409, "evidence_changed", "The evidence is no longer what was shown.");
      }
      return { ...answer(one, body.answer, body.reason), case: one, underWay: false };
    },
    answerCases: ({ body }: Parsed<typeof answerCases>) => {
      if (body.count !== body.cases.length)
        throw new Refused(409, "count_differs", "The count is not theirs.");
      const answered: unknown[] = [];
      const refused: { number: number; code: string; detail: string }[] = [];
      for (const { number, version } of body.cases) {
        try {
          const one = find(number, version);
          answered.push({ ...answer(one, body.answer, body.reason), case: one, underWay: false });
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          refused.push({ number, code: error.code, detail: error.message });
        }
      }
      return { answered, refused };
    },
    commentCase: ({ params, body }: Parsed<typeof commentCase>, version) => {
      const one = find(params.number, version);
      note(one, "commented", body.text);
      return { case: one };
    },
    assignCase: ({ params, body }: Parsed<typeof assignCase>, version) => {
      const one = find(params.number, version);
      if (body.to === null) delete one.assignee;
      else one.assignee = body.to;
      note(one, "assigned", `Assigned to ${body.to ?? "nobody"}.`);
      return { case: one };
    },
  };
}
