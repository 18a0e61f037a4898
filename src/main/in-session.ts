import type { Session } from "../cli/app.ts";
import { takeBrakeRequest } from "../flows/brake.ts";
import type { Store } from "../ports/store.ts";
import type { RollcallConfig } from "./config/normalise.ts";
import { sessionOver, type World } from "./session.ts";

/** Work in a session, after what waits beside the store was taken in. */
export async function inSession<T>(
  config: RollcallConfig,
  store: Store,
  world: World,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = sessionOver(config, store, world);
  try {
    await takeBrakeRequest(session);
    return await work(session);
  } finally {
    await session.close();
  }
}
