import type { Cell, NoticeSection } from "../../core/notify/notice.ts";

/** Control and format characters, line ends and bidirectional overrides included: a device chooses its own name. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Foreign text on one line, made safe to show. */
export const plain = (text: string): string => text.replaceAll(UNPRINTABLE, "\ufffd");

/** What stands in a cell, on one line. */
export const cellText = (cell: Cell | undefined): string => {
  if (cell === undefined) return "";
  return plain(typeof cell === "string" ? cell : typeof cell === "number" ? String(cell) : cell.join(", "));
};

/** A row as people are shown it: the first column by itself, the others with their headings; empty ones are left out. */
export const rowParts = (
  { columns }: NoticeSection,
  row: NoticeSection["rows"][number],
): { readonly name: string; readonly rest: string } => {
  const [first, ...others] = columns;
  const rest = others
    .map(([key, heading]) => ({ heading, text: cellText(row[key]) }))
    .filter(({ text }) => text !== "")
    .map(({ heading, text }) => `${heading}: ${text}`);
  return { name: first === undefined ? "" : cellText(row[first[0]]), rest: rest.join(" · ") };
};

/** `… and 12 more`; undefined where there are no more. */
export const moreText = (more: number): string | undefined =>
  more === 0 ? undefined : `… and ${more} more.`;
