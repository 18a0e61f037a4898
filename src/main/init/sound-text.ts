import type { InitAnswers } from "../../cli/init/init-answers.ts";
import { checkConfig } from "../config/load-config.ts";
import type { Environment } from "../config/secrets.ts";
import { initConfigText } from "./config-text.ts";

/** The text for the answers, if the configuration would be sound. Faults: CONFIG_INVALID. */
export function soundText(answers: InitAnswers, path: string, env: Environment): string {
  const text = initConfigText(answers);
  checkConfig(text, path, env);
  return text;
}
