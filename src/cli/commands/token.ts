import type { Role } from "../../core/model/grant.ts";
import { createToken, revokeToken } from "../../flows/api-tokens.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { tokensText } from "../print/access-text.ts";
import { instantText } from "../print/instant-text.ts";
import { printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";
import { UsageError } from "../usage-error.ts";
import { tellRefusal } from "./apply.ts";

interface TokenCreateFlags extends CommonFlags {
  readonly role: Role;
  readonly tenant: readonly string[] | undefined;
  readonly expires: string;
}

/** Makes a token and prints it: alone on stdout, so that a script can take it. */
export async function tokenCreate(
  app: App,
  io: Io,
  name: string,
  flags: TokenCreateFlags,
): Promise<ExitCode> {
  const forMs = app.durationMs(flags.expires);
  if (forMs === undefined)
    throw new UsageError(
      `--expires ${flags.expires}: must be an ISO 8601 duration of weeks and less, such as P90D`,
    );
  return app.withSession(flags, async (session) => {
    const created = await createToken(
      { name, role: flags.role, tenants: flags.tenant ?? "all", forMs, by: session.actor },
      { ...session, newSecret: app.newSecret },
    );
    const command = "token create";
    if (created.kind === "refused") return tellRefusal(io, flags, { command }, created);
    const { token, secret } = created;
    tellPerson(io, flags, secret);
    io.talk(
      `The token ${printable(name)} is good until ${instantText(token.expiresAt)}. It is shown this once.\n`,
    );
    tellResult(io, flags, { command, token, secret });
    return EXIT.done;
  });
}

/** The tokens there are and were. */
export async function tokenList(app: App, io: Io, flags: CommonFlags): Promise<ExitCode> {
  return app.withSession(flags, async ({ store, clock }) => {
    const tokens = await store.tokens.list();
    tellPerson(io, flags, tokensText(io, tokens, clock.now()));
    tellResult(io, flags, { command: "token list", tokens });
    return EXIT.done;
  });
}

/** Ends a token. */
export async function tokenRevoke(app: App, io: Io, name: string, flags: CommonFlags): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const command = "token revoke";
    const revoked = await revokeToken({ name, by: session.actor }, session);
    if (revoked.kind === "refused") return tellRefusal(io, flags, { command }, revoked);
    tellPerson(io, flags, `The token ${printable(name)} is good no more.`);
    tellResult(io, flags, { command, token: name });
    return EXIT.done;
  });
}
