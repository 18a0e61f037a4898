import type { CommonFlags } from "./app.ts";
import type { Io } from "./io.ts";

// Names of instants end so, by the house's rule; their values are milliseconds inside and RFC 3339 outside.
const INSTANT = /(?:^at|At|Since|^until)$/;

const instantsAsText = (key: string, value: unknown): unknown =>
  typeof value === "number" && INSTANT.test(key) ? new Date(value).toISOString() : value;

/** A command's result as one line of JSON, the last on stdout: undefined values left out, instants as RFC 3339. */
export function tellResult(
  io: Io,
  flags: Pick<CommonFlags, "json">,
  result: Readonly<Record<string, unknown>>,
): void {
  if (flags.json) io.data(`${JSON.stringify(result, instantsAsText)}\n`);
}

/** A line for a person: on stdout, unless stdout is kept for JSON. */
export function tellPerson(io: Io, flags: Pick<CommonFlags, "json">, text: string): void {
  if (!flags.json) io.data(`${text}\n`);
}
