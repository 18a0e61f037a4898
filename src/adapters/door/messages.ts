// What is said through the door: one JSON object a line, both ways. Both sides are of one version, which is proved first.
import type { Errand } from "../../ports/errand.ts";

/** What whoever asks says. */
export type Said =
  | { readonly kind: "ask"; readonly version: string; readonly key: string; readonly errand: Errand }
  | { readonly kind: "answer"; readonly answer: string | null }
  | { readonly kind: "stop" };

/** What the process that has the store says. */
export type Told =
  | { readonly kind: "taken" }
  | { readonly kind: "refused"; readonly version: string }
  | { readonly kind: "data" | "talk"; readonly text: string }
  | { readonly kind: "confirm" | "password"; readonly question: string }
  | { readonly kind: "exit"; readonly code: number };

/** Where the door is, and the key that opens it: beside the store, for its own account alone. */
export interface DoorPlate {
  readonly socket: string;
  readonly key: string;
  readonly version: string;
  readonly pid: number;
}

/** A line of ours; undefined when it is none. */
export function parseLine(line: string): Readonly<Record<string, unknown>> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
