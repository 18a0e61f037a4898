import type { CheckRow } from "../cli/app.ts";
import { Fault } from "../ports/fault.ts";
import type { ServerConfig } from "./config/server-config.ts";
import { openHooks } from "./hooks.ts";

/** What Standard Webhooks asks of a secret. */
const SOUND_BYTES = 24;

/** Whether what `rollcall serve` needs can be read; nothing listens. */
export function* checkServer(server: ServerConfig | undefined): Generator<CheckRow> {
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
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    yield row("secrets", "failed", `${error.message} ${error.remedy}`);
  }
}
