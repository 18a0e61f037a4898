import type { GapCode } from "../../core/model/coverage.ts";
import type { Position } from "./position.ts";

/**
 * How far a problem reaches. `record`: one entry is unusable, the rest can be read, and the reading is incomplete.
 * `file`: nothing after it can be trusted. `cut`: what was read ends, or ended its own export, before it was whole.
 */
export type ProblemScope = "record" | "file" | "cut";

/** Something in an export that cannot be read as it stands. The message says what, without the name of what was read. */
export class ExportProblem extends Error {
  override readonly name = "ExportProblem";
  readonly scope: ProblemScope;
  readonly at: Position;
  constructor(scope: ProblemScope, at: Position, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.scope = scope;
    this.at = at;
  }
  get gap(): GapCode {
    return this.scope === "record" ? "record_malformed" : "page_malformed";
  }
}

/** Longest piece of a file's own text that is shown in a message. */
const SHOWN = 60;

/** A value as it is shown in a message: quoted, on one line, shortened. */
export const shown = (text: string, most = SHOWN): string =>
  JSON.stringify(text.length > most ? `${text.slice(0, most)}…` : text);
