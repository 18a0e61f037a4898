import { DecisionRequest } from "../api/decisions.ts";
import type { Instant } from "../core/model/instant.ts";
import {
  decideByHook,
  type HookDecision,
  type HookOutcome,
  type HookResult,
} from "../flows/decide-by-hook.ts";
import type { DecideParts } from "../flows/decide-case.ts";
import { listCases, unknownWord } from "../flows/list-cases.ts";
import { showCase } from "../flows/show-case.ts";
import { apiText, jsonAnswer, type ApiAnswer, type ApiCall } from "./api-call.ts";
import { caseDetail, caseSummary, decisionAnswer } from "./case-views.ts";
import { senderOf, type Hook, type Unproved } from "./hook.ts";
import { problem } from "./problem.ts";

/** What is told of each message, for the log. */
export type Told =
  | {
      readonly kind: "decision";
      readonly hook: string;
      readonly id: string;
      readonly case: number;
      readonly asked: HookDecision;
      readonly result: HookOutcome["result"];
    }
  | { readonly kind: "unproved"; readonly code: Unproved; readonly method: string };

export interface DecisionApiParts {
  readonly hooks: readonly Hook[];
  /** Opens what is needed to decide, for one request. Faults: STORE_*. */
  withStore<T>(work: (parts: DecideParts & { readonly actor: string }) => Promise<T>): Promise<T>;
  /** Real time: messages carry that of their sender, whatever is rehearsed. */
  receivedAt(): Instant;
  tell(told: Told): void;
}

/** Query and fragment are no part of it; a number has no sign and no leading zero, so that one case has one path. */
const PATH = /^\/api\/v1\/cases(?:\/(?<number>[1-9]\d{0,14})(?<decisions>\/decisions)?)?$/;

/**
 * Answers one request of the decision API. Nothing of it but its path, its method and its kind of content is looked at before
 * its signature is verified, and the store is opened for a signed one alone. Faults: STORE_*.
 */
export async function answerCall(call: ApiCall, parts: DecisionApiParts): Promise<ApiAnswer> {
  const [path, query] = splitTarget(call.target);
  const found = PATH.exec(path)?.groups;
  if (found === undefined) return problem("path_unknown", "No such path.");
  const number = found["number"] === undefined ? undefined : Number(found["number"]);
  const method = found["decisions"] === undefined ? "GET" : "POST";
  if (call.method !== method) {
    return problem("method_not_allowed", `It takes ${method}.`, { allow: method });
  }
  if (method === "POST" && !isJson(call)) return problem("content_type_wrong", "It takes JSON.");
  const sender = senderOf(call, parts.hooks);
  if (typeof sender === "string") {
    parts.tell({ kind: "unproved", code: sender, method });
    return problem(sender, "Nothing of the message was read.", { "www-authenticate": "Webhook" });
  }
  if (number !== undefined && method === "POST") return decide(call, { ...sender, number }, parts);
  return number === undefined ? list(query, parts) : show(number, query, parts);
}

function splitTarget(target: string): [string, string | undefined] {
  const at = target.indexOf("?");
  return at < 0 ? [target, undefined] : [target.slice(0, at), target.slice(at + 1)];
}

function isJson({ headers }: ApiCall): boolean {
  const plain = (headers["content-encoding"] ?? "identity").toLowerCase() === "identity";
  return (
    plain &&
    /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(headers["content-type"]?.trim() ?? "")
  );
}

async function list(query: string | undefined, parts: DecisionApiParts): Promise<ApiAnswer> {
  const given = new URLSearchParams(query);
  const [states, ...more] = given.getAll("state");
  const words = {
    states: states?.split(","),
    reason: undefined,
    tenant: undefined,
    assignee: undefined,
    olderThanMs: undefined,
  };
  if (more.length > 0 || [...given.keys()].some((key) => key !== "state"))
    return problem("query_unknown", "It takes state, once.");
  const unknown = unknownWord(words);
  if (unknown !== undefined)
    return problem("query_unknown", `A state is one of ${unknown.known.join(", ")}.`);
  const cases = await parts.withStore(async (store) => listCases(words, store));
  return jsonAnswer(200, apiText({ cases: cases.map(caseSummary) }));
}

async function show(number: number, query: string | undefined, parts: DecisionApiParts): Promise<ApiAnswer> {
  if (query !== undefined) return problem("query_unknown", "It takes none.");
  return parts.withStore(async (store) => {
    if ((await store.store.cases.find(number)) === undefined)
      return problem("case_unknown", `There is no case ${number}.`);
    const view = await showCase({ text: String(number), tenant: undefined }, store);
    return view.kind === "refused"
      ? problem(view.code, view.detail)
      : jsonAnswer(200, apiText(caseDetail(view)));
  });
}

async function decide(
  call: ApiCall,
  { hook, id, number }: { readonly hook: Hook; readonly id: string; readonly number: number },
  parts: DecisionApiParts,
): Promise<ApiAnswer> {
  if (call.target.includes("?")) return problem("query_unknown", "It takes none.");
  const read = readBody(call.body);
  if (read.kind === "not_understood") return problem("body_not_understood", read.detail);
  const { text, asked } = read;
  const { answer, result } = await parts.withStore(async (store) => {
    const digest = store.hash(`${call.method} ${call.target}\n${text}`);
    const request = { hook, id, digest, caseNumber: number, asked, receivedAt: parts.receivedAt() };
    return decideByHook(request, store, answerOf);
  });
  parts.tell({ kind: "decision", hook: hook.name, id, case: number, asked, result });
  return { ...answer, headers: { "content-type": typeOf(answer.status) } };
}

const typeOf = (status: number): string => (status < 300 ? "application/json" : "application/problem+json");

const answerOf = (result: HookResult): { readonly status: number; readonly body: string } =>
  result.kind === "refused"
    ? problem(result.code, result.detail)
    : jsonAnswer(200, apiText(decisionAnswer(result)));

type Read =
  | { readonly kind: "decision"; readonly text: string; readonly asked: HookDecision }
  | { readonly kind: "not_understood"; readonly detail: string };

function readBody(body: Uint8Array): Read {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "not_understood", detail: "It is no JSON." };
    if (error instanceof TypeError) return { kind: "not_understood", detail: "It is no UTF-8." };
    throw error;
  }
  const parsed = DecisionRequest.safeParse(value);
  if (parsed.success) return { kind: "decision", text, asked: parsed.data };
  // Paths and rules only: what was sent may be anything.
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  return { kind: "not_understood", detail: `${where}${issue?.message ?? "not understood"}` };
}
