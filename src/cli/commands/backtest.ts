import { backtest as backtestFlow } from "../../flows/backtest.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { backtestText } from "../print/backtest-text.ts";
import { tellPerson, tellResult } from "../result.ts";
import { askedTenant } from "../tenant-flag.ts";
import { thresholdDays } from "../threshold-flag.ts";

export interface BacktestFlags extends CommonFlags {
  readonly thresholds: string | undefined;
  readonly tenant: string | undefined;
}

/** What each threshold of silence would have deleted, and how many of those came back. Changes nothing. */
export async function backtest(
  app: App,
  io: Io,
  flags: BacktestFlags,
  signal: AbortSignal,
): Promise<ExitCode> {
  const days = flags.thresholds?.split(",").map((text) => thresholdDays(app, "--thresholds", text.trim()));
  return app.withSession(flags, async (session) => {
    const tenant = await askedTenant(flags.tenant, session.store);
    const result = await backtestFlow({ days, tenants: tenant && [tenant.id] }, session, signal);
    const names = new Map((await session.store.inventory.tenants()).map(({ id, name }) => [id, name]));
    tellPerson(io, flags, backtestText(io, result));
    tellResult(io, flags, {
      command: "backtest",
      ...(tenant !== undefined && { tenant: tenant.name }),
      by: "silence_alone",
      history: result.history ?? null,
      watched: result.watched.map((one) => ({ ...one, name: names.get(one.tenant) ?? one.tenant })),
      thresholds: result.rows,
    });
    return EXIT.done;
  });
}
