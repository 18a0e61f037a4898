import * as z from "zod";
import { ExportProblem, shown } from "../directory-export/export-problem.ts";
import type { AnswerLine } from "./answer-lines.ts";

/** A row by column: a text, a list of texts, or nothing. */
export type Row = Readonly<Record<string, string | readonly string[] | null>>;

/** What Splunk has to say of a search. */
export interface SearchMessage {
  readonly type: string;
  readonly text: string;
}

/** Enough of a message to act on. */
const SAID = 200;

/** A message as it is told. */
export const saidText = ({ type, text }: SearchMessage): string =>
  `Splunk says ${shown(type)}: ${shown(text, SAID)}`;

/** What one line of the answer holds: a row, messages, both or neither. */
export interface AnswerPart {
  readonly row: Row | undefined;
  /** The row is none of the final ones. */
  readonly preview: boolean;
  readonly messages: readonly SearchMessage[];
}

const Line = z.object({
  preview: z.boolean().optional(),
  lastrow: z.boolean().optional(),
  messages: z.array(z.object({ type: z.string(), text: z.string() })).optional(),
  result: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])).optional(),
});

/** Reads a line of the answer; undefined for an empty one. Throws ExportProblem for anything that is not documented. */
export function partOf({ line, text, ended }: AnswerLine): AnswerPart | undefined {
  if (text.trim() === "") return undefined;
  const refuse = (what: string): ExportProblem =>
    new ExportProblem(ended ? "file" : "cut", { line, column: 1 }, what);
  const value = parsed(text);
  if (value === undefined) throw refuse(ended ? "is no JSON" : "breaks off");
  const checked = Line.safeParse(value);
  if (!checked.success) throw refuse("is not a row of a search");
  const { preview, lastrow, messages, result } = checked.data;
  if (preview === undefined && lastrow === undefined && messages === undefined && result === undefined)
    throw refuse("is not a row of a search");
  return { row: result, preview: preview !== false, messages: messages ?? [] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
