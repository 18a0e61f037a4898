import type { Session } from "../cli/app.ts";
import { takeBrakeRequest } from "../flows/brake.ts";
import type { Store } from "../ports/store.ts";
import type { RollcallConfig } from "./config/normalise.ts";
import { openRate } from "./open-rate.ts";
import { sessionOver, type World } from "./session.ts";

/** Work in a session, after what waits beside the store was taken in. Without a budget in the world it opens the store's. */
export async function inSession<T>(
  config: RollcallConfig,
  store: Store,
  world: World,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const opened = world.budget === undefined ? openRate(config, world) : undefined;
  const session = sessionOver(config, store, {
    ...world,
    ...(opened !== undefined && { budget: opened.budget }),
  });
  try {
    await takeBrakeRequest(session);
    return await work(session);
  } finally {
    await session.close();
    await opened?.close();
  }
}
