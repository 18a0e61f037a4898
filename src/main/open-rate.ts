import { isShared } from "../adapters/postgres/open.ts";
import { openRateMeter } from "../adapters/postgres/open-rate-meter.ts";
import {
  ownRateBudget,
  rateBudget,
  windowsOf,
  type RateBudget,
} from "../adapters/sophos-central/rate-budget.ts";
import type { RollcallConfig } from "./config/normalise.ts";
import type { World } from "./session.ts";

/** A budget that is shared with whoever shares the store; whoever opens it closes it. */
export interface OpenRate {
  readonly budget: RateBudget;
  close(): Promise<void>;
}

/**
 * The rate budget of a configuration's store, which is to be up to date: one for all processes on a server, this process's own on an
 * embedded store. It goes by where Central is asked, not by the credential: Central counts by account and source address too,
 * and a credential that was changed has not been given another account.
 */
export function openRate(
  { store, sophos }: RollcallConfig,
  { clock, log }: Pick<World, "clock" | "log">,
): OpenRate {
  const windows = windowsOf(sophos.rate);
  const url = store.read().reveal();
  if (!isShared(url)) return { budget: ownRateBudget(windows, clock), close: async () => Promise.resolve() };
  const meter = openRateMeter(url, { name: new URL(sophos.apiUrl).origin, windows }, log);
  return { budget: rateBudget(meter, clock), close: async () => meter.close() };
}
