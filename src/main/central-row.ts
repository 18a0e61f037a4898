import type { CentralCheck } from "../adapters/sophos-central/check-central.ts";
import type { CheckRow } from "../cli/app.ts";

/** One check of a credential as a row. A tenant that is not covered stops nobody: a warning. What a fault prevented has failed. */
export function centralRow({ right, held, detail, remedy, code }: CentralCheck): Omit<CheckRow, "source"> {
  if (held) return { what: right, result: "ok", detail };
  const result = code === undefined ? "warning" : "failed";
  return { what: right, result, detail: remedy === "" ? detail : `${sentence(detail)} ${remedy}` };
}

/** A fault's message is a sentence already; what was found is not. */
const sentence = (text: string): string => (text.endsWith(".") ? text : `${text}.`);
