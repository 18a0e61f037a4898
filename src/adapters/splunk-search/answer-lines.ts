import { ExportProblem } from "../directory-export/export-problem.ts";

/** A line of the answer, counted from 1. */
export interface AnswerLine {
  readonly line: number;
  readonly text: string;
  /** A line break ended it; only the last line may lack one. */
  readonly ended: boolean;
}

/** A group of 100,000 members makes a row of some 8 million characters; twice that is no row. */
const LONGEST = 16 * 1024 * 1024;

/** The lines of an answer as its bytes come. Throws ExportProblem where they are no UTF-8, or a line has no end. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<AnswerLine, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  let rest = "";
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // what the Encoding standard prescribes for an illegible byte
      throw new ExportProblem(
        chunk === undefined ? "cut" : "file",
        { line, column: 1 },
        "is no UTF-8",
        error,
      );
    }
  };
  for await (const chunk of bytes) {
    const parts = decode(chunk).split("\n");
    for (const [index, part] of parts.entries()) {
      rest += part;
      if (rest.length > LONGEST)
        throw new ExportProblem("file", { line, column: 1 }, "is longer than any row");
      if (index === parts.length - 1) break;
      yield { line, text: rest, ended: true };
      rest = "";
      line++;
    }
  }
  rest += decode();
  if (rest !== "") yield { line, text: rest, ended: false };
}
