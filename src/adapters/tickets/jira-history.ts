import { instant } from "../../core/model/instant.ts";
import {
  TICKET_ANSWERS,
  type TicketAnswer,
  type TicketMark,
  type TicketView,
} from "../../core/review/ticket-answer.ts";
import type { TicketReading } from "../../ports/ticket-desk.ts";
import type { JiraApproval, JiraChange, JiraIssue } from "./jira-records.ts";
import { QUESTION_LABEL, type JiraSetup } from "./jira-setup.ts";

type Words = Pick<JiraSetup, "project" | "words" | "closed" | "statuses">;

/** A step from one status to another. */
interface Move {
  readonly change: JiraChange;
  readonly from: string;
  readonly to: string;
  readonly toId: unknown;
}

/**
 * Reads an issue with its whole changelog and, where they answer, its approvals. Jira writes its history to the millisecond:
 * of two steps in the same one nobody can say which came first, and the answer is none.
 * @param approvals undefined where the status answers
 */
export function readJiraIssue(
  { fields }: JiraIssue,
  history: readonly JiraChange[],
  approvals: readonly JiraApproval[] | undefined,
  key: string,
  setup: Words,
): TicketReading {
  const { project, closed } = setup;
  const { labels, status, creator, reporter } = fields;
  if (!labels.includes(key) || fields.project.key !== project) return { kind: "unreadable", why: "foreign" };
  const questions = labels.filter((label) => label.startsWith(QUESTION_LABEL));
  const [label = QUESTION_LABEL] = questions;
  const createdAt = jiraTime(fields.created);
  const moves = history.flatMap((change) =>
    change.items
      .filter(({ field }) => field === "status")
      .map((item) => ({
        change,
        from: text(item["fromString"]),
        to: text(item["toString"]),
        toId: item["to"],
      })),
  );
  const relabelled = history.findLast(({ items }) =>
    items.some(
      (item) => item["field"] === "labels" && has(item["toString"], label) && !has(item["fromString"], label),
    ),
  );
  const lastMove = moves.at(-1);
  if (createdAt === undefined || (lastMove !== undefined && lastMove.toId !== status.id))
    return { kind: "unreadable", why: "incomplete" };
  const created = { transaction: "created", order: createdAt, by: creator.accountId, at: instant(createdAt) };
  const reopened = moves.findLast(({ from, to }) => closed.includes(from) && !closed.includes(to));
  const said = approvals === undefined ? statusOf(moves, setup) : undefined;
  const marks = [relabelled, said?.change, reopened?.change].map((change) =>
    change === undefined ? undefined : markOf(change),
  );
  if (marks.includes("illegible")) return { kind: "unreadable", why: "incomplete" };
  const [asked, moved, opened] = marks as readonly (TicketMark | undefined)[];
  const byStatus = said === undefined || moved === undefined ? undefined : { ...moved, answer: said.answer };
  const view: TicketView = {
    isOpen: !closed.includes(status.name),
    question: questions.map((one) => one.slice(QUESTION_LABEL.length)).join(),
    asked: asked ?? created,
    decision: approvals === undefined ? byStatus : approvalOf(approvals),
    reopened: opened,
    requesters:
      reporter === undefined || reporter === null || reporter.accountId === creator.accountId
        ? []
        : [reporter.accountId],
  };
  return { kind: "read", view };
}

/** The last move to the status of an answer, unless it was taken back: moved out of it, or asked anew. Closing leaves it. */
function statusOf(
  moves: readonly Move[],
  { words, closed, statuses }: Words,
): { readonly change: JiraChange; readonly answer: TicketAnswer } | undefined {
  const answerOf = (status: string) => TICKET_ANSWERS.find((one) => words[one] === status);
  const at = moves.findLastIndex(({ to }) => answerOf(to) !== undefined);
  const move = moves[at];
  const answer = move === undefined ? undefined : answerOf(move.to);
  if (move === undefined || answer === undefined) return undefined;
  const takenBack = moves
    .slice(at + 1)
    .some(({ from, to }) => to === statuses.ask || (answerOf(from) !== undefined && !closed.includes(to)));
  return takenBack ? undefined : { change: move.change, answer };
}

const ANSWERS = { approved: "approve", declined: "keep" } as const;

/** The last approval, once it is final. It has to be one person's: of several Jira does not say who was the last. */
function approvalOf(approvals: readonly JiraApproval[]): TicketView["decision"] {
  const last = [...approvals].sort((a, b) => a.createdDate.epochMillis - b.createdDate.epochMillis).at(-1);
  const final = last?.finalDecision;
  if (last === undefined || final === undefined || final === "pending") return undefined;
  const deciders = last.approvers.filter(({ approverDecision }) => approverDecision === final);
  const order = last.completedDate?.epochMillis;
  const answer = final === "approved" || final === "declined" ? ANSWERS[final] : "other";
  const [decider] = deciders;
  return {
    transaction: `approval-${last.id}`,
    // Not known when: then before everything.
    order: order ?? 0,
    at: instant(order ?? 0),
    by: decider?.approver.accountId ?? "",
    answer: deciders.length === 1 ? answer : "other",
  };
}

function markOf({ id, author, created }: JiraChange): TicketMark | "illegible" {
  const at = jiraTime(created);
  if (at === undefined) return "illegible";
  return { transaction: id, order: at, by: author?.accountId ?? "", at: instant(at) };
}

const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3})([+-]\d{2}):?(\d{2})$/;

/** Jira's own way to write an instant, `2026-11-24T15:10:17.123+0100`, as epoch milliseconds. */
function jiraTime(written: string): number | undefined {
  const parts = TIME.exec(written);
  const ms = parts === null ? Number.NaN : Date.parse(`${parts[1]}${parts[2]}:${parts[3]}`);
  return Number.isNaN(ms) ? undefined : ms;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const has = (labels: unknown, label: string): boolean => text(labels).split(" ").includes(label);
