import type { answerCases } from "../../api/cases.ts";
import type { DeviceDetail } from "../../api/devices.ts";
import type { Given } from "../../api/route.ts";
import type { Digest } from "../../core/model/ids.ts";
import { decideCase, type AskedOfCase } from "../../flows/decide-case.ts";
import type { Explanation } from "../../flows/explain.ts";
import { holdEnd } from "../../flows/holds.ts";
import { mayAnswer } from "../../flows/may-answer.ts";
import { showCase, type CaseView } from "../../flows/show-case.ts";
import type { CasePlace, KnownCase } from "../../ports/case-store.ts";
import { caseSummary, decisionAnswer } from "../case-views.ts";
import { may } from "../sign-in/may.ts";
import type { ApiSession } from "./api-session.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { reaches, type Caller, type Handlers } from "./handler.ts";
import { isRefusal, refuse, type Refusal } from "./refusal.ts";
import { timeText } from "./time-views.ts";

const PLACE = [["number"], ["number"], ["number"]] as const;

type Names = "listCases" | "readCase" | "answerCase" | "answerCases" | "commentCase" | "assignCase";

/** Cases: read, answered, commented and assigned. @param device how a device is shown */
export const caseHandlers = (
  device: (one: Explanation) => DeviceDetail | undefined,
): Pick<Handlers, Names> => ({
  listCases: async ({ query }, { tenants }, { store, review }) => {
    const tag = `cases/${query.sort}`;
    const parts = query.cursor === undefined ? undefined : readCursor(tag, query.cursor, PLACE);
    if (query.cursor !== undefined && parts === undefined)
      return refuse("input_not_understood", "query.cursor: belongs to another list.");
    const { items, total } = await store.cases.page({
      tenants,
      states: query.state ?? STANDING,
      reason: query.reason,
      tenant: query.tenant,
      assignee: query.assignee,
      search: query.search,
      riskyFirst: query.sort === "risk" ? review.twoPeople : undefined,
      after: parts && placeOf(parts as readonly number[]),
      most: query.limit,
    });
    const last = items.at(-1)?.place;
    return {
      items: items.map(({ one }) => caseSummary(one)),
      ...(last !== undefined &&
        items.length === query.limit && { next: writeCursor(tag, [last.risk, last.askedAt, last.number]) }),
      total: { count: total, exact: true },
    };
  },
  readCase: async ({ params }, caller, session) => {
    const view = await viewOf(params.number, caller, session);
    if (isRefusal(view)) return view;
    return {
      case: caseSummary(view.one),
      peopleNeeded: view.peopleNeeded,
      outdated: view.outdated,
      may: mayOf(view, caller, session),
      ...(view.device !== undefined && { device: device(view.device) }),
      timeline: view.timeline.map(({ at, version, event, text }) => ({
        at: timeText(at),
        version,
        kind: event.kind,
        ...("by" in event && { by: event.by }),
        ...("channel" in event && { channel: event.channel }),
        text,
      })),
      ...(view.ticket !== undefined && { ticket: ticketOf(view.ticket) }),
      ...(view.tenantTicket !== undefined && { tenantTicket: ticketOf(view.tenantTicket) }),
    };
  },
  answerCase: async ({ params, body }, caller, session) => {
    const one = await caseOf(params.number, caller, session);
    if (isRefusal(one)) return one;
    return decide(one, body, caller.version, caller, session);
  },
  answerCases: async ({ body }, caller, session) => {
    if (new Set(body.cases.map(({ number }) => number)).size !== body.cases.length)
      return refuse("input_not_understood", "body.cases: names a case twice.");
    if (body.count !== body.cases.length)
      return refuse("count_wrong", `${body.count} were typed, and ${body.cases.length} are named.`);
    const given: { -readonly [K in keyof Given<typeof answerCases>]: Given<typeof answerCases>[K] } = {
      answered: [],
      refused: [],
    };
    // One after the other: each is its own decision, taken or refused whatever becomes of the others.
    for (const { number, version, evidenceHash } of body.cases) {
      const one = await caseOf(number, caller, session);
      const result = isRefusal(one)
        ? one
        : await decide(one, { ...body, evidenceHash }, version, caller, session);
      if (isRefusal(result)) given.refused.push({ number, code: result.code, detail: result.detail });
      else given.answered.push(result);
    }
    return given;
  },
  commentCase: async ({ params, body }, caller, session) =>
    change(params.number, { kind: "comment", text: body.text }, caller, session),
  assignCase: async ({ params, body }, caller, session) =>
    change(params.number, { kind: "assign", to: body.to ?? undefined }, caller, session),
});

const STANDING = ["open", "approved", "kept", "held", "expired"] as const;

function placeOf([risk = 0, askedAt = 0, number = 0]: readonly number[]): CasePlace {
  return { risk, askedAt: askedAt as CasePlace["askedAt"], number };
}

const noSuchCase = (number: number): Refusal => refuse("case_unknown", `There is no case ${number}.`);

/** A case that somebody reaches; of another tenant's it is not said that it is there. */
async function caseOf(number: number, caller: Caller, { store }: ApiSession): Promise<KnownCase | Refusal> {
  const one = await store.cases.find(number);
  return one === undefined || !reaches(caller, one.tenant) ? noSuchCase(number) : one;
}

async function viewOf(number: number, caller: Caller, session: ApiSession): Promise<CaseView | Refusal> {
  const one = await caseOf(number, caller, session);
  if (isRefusal(one)) return one;
  const view = await showCase({ text: String(number), tenant: undefined }, session);
  return view.kind === "refused" ? noSuchCase(number) : view;
}

function mayOf(view: CaseView, { principal }: Caller, session: ApiSession) {
  const role = may(principal, "reviewer", view.one.tenant);
  const { approve, keep, hold } = mayAnswer(view, principal.actor, session);
  return {
    approve: role && approve === undefined,
    keep: role && keep === undefined,
    hold: role && hold === undefined,
    ...(!role
      ? { whyNotApprove: "It takes the role reviewer for this tenant." }
      : approve !== undefined && { whyNotApprove: approve.detail }),
  };
}

const ticketOf = ({
  desk,
  id,
  key,
  url,
  closedAt,
  trouble,
}: NonNullable<CaseView["ticket" | "tenantTicket"]>) => ({
  desk,
  ref: id ?? key,
  ...(url !== undefined && { url }),
  state: trouble ?? (closedAt !== undefined ? "closed" : id === undefined ? "being_made" : "open"),
});

async function decide(
  one: KnownCase,
  body: {
    readonly answer: "approve" | "keep" | "hold";
    readonly reason: string;
    readonly evidenceHash: string;
    readonly until?: string | undefined;
  },
  version: number | undefined,
  caller: Caller,
  session: ApiSession,
) {
  const { answer, reason } = body;
  // The evidence that was shown is what any answer is about: a no to something else is a mistake as well.
  if (body.evidenceHash !== one.evidenceHash)
    return refuse("evidence_changed", "The evidence is no longer what was shown.");
  const end = body.until === undefined ? undefined : holdEnd(body.until);
  if (answer === "hold" && end === undefined) return refuse("end_unreadable", "A hold needs its end.");
  const asked: AskedOfCase =
    answer === "approve"
      ? { kind: "approve", reason, evidenceHash: body.evidenceHash as Digest }
      : answer === "hold" && end !== undefined
        ? { kind: "hold", reason, end, owner: caller.principal.name }
        : { kind: "keep", reason };
  const decided = await command(one, asked, version, caller, session);
  return isRefusal(decided) ? decided : decisionAnswer(decided);
}

async function change(number: number, asked: AskedOfCase, caller: Caller, session: ApiSession) {
  const one = await caseOf(number, caller, session);
  if (isRefusal(one)) return one;
  const decided = await command(one, asked, caller.version, caller, session);
  return isRefusal(decided) ? decided : { case: caseSummary(decided.one) };
}

const command = async (
  { number }: KnownCase,
  asked: AskedOfCase,
  version: number | undefined,
  { principal }: Caller,
  session: ApiSession,
) =>
  decideCase(
    { text: String(number), tenant: undefined },
    asked,
    { actor: principal.actor, channel: principal.via === "token" ? "api" : "console", version },
    session,
  );
