import type { CheckRow, CommonFlags } from "../../cli/app.ts";
import type { InitAnswers } from "../../cli/init/init-answers.ts";
import { createIds } from "../../adapters/system/ids.ts";
import { createLog } from "../../adapters/system/log.ts";
import { checkPart } from "../check.ts";
import { checkConfig } from "../config/load-config.ts";
import type { Environment } from "../config/secrets.ts";
import { ConfigFault } from "../config/config-problem.ts";
import { clockFor } from "../time.ts";
import { initConfigText } from "./config-text.ts";

/** Never read: a configuration has to name a directory, and Central is tried before any is known. */
const NOT_ASKED_YET: InitAnswers["directories"] = [
  {
    name: "not-asked-yet",
    type: "file",
    path: "not-asked-yet",
    domain: { dns: "not-asked-yet.example.com", netbios: "NOT-ASKED-YET" },
    retiredOus: ["OU=X,DC=not-asked-yet,DC=example,DC=com"],
  },
];

/** Tries Central, or the last directory of the answers, by reads alone. Thrown: CANCELLED. */
export async function* checkAnswers(
  answers: InitAnswers,
  part: "central" | "directory",
  flags: CommonFlags,
  env: Environment,
  signal: AbortSignal,
): AsyncGenerator<CheckRow> {
  const directories = part === "central" ? NOT_ASKED_YET : answers.directories;
  try {
    const { config } = checkConfig(initConfigText({ ...answers, directories }), flags.config, env);
    const clock = await clockFor(flags.now, config);
    const world = {
      clock,
      ids: createIds(clock),
      log: createLog({ level: flags.verbose ? "debug" : "warn" }),
    };
    yield* checkPart(config, part, world, signal);
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    for (const { field, rule, fix } of error.problems) {
      yield { source: "configuration", what: field, result: "failed", detail: `${rule}; ${fix}` };
    }
  }
}
