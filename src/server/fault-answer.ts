import { Fault } from "../ports/fault.ts";
import type { ApiAnswer } from "./api-call.ts";
import { problem } from "./problem.ts";

/** A run has the embedded store for minutes at most; a server that is down, for who knows how long. */
const RETRY_AFTER_S = 60;

/** The answer to a request that a fault or a bug ended: its code, and nothing of its text, which may name paths and hosts. */
export function faultAnswer(error: unknown): ApiAnswer {
  const retry = { "retry-after": String(RETRY_AFTER_S) };
  if (!(error instanceof Fault)) return problem("server_fault", "It is a bug.");
  if (error.code === "STORE_LOCKED") return problem("store_busy", "Nothing was done.", retry);
  if (error.code.startsWith("OIDC_")) return problem("provider_unavailable", "Nobody was signed in.", retry);
  return error.next === "retry" || error.next === "wait"
    ? problem("store_unavailable", "Whether anything was done, a repetition tells.", retry)
    : problem("server_fault", `The fault is ${error.code}.`);
}
