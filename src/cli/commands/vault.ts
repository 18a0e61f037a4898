import { rotateVault } from "../../flows/rotate-vault.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { tellPerson, tellResult } from "../result.ts";

/** Wraps every dossier's own key by the newest vault key. */
export async function vaultRotate(app: App, io: Io, flags: CommonFlags): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const vault = session.vault();
    if (vault === undefined) {
      const refused = {
        code: "no_vault",
        detail: "The configuration has no vault: there is nothing to rotate.",
      };
      io.talk(`${paint(io, "red", "refused")} ${refused.code}: ${refused.detail}\n`);
      tellResult(io, flags, { command: "vault rotate", refused });
      return EXIT.refused;
    }
    const { store, clock } = session;
    const rotation = await rotateVault({ store, clock, vault });
    const { keyId, rewrapped, unchanged } = rotation;
    tellPerson(
      io,
      flags,
      `${rewrapped} wrapped anew by the key ${keyId}, ${unchanged} were already. The previous keys are of no more use to Rollcall; backups of the store still need them.`,
    );
    tellResult(io, flags, { command: "vault rotate", ...rotation });
    return EXIT.done;
  });
}
