import type { CommonFlags } from "./app.ts";
import type { Io } from "./io.ts";

/** A command's result as one line of JSON, the last on stdout; undefined values are left out. */
export function tellResult(
  io: Io,
  flags: Pick<CommonFlags, "json">,
  result: Readonly<Record<string, unknown>>,
): void {
  if (flags.json) io.data(`${JSON.stringify(result)}\n`);
}

/** A line for a person: on stdout, unless stdout is kept for JSON. */
export function tellPerson(io: Io, flags: Pick<CommonFlags, "json">, text: string): void {
  if (!flags.json) io.data(`${text}\n`);
}
