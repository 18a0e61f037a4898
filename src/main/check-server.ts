import type { CheckRow } from "../cli/app.ts";
import { Fault } from "../ports/fault.ts";
import type { OidcConfig, ServerConfig } from "./config/server-config.ts";
import { openHooks } from "./hooks.ts";
import { openProvider } from "./sign-in.ts";

/** What Standard Webhooks asks of a secret. */
const SOUND_BYTES = 24;

/** Whether what `rollcall serve` needs can be read, and the identity provider be asked; nothing listens. */
export async function* checkServer(server: ServerConfig | undefined): AsyncGenerator<CheckRow> {
  if (server === undefined) return;
  const row = (what: string, result: CheckRow["result"], detail: string): CheckRow => ({
    source: "server",
    what,
    result,
    detail,
  });
  try {
    server.tls?.cert.read();
    server.tls?.key.read();
    for (const { name, may, shortestBytes } of openHooks(server.hooks, Date.now)) {
      yield shortestBytes < SOUND_BYTES
        ? row(name, "warning", `a secret has ${shortestBytes} bytes: make one of ${SOUND_BYTES} or more`)
        : row(name, "ok", `may ${may.join(", ")}`);
    }
    if (server.signIn?.oidc !== undefined)
      yield row("identity provider", ...(await checkProvider(server.signIn.oidc)));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    yield row("secrets", "failed", `${error.message} ${error.remedy}`);
  }
}

/** Whether it is there, trusted, and calls itself as the configuration does. Whether it knows us, only a sign-in tells. */
async function checkProvider(oidc: OidcConfig): Promise<[CheckRow["result"], string]> {
  const provider = openProvider(oidc);
  try {
    const { url } = await provider.begin("https://rollcall.invalid/auth/callback");
    return ["ok", `people are sent to ${new URL(url).host}`];
  } catch (error) {
    if (!(error instanceof Fault) || !error.code.startsWith("OIDC_")) throw error;
    return ["failed", `${error.message} ${error.remedy}`];
  } finally {
    await provider.close();
  }
}
