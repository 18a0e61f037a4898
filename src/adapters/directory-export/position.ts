/** A place in a text file; both count from 1, columns in UTF-16 code units as editors count them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export const START: Position = { line: 1, column: 1 };

/** The position after `text`, which begins at `from`. A CR belongs to the line it ends. */
export function advance(from: Position, text: string): Position {
  let line = from.line;
  let lineStart = -1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return lineStart < 0
    ? { line, column: from.column + text.length }
    : { line, column: text.length - lineStart + 1 };
}

export const formatPosition = (at: Position): string => `${at.line}:${at.column}`;
