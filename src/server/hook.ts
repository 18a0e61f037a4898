import type { HookDecisionKind } from "../flows/decide-by-hook.ts";
import type { ApiCall } from "./api-call.ts";

/** Why a message is not taken for a hook's. */
export type Unproved = "signature_missing" | "signature_wrong" | "timestamp_too_far";

/** Who may send decisions: whoever knows one of its secrets. */
export interface Hook {
  readonly name: string;
  readonly may: readonly HookDecisionKind[];
  /** Whether the message was signed by one of its secrets, lately. `signed` is what the signature has to be over. */
  verify(
    headers: ApiCall["headers"],
    signed: Uint8Array | string,
  ): { readonly kind: "signed"; readonly id: string } | { readonly kind: "refused"; readonly code: Unproved };
}

/** Of several hooks' verdicts the one that came furthest is told. */
const FURTHEST = ["signature_missing", "signature_wrong", "timestamp_too_far"] as const;

/**
 * The hook that sent it. What is signed is the body; a request without one signs its method and target in its place, so that a
 * signature to read one case reads no other.
 */
export function senderOf(
  call: ApiCall,
  hooks: readonly Hook[],
): { readonly kind: "signed"; readonly hook: Hook; readonly id: string } | Unproved {
  const signed = call.method === "GET" ? `${call.method} ${call.target}` : call.body;
  let why: Unproved = "signature_missing";
  for (const hook of hooks) {
    const verdict = hook.verify(call.headers, signed);
    if (verdict.kind === "signed") return { kind: "signed", hook, id: verdict.id };
    if (FURTHEST.indexOf(verdict.code) > FURTHEST.indexOf(why)) why = verdict.code;
  }
  return why;
}
