import type { CheckRow } from "../app.ts";
import { paint, type Io } from "../io.ts";
import { printable } from "./table.ts";

const MARK = { ok: "✓", warning: "!", failed: "✗", unknown: "?" } as const;
const TONE = { ok: "green", warning: "yellow", failed: "red", unknown: "cyan" } as const;

/** One thing that was checked, in a line. */
export function checkRowText(io: Io, { source, what, result, detail }: CheckRow): string {
  const mark = paint(io, TONE[result], MARK[result]);
  return `${mark} ${printable(source)}: ${printable(what)}${detail === "" ? "" : ` (${printable(detail)})`}`;
}
