import Table from "cli-table3";
import { paint, type Io } from "../io.ts";

/** Control and format characters, bidirectional overrides included, could redraw a terminal: a name is foreign text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Foreign text made safe for a terminal. */
export const printable = (text: string): string => text.replaceAll(UNPRINTABLE, "\ufffd");

/** A plain table: head, rows, and the columns (from 0) whose figures stand to the right. */
export function table(
  io: Io,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  right: readonly number[] = [],
): string {
  const drawn = new Table({
    head: head.map((text) => paint(io, "bold", text)),
    style: { head: [], border: [], compact: true },
    colAligns: head.map((_, column) => (right.includes(column) ? "right" : "left")),
    chars: {
      top: "",
      "top-mid": "",
      "top-left": "",
      "top-right": "",
      bottom: "",
      "bottom-mid": "",
      "bottom-left": "",
      "bottom-right": "",
      left: "",
      "left-mid": "",
      mid: "",
      "mid-mid": "",
      right: "",
      "right-mid": "",
      middle: "  ",
    },
  });
  for (const row of rows) drawn.push(row.map((cell) => printable(String(cell))));
  return drawn.toString();
}

/** A number with thousands separated, the same in every locale. */
export const figure = (value: number): string => value.toLocaleString("en-GB");
