import {
  discardDossiers,
  lostDossiers,
  type DiscardAsked,
  type DiscardRefusal,
  type LostDossier,
} from "../../flows/discard-dossiers.ts";
import type { App, CommonFlags, Session } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { dayText } from "../print/instant-text.ts";
import { printable, table } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";
import { UsageError } from "../usage-error.ts";

export interface VaultDiscardFlags extends CommonFlags {
  readonly keyId: string;
  readonly reason: string;
  readonly withinUndoWindow: boolean;
  readonly yes: boolean;
}

/** So many devices are told one by one on a terminal; `--json` has them all. */
const MOST_TOLD = 50;

/** Gives up the passwords of dossiers whose vault key is lost; asks first. The store is not held while the person thinks. */
export async function vaultDiscard(
  app: App,
  io: Io,
  flags: VaultDiscardFlags,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { keyId, reason, withinUndoWindow } = flags;
  const asked: DiscardAsked = { keyId, reason, withinUndoWindow };
  const lost = await app.withSession(flags, async (session) => lostDossiers(asked, partsOf(session)));
  if (lost.kind === "refused") return tellRefused(io, flags, lost);
  const { dossiers } = lost;
  tellPerson(io, flags, lostText(io, keyId, dossiers));
  if (!flags.yes) {
    const answer = await app.confirm(
      `Give up ${counted(dossiers.length, "password")} for good? Type yes: `,
      signal,
    );
    if (answer === "nobody") throw new UsageError("nobody can be asked here: --yes says that it is meant");
    if (answer === "no") {
      return tellRefused(io, flags, { code: "not_confirmed", detail: "Nothing was discarded." });
    }
  }
  const discarded = await app.withSession(flags, async (session) =>
    discardDossiers(lost, asked, partsOf(session)),
  );
  if (discarded.kind === "refused") return tellRefused(io, flags, discarded);
  tellPerson(
    io,
    flags,
    `${counted(dossiers.length, "password")} discarded, on the record. What else the dossiers hold stays sealed, should the key be found.`,
  );
  tellResult(io, flags, { command: "vault discard", keyId, discarded: dossiers.length, devices: dossiers });
  return EXIT.done;
}

const partsOf = (session: Session) => ({
  store: session.store,
  clock: session.clock,
  vault: () => session.vault(),
});

function lostText(io: Io, keyId: string, dossiers: readonly LostDossier[]): string {
  const told = dossiers.slice(0, MOST_TOLD);
  const more = dossiers.length - told.length;
  const rows = told.map(({ hostname, tenantName, tenant, savedAt, undoOpen, endpoint }) => [
    hostname ?? "(plan no longer stored)",
    tenantName ?? tenant,
    dayText(savedAt),
    undoOpen ? "yes" : "no",
    endpoint,
  ]);
  return [
    `${counted(dossiers.length, "dossier")} ${dossiers.length === 1 ? "is" : "are"} sealed with the key ${printable(keyId)}, which is not configured:`,
    table(io, ["Device", "Tenant", "Deleted", "Can be undone", "Id"], rows),
    ...(more === 0 ? [] : [`and ${more} more (--json has them all).`]),
  ].join("\n");
}

function tellRefused(
  io: Io,
  flags: VaultDiscardFlags,
  {
    code,
    detail,
  }: Pick<DiscardRefusal, "code" | "detail"> | { readonly code: "not_confirmed"; readonly detail: string },
): ExitCode {
  io.talk(`${paint(io, "red", "refused")} ${code}: ${printable(detail)}\n`);
  tellResult(io, flags, { command: "vault discard", refused: { code, detail } });
  return EXIT.refused;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
