import {
  createAccount,
  disableAccount,
  resetAccount,
  type AccountDone,
  type AccountRefusal,
} from "../../flows/accounts.ts";
import type { App, CommonFlags, Session } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { accountsText } from "../print/access-text.ts";
import { printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";
import { UsageError } from "../usage-error.ts";
import { tellRefusal } from "./apply.ts";

interface PasswordFlags extends CommonFlags {
  readonly passwordFile: string | undefined;
}

/** Makes a local account. */
export async function adminCreate(
  app: App,
  io: Io,
  name: string,
  flags: PasswordFlags,
  signal: AbortSignal,
): Promise<ExitCode> {
  const password = await passwordOf(app, flags, signal);
  return done(app, io, flags, "admin create", async (session) =>
    createAccount({ name, password, by: session.actor }, { ...session, passwords: app.passwords }),
  );
}

/** Gives a local account another password. */
export async function adminReset(
  app: App,
  io: Io,
  name: string,
  flags: PasswordFlags,
  signal: AbortSignal,
): Promise<ExitCode> {
  const password = await passwordOf(app, flags, signal);
  return done(app, io, flags, "admin reset", async (session) =>
    resetAccount({ name, password, by: session.actor }, { ...session, passwords: app.passwords }),
  );
}

/** Lets a local account in no more. */
export async function adminDisable(app: App, io: Io, name: string, flags: CommonFlags): Promise<ExitCode> {
  return done(app, io, flags, "admin disable", async (session) =>
    disableAccount({ name, by: session.actor }, session),
  );
}

/** The local accounts. */
export async function adminList(app: App, io: Io, flags: CommonFlags): Promise<ExitCode> {
  return app.withSession(flags, async ({ store }) => {
    const accounts = await store.accounts.list();
    tellPerson(io, flags, accountsText(io, accounts));
    tellResult(io, flags, { command: "admin list", accounts });
    return EXIT.done;
  });
}

const DONE = {
  "admin create": "may sign in, and administers everything",
  "admin reset": "has another password, and may sign in",
  "admin disable": "may sign in no more",
} as const;

async function done(
  app: App,
  io: Io,
  flags: CommonFlags,
  command: keyof typeof DONE,
  act: (session: Session) => Promise<AccountDone | AccountRefusal>,
): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const result = await act(session);
    if (result.kind === "refused") return tellRefusal(io, flags, { command }, result);
    const { account, sessionsEnded } = result;
    const ended = sessionsEnded === 0 ? "" : ` Sessions that ended: ${sessionsEnded}.`;
    tellPerson(io, flags, `The account ${printable(account)} ${DONE[command]}.${ended}`);
    tellResult(io, flags, { command, account, sessionsEnded });
    return EXIT.done;
  });
}

async function passwordOf(app: App, { passwordFile }: PasswordFlags, signal: AbortSignal): Promise<string> {
  if (passwordFile !== undefined) return app.passwordFromFile(passwordFile);
  const password = await app.askPassword("Password (15 characters or more): ", signal);
  if (password === undefined)
    throw new UsageError("there is no terminal to ask for the password: use --password-file");
  if ((await app.askPassword("Once more: ", signal)) !== password)
    throw new UsageError("the two passwords are not the same");
  return password;
}
