import type { ProblemCode } from "../problem.ts";

/** An expected no of a handler. */
export interface Refusal {
  readonly kind: "refused";
  readonly code: ProblemCode;
  /** One sentence about this very request, free of secrets. */
  readonly detail: string;
}

export const refuse = (code: ProblemCode, detail: string): Refusal => ({ kind: "refused", code, detail });

export const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === "object" && answer !== null && "kind" in answer && answer.kind === "refused";
