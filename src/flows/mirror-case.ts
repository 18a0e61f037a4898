import { questionOf } from "../core/review/question.ts";
import { withdrawApproval } from "../core/review/tend-case.ts";
import { readAnswer, withdrawn, type ReadAnswer, type TicketView } from "../core/review/ticket-answer.ts";
import { outcomeLines, voidLines } from "../core/review/ticket-text.ts";
import type { KnownCase } from "../ports/case-store.ts";
import type { TicketUnreadable } from "../ports/ticket-desk.ts";
import type { KnownTicket } from "../ports/ticket-store.ts";
import { recordMoves } from "./case-facts.ts";
import { decideCase, type AskedOfCase } from "./decide-case.ts";
import { contentOf, makeTicket, nextTicket } from "./make-ticket.ts";
import { approvedThrough } from "./ticket-doubt.ts";
import { ticketFact, type Tally, type TicketParts } from "./ticket-parts.ts";

/**
 * Brings a case and its ticket together: the ticket is made, told what is new, read, and closed; the case hears what a person
 * answered in it. Looks at states and not at events. Faults: TICKET_*, STORE_*, CANCELLED.
 */
export async function mirrorCase(
  one: KnownCase,
  known: KnownTicket | undefined,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { desk } = parts.tickets;
  const ticket =
    known?.id === undefined
      ? await makeTicket(one, known ?? nextTicket(one, undefined, parts), parts, tally, signal)
      : known;
  if (ticket?.id === undefined) return;
  const there = { ...ticket, id: ticket.id };
  const reading = await desk.read(there.id, there.key, signal);
  if (reading.kind === "unreadable") {
    tally("unreadable");
    await lose(one, there, reading.why, parts, tally, signal);
    return;
  }
  const sound = NOT_READABLE.has(there.trouble ?? "") ? { ...there, trouble: undefined } : there;
  if (sound !== there) await parts.store.tickets.save(sound);
  if (one.state === "open") await tendOpen(one, sound, reading.view, parts, tally, signal);
  else if (one.state === "approved") await tendApproved(one, sound, reading.view, parts, tally, signal);
  else await end(one, sound, parts, tally, signal);
}

const NOT_READABLE: ReadonlySet<string> = new Set<TicketUnreadable>([
  "absent",
  "hidden",
  "merged",
  "foreign",
  "incomplete",
]);

/** What will not come back: the question goes into a new ticket, once there is a new question. */
const FOR_GOOD: ReadonlySet<TicketUnreadable> = new Set(["absent", "merged", "foreign"]);

type Ticket = KnownTicket & { readonly id: string };

async function lose(
  one: KnownCase,
  ticket: Ticket,
  why: TicketUnreadable,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, hash } = parts;
  const at = clock.now();
  const over = one.state !== "open" && one.state !== "approved";
  const next = { ...ticket, trouble: why, ...(over && { closedAt: ticket.closedAt ?? at }) };
  await store.transaction(async (tx) => {
    await tx.tickets.save(next);
    if (ticket.trouble !== why)
      await tx.ledger.append([{ kind: "ticket_unreadable", ...ticketFact(one, ticket), why }], at);
  });
  const askedSince = one.state === "open" && questionOf(one, hash) !== ticket.question;
  if (FOR_GOOD.has(why) && askedSince)
    await makeTicket(one, nextTicket(one, ticket, parts), parts, tally, signal);
}

async function tendOpen(
  one: KnownCase,
  ticket: Ticket,
  view: TicketView,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const question = questionOf(one, parts.hash);
  const shows = ticket.question === question && view.question === question && ticket.closedAt === undefined;
  if (!shows) return ask(one, ticket, parts, tally, signal);
  const said = readAnswer(view, question, parts.tickets.parties);
  if (said.kind === "none" || said.mark.transaction === ticket.heard) return undefined;
  if (said.kind === "void") return refuse(one, ticket, said, said.why, parts, tally, signal);
  return decide(one, ticket, said, parts, tally, signal);
}

/** Puts the question anew. What the desk has refused is tried again only when there is something new to say. */
async function ask(
  one: KnownCase,
  ticket: Ticket,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
  note: readonly string[] = [],
): Promise<void> {
  if (ticket.trouble === "refused" && ticket.toldVersion === one.version) return;
  const content = await contentOf(one, ticket.key, parts);
  const { kind } = await parts.tickets.desk.ask(
    ticket.id,
    { ...content, lines: [...note, ...content.lines] },
    signal,
  );
  if (kind === "unclear") return tally("unclear");
  const told = { ...ticket, toldVersion: one.version };
  if (kind === "refused") {
    await parts.store.tickets.save({ ...told, trouble: "refused" });
    return tally("failed");
  }
  await parts.store.tickets.save({
    ...told,
    question: content.question,
    closedAt: undefined,
    trouble: undefined,
  });
  return tally("asked");
}

/**
 * Says once why an answer is none, and empties its place: on desks that record changes only, somebody else could not give the
 * same answer over it.
 */
async function refuse(
  one: KnownCase,
  ticket: Ticket,
  { mark }: Exclude<ReadAnswer, { kind: "none" }>,
  why: string,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const heard = { ...ticket, heard: mark.transaction };
  await ask(one, heard, parts, () => {}, signal, [...voidLines(why, mark.by), ""]);
  tally("refused");
}

async function decide(
  one: KnownCase,
  ticket: Ticket,
  said: Extract<ReadAnswer, { kind: "answered" }>,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { answer, person, mark } = said;
  const reason = `answered in ticket ${ticket.id} of ${ticket.desk}, transaction ${mark.transaction}`;
  const asked: AskedOfCase =
    answer === "hold"
      ? { kind: answer, reason, owner: person, end: { afterMs: parts.tickets.holdForMs } }
      : { kind: answer, reason };
  const heard = { ...ticket, heard: mark.transaction };
  const decided = await decideCase(
    { text: `${one.number}`, tenant: undefined },
    asked,
    { actor: person, channel: "ticket", version: one.version },
    parts,
    async (tx) => tx.tickets.save(heard),
  );
  if (decided.kind === "refused") {
    // It has moved meanwhile: the next look asks what it asks now.
    if (decided.code === "case_changed") return undefined;
    return refuse(one, ticket, said, `${decided.code}: ${decided.detail}`, parts, tally, signal);
  }
  tally("answered");
  if (decided.one.state === "open")
    return ask(decided.one, heard, parts, tally, signal, [`${person} agrees; another person has to.`, ""]);
  if (decided.one.state === "approved") return tell(decided.one, heard, parts, signal);
  return end(decided.one, heard, parts, tally, signal);
}

async function tendApproved(
  one: KnownCase,
  ticket: Ticket,
  view: TicketView,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, actor, review, hash, tickets } = parts;
  const through = await approvedThrough(one, ticket, store);
  if (withdrawn(view, questionOf(one, hash), tickets.parties, through) === undefined) {
    if (ticket.toldVersion !== one.version) await tell(one, ticket, parts, signal);
    return;
  }
  const now = clock.now();
  const move = withdrawApproval(one, { now, actor, terms: review });
  if (move === undefined) return;
  await store.transaction(async (tx) => recordMoves(tx, [move], now));
  tally("withdrawn");
}

async function tell(one: KnownCase, ticket: Ticket, parts: TicketParts, signal: AbortSignal): Promise<void> {
  const { store, tickets } = parts;
  const { kind } = await tickets.desk.comment(
    ticket.id,
    outcomeLines(one, await lastStep(one, parts)),
    signal,
  );
  if (kind !== "unclear") await store.tickets.save({ ...ticket, toldVersion: one.version });
}

const lastStep = async ({ number }: KnownCase, { store }: TicketParts) =>
  (await store.cases.timeline(number)).findLast(
    ({ event: { kind } }) => kind !== "commented" && kind !== "assigned",
  )?.event;

/** Closes the ticket with how the case stands, once. */
async function end(
  one: KnownCase,
  ticket: Ticket,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, tickets } = parts;
  if (ticket.closedAt !== undefined) return undefined;
  if (ticket.trouble === "refused" && ticket.toldVersion === one.version) return undefined;
  const { kind } = await tickets.desk.resolve(
    ticket.id,
    outcomeLines(one, await lastStep(one, parts)),
    signal,
  );
  if (kind === "unclear") return tally("unclear");
  const told = { ...ticket, toldVersion: one.version };
  if (kind === "refused") {
    await store.tickets.save({ ...told, trouble: "refused" });
    return tally("failed");
  }
  const at = clock.now();
  await store.transaction(async (tx) => {
    await tx.tickets.save({ ...told, closedAt: at, trouble: undefined });
    await tx.ledger.append([{ kind: "ticket_closed", ...ticketFact(one, ticket), outcome: one.state }], at);
  });
  return tally("closed");
}
