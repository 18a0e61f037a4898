import Table from "cli-table3";
import { paint, type Io, type Style } from "../io.ts";

/** Control and format characters, bidirectional overrides included, could redraw a terminal: a name is foreign text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Foreign text made safe for a terminal. */
export const printable = (text: string): string => text.replaceAll(UNPRINTABLE, "\ufffd");

/** A cell in colour: painted after its text was made safe, since the colours are control characters themselves. */
export interface Painted {
  readonly text: string;
  readonly style: Style;
}

/** A plain table: head, rows, and the columns (from 0) whose figures stand to the right. */
export function table(
  io: Io,
  head: readonly string[],
  rows: readonly (readonly (string | number | Painted)[])[],
  right: readonly number[] = [],
): string {
  const drawn = new Table({
    head: head.map((text) => paint(io, "bold", text)),
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 0 },
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
  for (const row of rows) {
    drawn.push(
      row.map((cell) =>
        typeof cell === "object" ? paint(io, cell.style, printable(cell.text)) : printable(String(cell)),
      ),
    );
  }
  // The last column is padded too: nobody needs that, and a narrow terminal would wrap it.
  return drawn.toString().replaceAll(/ +$/gm, "");
}

/** A number with thousands separated, the same in every locale. */
export const figure = (value: number): string => value.toLocaleString("en-GB");
