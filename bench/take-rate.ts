import { openRateMeter } from "../src/adapters/postgres/open-rate-meter.ts";
import { rateBudget } from "../src/adapters/sophos-central/rate-budget.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { createLog } from "../src/adapters/system/log.ts";
import type { RateWindow } from "../src/core/model/rate-window.ts";

export interface TakeInput {
  readonly url: string;
  readonly name: string;
  readonly windows: readonly RateWindow[];
  readonly forMs: number;
}

/** As many at once as tenants are read at once. */
const AT_ONCE = 4;

/** Takes what a collection may, for so long; gives how many that were. Nothing is sent. */
export async function takeRate({
  url,
  name,
  windows,
  forMs,
}: TakeInput): Promise<{ readonly taken: number }> {
  const meter = openRateMeter(url, { name, windows }, createLog({ level: "silent" }));
  const budget = rateBudget(meter, systemClock);
  const until = performance.now() + forMs;
  let taken = 0;
  const take = async (): Promise<void> => {
    while (performance.now() < until) {
      await budget.enter("bulk");
      taken++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
  await meter.close();
  return { taken };
}
