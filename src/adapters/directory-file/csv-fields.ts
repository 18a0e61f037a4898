import { advance, type Position } from "../directory-export/position.ts";

/** Where each field of a raw CSV record begins; a quoted field begins at its quote. For messages only, so never in the hot path. */
export function fieldPosition(raw: string, from: Position, delimiter: string, index: number): Position {
  let start = 0;
  let field = 0;
  let quoted = false;
  for (let i = 0; i < raw.length && field < index; i++) {
    const char = raw[i];
    if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) {
      field++;
      start = i + 1;
    }
  }
  return advance(from, raw.slice(0, start));
}

/** The delimiter of a header line: the one that stands in it most often outside quotes; undefined when none does. */
export function delimiterOf(header: string): string | undefined {
  const bare = header.replaceAll(/"[^"]*"/g, "");
  let best: string | undefined;
  let most = 0;
  for (const candidate of [",", ";", "\t"]) {
    const count = bare.split(candidate).length - 1;
    if (count > most) {
      best = candidate;
      most = count;
    }
  }
  return best;
}

/** The values that csvde joins with `;`; one inside a value stands after a backslash, as in a DN. */
export function splitValues(joined: string): string[] {
  const values: string[] = [];
  let start = 0;
  for (let i = 0; i < joined.length; i++) {
    if (joined[i] === "\\") i++;
    else if (joined[i] === ";") {
      values.push(joined.slice(start, i));
      start = i + 1;
    }
  }
  values.push(joined.slice(start));
  return values.filter((value) => value !== "");
}
