import { readPassword } from "../../flows/read-password.ts";
import { recover as recoverFlow } from "../../flows/recover.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { namedDevicesText, recoveryText } from "../print/recovery.ts";
import { printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";
import { UsageError } from "../usage-error.ts";

export interface RecoverFlags extends CommonFlags {
  readonly password: boolean;
  readonly reason: string | undefined;
}

/** Long enough for a ticket's number and a sentence; the ledger keeps it for good. */
const LONGEST_REASON = 500;

/** The way back for a device that Rollcall deleted; with --password, its tamper-protection password too. */
export async function recover(app: App, io: Io, text: string, flags: RecoverFlags): Promise<ExitCode> {
  const reason = reasonOf(flags);
  return app.withSession(flags, async (session) => {
    const parts = { store: session.store, clock: session.clock, vault: () => session.vault() };
    const found = await recoverFlow(text, parts);
    if (found.kind === "refused") {
      const { code, detail, devices } = found;
      io.talk(`${paint(io, "red", "refused")} ${code}: ${printable(detail)}\n`);
      if (devices.length > 0) tellPerson(io, flags, namedDevicesText(io, devices));
      tellResult(io, flags, { command: "recover", refused: { code, detail }, devices });
      return EXIT.refused;
    }
    if (reason === undefined) {
      tellPerson(io, flags, recoveryText(io, found));
      const { kind: _kind, ...told } = found;
      tellResult(io, flags, { command: "recover", ...told });
      return EXIT.done;
    }
    const reading = await readPassword(found, reason, parts);
    if (reading.kind === "refused") {
      io.talk(`${paint(io, "red", "refused")} ${reading.code}: ${printable(reading.detail)}\n`);
      return EXIT.refused;
    }
    const { password, previousPasswords } = reading.tamper;
    io.data(`${printable(password ?? "(none in force)")}\n`);
    for (const one of previousPasswords) {
      const until = one.invalidatedAt === undefined ? "" : ` (until ${printable(one.invalidatedAt)})`;
      io.data(`before: ${printable(one.password)}${until}\n`);
    }
    io.talk("The ledger has recorded that you read it, and why.\n");
    return EXIT.done;
  });
}

/** Why the password is read; undefined when it is not. */
function reasonOf({ password, reason, json }: RecoverFlags): string | undefined {
  if (!password) {
    if (reason !== undefined) throw new UsageError("--reason goes with --password");
    return undefined;
  }
  // What a script gets ends up in its log.
  if (json) throw new UsageError("--password is for a person's eyes: it does not go with --json");
  const why = reason?.trim() ?? "";
  if (why === "") throw new UsageError("--password needs --reason: the ledger records who read it and why");
  if (why.length > LONGEST_REASON) {
    throw new UsageError(`--reason is longer than ${LONGEST_REASON} characters`);
  }
  return why;
}
