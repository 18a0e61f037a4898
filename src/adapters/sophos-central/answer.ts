import type { Trouble } from "../system/trouble.ts";

/** The body of an answer. Central's own are JSON; empty, plain text and HTML come from what stands before it. */
export type Body =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "empty" }
  | { readonly kind: "text"; readonly html: boolean }
  | { readonly kind: "cut"; readonly trouble: Trouble }
  | { readonly kind: "too_large" };

/** How one HTTP request ended: every ending is a value. */
export type Answer =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly body: Body;
      readonly correlationId: string | undefined;
      /** Central's own word for an error, such as `forbidden`. */
      readonly errorCode: string | undefined;
      readonly retryAfterMs: number | undefined;
      /** How far our clock is from the answer's Date, in ms; undefined when it had none. */
      readonly skewMs: number | undefined;
    }
  | { readonly kind: "not_sent"; readonly trouble: Trouble }
  | { readonly kind: "broken"; readonly trouble: Trouble }
  /** The rate budget would have let it out only after its deadline. */
  | { readonly kind: "too_late" };

export type Answered = Extract<Answer, { kind: "answered" }>;

/** A page of 500 full records is some 3 MB; ten times that is no page. */
export const LARGEST_BODY = 32 * 1024 * 1024;

/** What a body is, judged by its content rather than by its label. */
export function parseBody(text: string): Body {
  const trimmed = text.trim();
  if (trimmed === "") return { kind: "empty" };
  try {
    return { kind: "json", value: JSON.parse(trimmed) as unknown };
  } catch {
    return { kind: "text", html: trimmed.startsWith("<") };
  }
}

// Ids and error words are short and plain; anything else might carry what does not belong into a log.
const PLAIN = /^[\w.:-]{1,80}$/;

/** The first of these fields that is a short, plain word. */
export function plainField(body: Body, ...fields: readonly string[]): string | undefined {
  if (body.kind !== "json" || typeof body.value !== "object" || body.value === null) return undefined;
  const record = body.value as Readonly<Record<string, unknown>>;
  for (const field of fields) {
    const value = record[field];
    if (typeof value === "string" && PLAIN.test(value)) return value;
  }
  return undefined;
}
