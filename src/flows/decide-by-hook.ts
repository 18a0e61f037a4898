import type { Digest } from "../core/model/ids.ts";
import { DAY, instant, type Instant } from "../core/model/instant.ts";
import { hookActor } from "../core/review/person.ts";
import { readHoldEnd } from "../core/review/hold.ts";
import type { KnownCase } from "../ports/case-store.ts";
import { Fault } from "../ports/fault.ts";
import type { HookAnswer } from "../ports/hook-message-store.ts";
import {
  decideCase,
  type AskedOfCase,
  type DecideParts,
  type Decided,
  type DecisionRefusal,
} from "./decide-case.ts";

/**
 * How long an answer is kept for a repetition. A message is taken for five minutes; whoever sends it again later signs it anew
 * under its old id, as Standard Webhooks asks for, for days.
 */
const KEPT_MS = 30 * DAY;

/** What a hook may decide. */
export type HookDecisionKind = "approve" | "keep" | "hold";

/** A decision as a hook sends it. */
export interface HookDecision {
  readonly decision: HookDecisionKind;
  readonly reason: string;
  /** The evidence it was made on, and the version of the case that showed it. */
  readonly evidenceHash: string;
  readonly caseVersion: number;
  /** Who decided, as the sender knows them. */
  readonly person: string;
  /** The end of a hold: a day or an instant. */
  readonly until?: string | undefined;
}

/** A message of which it is proved whose it is. */
export interface HookRequest {
  readonly hook: { readonly name: string; readonly may: readonly HookDecisionKind[] };
  readonly id: string;
  /** Of everything that was asked. */
  readonly digest: Digest;
  readonly caseNumber: number;
  readonly asked: HookDecision;
  readonly receivedAt: Instant;
}

export interface HookRefusal {
  readonly kind: "refused";
  readonly code: "decision_not_allowed" | "message_reused" | "end_unreadable" | DecisionRefusal["code"];
  readonly detail: string;
}

export type HookResult = Decided | HookRefusal;

/** What came of a message; of a repetition only what was answered is known, and nothing was done. */
export interface HookOutcome {
  readonly answer: HookAnswer;
  readonly result: HookResult | { readonly kind: "repeated" };
}

/**
 * Carries out a hook's decision, once: the answer is written with the step itself, and a repetition of the message is given it
 * again. Faults: STORE_*; then nothing was done, and the message may be repeated.
 * @param answerOf what goes out for a result
 */
export async function decideByHook(
  request: HookRequest,
  parts: DecideParts & { readonly actor: string },
  answerOf: (result: HookResult) => HookAnswer,
): Promise<HookOutcome> {
  const { hookMessages } = parts.store;
  const { hook, id, digest, receivedAt } = request;
  const earlier = await answeredBefore(request, parts, answerOf);
  if (earlier !== undefined) return earlier;
  const messageWith = (answer: HookAnswer) => ({ hook: hook.name, id, digest, answer });
  const result = await decide(request, parts, async (tx, decided) => {
    if (await tx.hookMessages.remember(messageWith(answerOf(decided)), receivedAt)) return;
    throw new Fault("STORE_UNAVAILABLE", "Another server is answering a message of this id.", { id });
  });
  const answer = answerOf(result);
  if (result.kind === "refused" && !(await hookMessages.remember(messageWith(answer), receivedAt))) {
    const meanwhile = await answeredBefore(request, parts, answerOf);
    if (meanwhile !== undefined) return meanwhile;
  }
  await hookMessages.forget(instant(receivedAt - KEPT_MS));
  return { answer, result };
}

/** The answer that the message had already; a refusal when its id was another one's. */
async function answeredBefore(
  { hook, id, digest }: HookRequest,
  { store }: DecideParts,
  answerOf: (result: HookResult) => HookAnswer,
): Promise<HookOutcome | undefined> {
  const known = await store.hookMessages.find(hook.name, id);
  if (known === undefined) return undefined;
  if (known.digest === digest) return { answer: known.answer, result: { kind: "repeated" } };
  const result = refused("message_reused", `The message ${id} asked for something else before.`);
  return { answer: answerOf(result), result };
}

async function decide(
  { hook, caseNumber, asked }: HookRequest,
  parts: DecideParts & { readonly actor: string },
  along: NonNullable<Parameters<typeof decideCase>[4]>,
): Promise<HookResult> {
  if (!hook.may.includes(asked.decision)) {
    return refused("decision_not_allowed", `The hook ${hook.name} may not ${asked.decision}.`);
  }
  const one = await parts.store.cases.find(caseNumber);
  if (one === undefined) return refused("case_unknown", `There is no case ${caseNumber}.`);
  // A version shows one evidence for ever: with another one, the message is not about what it says it is about.
  if (one.version === asked.caseVersion && one.evidenceHash !== asked.evidenceHash) {
    return refused("evidence_changed", `Version ${one.version} of the case rests on other evidence.`);
  }
  const command = commandOf(asked, one);
  if (command === undefined)
    return refused("end_unreadable", "until is neither a day nor an instant in UTC.");
  const asker = {
    actor: hookActor(hook.name, asked.person),
    channel: "webhook",
    version: asked.caseVersion,
    requester: parts.actor,
  } as const;
  return decideCase({ text: String(caseNumber), tenant: undefined }, command, asker, parts, along);
}

function commandOf(
  { decision, reason, person, until }: HookDecision,
  one: KnownCase,
): AskedOfCase | undefined {
  switch (decision) {
    // What was asked for is what the version shows: both were compared.
    case "approve":
      return { kind: "approve", reason, evidenceHash: one.evidenceHash };
    case "keep":
      return { kind: "keep", reason };
    case "hold": {
      const at = until === undefined ? undefined : readHoldEnd(until);
      return at && { kind: "hold", reason, owner: person, end: { at } };
    }
  }
}

const refused = (code: HookRefusal["code"], detail: string): HookRefusal => ({
  kind: "refused",
  code,
  detail,
});
