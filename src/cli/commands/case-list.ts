import { listCases, unknownWord } from "../../flows/list-cases.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { casesText } from "../print/cases.ts";
import { tellPerson, tellResult } from "../result.ts";
import { UsageError } from "../usage-error.ts";

export interface CaseListFlags extends CommonFlags {
  readonly state: string | undefined;
  readonly reason: string | undefined;
  readonly tenant: string | undefined;
  readonly assignee: string | undefined;
  readonly olderThan: string | undefined;
}

/** The review queue: the longest asked first. */
export async function caseList(app: App, io: Io, flags: CaseListFlags): Promise<ExitCode> {
  const { state, reason, tenant, assignee, olderThan } = flags;
  const olderThanMs = olderThan === undefined ? undefined : app.durationMs(olderThan);
  if (olderThan !== undefined && olderThanMs === undefined) {
    throw new UsageError(
      `--older-than ${olderThan}: must be an ISO 8601 duration of weeks and less, such as P7D`,
    );
  }
  const states = state?.split(",").map((one) => one.trim());
  const query = { states, reason, tenant, assignee, olderThanMs };
  const unknown = unknownWord(query);
  if (unknown !== undefined) {
    throw new UsageError(`${unknown.word}: must be one of ${unknown.known.join(", ")}`);
  }
  return app.withSession(flags, async (session) => {
    const cases = await listCases(query, session);
    const { waiting } = await session.store.cases.counts();
    tellPerson(io, flags, casesText(io, cases, waiting, session.clock.now()));
    tellResult(io, flags, { command: "case list", cases, waiting });
    return EXIT.done;
  });
}
