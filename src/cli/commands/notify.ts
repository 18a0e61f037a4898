import { Fault } from "../../ports/fault.ts";
import type { App, CommonFlags, Recipient } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";
import { UsageError } from "../usage-error.ts";

/** Sends one message that says it is a test, to one recipient or to each. */
export async function notifyTest(
  app: App,
  io: Io,
  name: string | undefined,
  flags: CommonFlags,
  signal: AbortSignal,
): Promise<ExitCode> {
  return app.withSession(flags, async ({ recipients }) => {
    const chosen = recipients.filter((one) => name === undefined || one.name === name);
    if (chosen.length === 0) {
      const known = recipients.map((one) => one.name).join(", ");
      throw new UsageError(
        recipients.length === 0
          ? "notify: the configuration names nobody to tell"
          : `notify test ${name ?? ""}: is none of ${known}`,
      );
    }
    const tested: { name: string; type: string; code: string | undefined }[] = [];
    for (const one of chosen) {
      const code = await tryOne(one, signal);
      tested.push({ name: one.name, type: one.type, code });
      tellPerson(
        io,
        flags,
        `${printable(one.name)} (${one.type}): ${code === undefined ? "taken; look whether it has arrived" : `not taken, ${code}`}`,
      );
    }
    tellResult(io, flags, { command: "notify test", recipients: tested });
    return tested.every(({ code }) => code === undefined) ? EXIT.done : EXIT.source;
  });
}

/** A secret that one recipient misses keeps the others from nothing. Thrown: all but that. */
async function tryOne(recipient: Recipient, signal: AbortSignal): Promise<string | undefined> {
  try {
    return await recipient.test(signal);
  } catch (error) {
    if (error instanceof Fault && (error.code === "SECRET_UNREADABLE" || error.code === "CONFIG_INVALID"))
      return `${error.code}: ${error.message}`;
    throw error;
  }
}
