import { readPassword } from "../../flows/read-password.ts";
import { markReturned, type MarkedReturned } from "../../flows/mark-returned.ts";
import { recover as recoverFlow, type Recovery } from "../../flows/recover.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { namedDevicesText, recoveryText } from "../print/recovery.ts";
import { printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";
import { UsageError } from "../usage-error.ts";

export interface RecoverFlags extends CommonFlags {
  readonly password: boolean;
  readonly returned: boolean;
  readonly reason: string | undefined;
}

/** Long enough for a ticket's number and a sentence; the ledger keeps it for good. */
const LONGEST_REASON = 500;

/** The way back for a device that Rollcall deleted; or its tamper-protection password, or that it is back, on the record. */
export async function recover(app: App, io: Io, text: string, flags: RecoverFlags): Promise<ExitCode> {
  const asked = askedFor(flags);
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
    if (asked.kind === "password") return tellPassword(io, found, asked.reason, parts);
    const marked = asked.kind === "returned" ? await markReturned(found, asked.reason, session) : undefined;
    const back = await session.store.returns.of({ ...found.device, plan: found.plan });
    tellPerson(io, flags, recoveryText(io, found, back));
    if (marked !== undefined) io.talk(`${MARKED[marked]}\n`);
    const { kind: _kind, ...told } = found;
    tellResult(io, flags, { command: "recover", ...told, returned: back ?? null, marked: marked ?? null });
    return EXIT.done;
  });
}

async function tellPassword(
  io: Io,
  found: Recovery,
  reason: string,
  parts: Parameters<typeof readPassword>[2],
): Promise<ExitCode> {
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
}

const MARKED: Readonly<Record<MarkedReturned, string>> = {
  recorded:
    "Recorded: it is left alone for 30 days, the brake is on and the ramp is back on its first step. `rollcall resume` is for when it is known why.",
  known_already:
    "Its return was known already; what you learned from it is recorded. The brake is as it was.",
};

/** What is asked for; a reason goes with everything that the ledger records. */
type Asked =
  | { readonly kind: "way_back" }
  | { readonly kind: "password" | "returned"; readonly reason: string };

function askedFor({ password, returned, reason, json }: RecoverFlags): Asked {
  if (password && returned) throw new UsageError("--password and --returned are asked for one at a time");
  if (!password && !returned) {
    if (reason !== undefined) throw new UsageError("--reason goes with --password or --returned");
    return { kind: "way_back" };
  }
  // What a script gets ends up in its log.
  if (password && json) throw new UsageError("--password is for a person's eyes: it does not go with --json");
  const why = reason?.trim() ?? "";
  if (why === "")
    throw new UsageError(
      password
        ? "--password needs --reason: the ledger records who read it and why"
        : "--returned needs --reason: the ledger records what is to be learned from it",
    );
  if (why.length > LONGEST_REASON) {
    throw new UsageError(`--reason is longer than ${LONGEST_REASON} characters`);
  }
  return { kind: password ? "password" : "returned", reason: why };
}
