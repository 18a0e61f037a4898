// LDIF lines unfolded (RFC 2849: a line that begins with a space continues the one before), each with its number.
import { ExportProblem } from "../directory-export/export-problem.ts";

export interface LdifLine {
  readonly text: string;
  readonly line: number;
  /** The file ends in this line, without a line break. */
  readonly unterminated: boolean;
}

/** An unfolded line longer than this (64 Mi characters) is no directory value: a bound on memory. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** Splits a stream of text into unfolded lines, in batches as they come. */
export async function* ldifLines(text: AsyncIterable<string>): AsyncGenerator<readonly LdifLine[]> {
  let rest = "";
  let number = 0;
  let parts: string[] = [];
  let size = 0;
  let startedAt = 0;

  const take = (physical: string): LdifLine | undefined => {
    number++;
    const line = physical.endsWith("\r") ? physical.slice(0, -1) : physical;
    if (line.startsWith(" ") && parts.length > 0) {
      parts.push(line.slice(1));
      size += line.length;
      if (size > LONGEST_LINE)
        throw new ExportProblem("file", { line: startedAt, column: 1 }, "the line is longer than 64 MiB");
      return undefined;
    }
    const finished =
      parts.length === 0 ? undefined : { text: parts.join(""), line: startedAt, unterminated: false };
    parts = [line];
    size = line.length;
    startedAt = number;
    return finished;
  };

  for await (const chunk of text) {
    const pieces = (rest + chunk).split("\n");
    rest = pieces.pop() ?? "";
    if (rest.length > LONGEST_LINE)
      throw new ExportProblem("file", { line: number + 1, column: 1 }, "the line is longer than 64 MiB");
    const lines = pieces.map(take).filter((line) => line !== undefined);
    if (lines.length > 0) yield lines;
  }
  const unterminated = rest !== "";
  const last = unterminated ? take(rest) : undefined;
  const end = parts.length === 0 ? [] : [{ text: parts.join(""), line: startedAt, unterminated }];
  yield last === undefined ? end : [last, ...end];
}
