import type { Gap, GapCode } from "../../core/model/coverage.ts";
import { shown } from "../directory-export/export-problem.ts";
import { saidText, type AnswerPart, type Row, type SearchMessage } from "./answer-line.ts";
import { MARK, ROWS } from "./search-text.ts";

/** Splunk's levels below a warning. */
const HARMLESS = new Set(["DEBUG", "INFO"]);

/**
 * Proves that an answer is whole: our mark stands at its end, once, and counts the rows that came; every row is final; and
 * Splunk has nothing to say against it. A warning counts as an objection: an indexer that is down is told by no more than that.
 * @param mark of this call
 * @param ignored texts; a warning that has one of them in it is none
 */
export function searchProof(mark: string, ignored: readonly string[]) {
  const gaps: Gap[] = [];
  let rows = 0;
  let marked = false;
  let counted: string | undefined;

  const gap = (code: GapCode, detail: string): void => void gaps.push({ code, detail });

  function takeMessage({ type, text }: SearchMessage): void {
    if (HARMLESS.has(type)) return;
    const lower = text.toLowerCase();
    if (type === "WARN" && ignored.some((one) => lower.includes(one.toLowerCase()))) return;
    gap("source_unavailable", saidText({ type, text }));
  }

  return {
    /** Takes a part of the answer; gives back the row that it adds to the results, if it does. */
    take({ row, preview, messages }: AnswerPart): Row | undefined {
      for (const message of messages) takeMessage(message);
      if (row === undefined) return undefined;
      if (preview) {
        gap("page_malformed", "a row is a preview, though none was asked for");
        return undefined;
      }
      if (marked) gap("page_malformed", "there are rows behind the end");
      if (!Object.hasOwn(row, MARK)) {
        rows++;
        return row;
      }
      if (row[MARK] !== mark) gap("page_malformed", "the end is the end of another search");
      marked = true;
      const count = row[ROWS];
      counted = typeof count === "string" ? count : undefined;
      return undefined;
    },
    /** What is against it so far, each objection once. */
    drain: (): readonly Gap[] => gaps.splice(0),
    /** What is against the answer now that it has ended. */
    end(): readonly Gap[] {
      if (!marked) gap("count_unknown", "the answer ended without its end marker: it was cut off");
      else if (counted !== String(rows))
        gap("count_mismatch", `${rows} rows came, and the search counted ${shown(counted ?? "nothing")}`);
      return gaps.splice(0);
    },
  };
}
