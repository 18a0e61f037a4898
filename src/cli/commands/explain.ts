import { explain as explainFlow } from "../../flows/explain.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { explanationJson } from "../print/explanation-json.ts";
import { explanationText } from "../print/explanation.ts";
import { tellPerson, tellResult } from "../result.ts";

/** Everything known about a device, and why it is kept, in review or to be retired. */
export async function explain(app: App, io: Io, text: string, flags: CommonFlags): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const found = await explainFlow(text, session);
    if (found.length === 0) {
      io.talk(`No endpoint with the hostname or id "${text}" has been collected.\n`);
    } else if (found.length > 1) {
      tellPerson(io, flags, `${found.length} endpoints answer to "${text}": a name alone identifies none.\n`);
    }
    for (const one of found) tellPerson(io, flags, explanationText(io, one));
    tellResult(io, flags, { command: "explain", endpoints: found.map(explanationJson) });
    return found.length === 0 ? EXIT.refused : EXIT.done;
  });
}
