import type { CheckRow } from "../cli/app.ts";
import { Fault } from "../ports/fault.ts";
import type { TicketsConfig } from "./config/tickets-config.ts";
import type { World } from "./session.ts";
import { openDesk } from "./tickets.ts";

/** What the service desk must have and allow, by reads alone. Thrown: CANCELLED. */
export async function* checkDesk(
  config: TicketsConfig,
  world: World,
  signal: AbortSignal,
): AsyncGenerator<CheckRow> {
  const source = config.name;
  let desk: ReturnType<typeof openDesk> | undefined;
  try {
    desk = openDesk(config, world);
    for (const { right, held, remedy } of await desk.check(signal)) {
      const result = held === "unknown" ? "unknown" : held ? "ok" : "failed";
      yield { source, what: right, result, detail: held === true ? "" : remedy };
    }
  } catch (error) {
    if (!(error instanceof Fault) || error.code === "CANCELLED") throw error;
    yield { source, what: "read it", result: "failed", detail: `${error.message} ${error.remedy}` };
  } finally {
    await desk?.close();
  }
}
