import { pullBrake, releaseBrake } from "../../flows/brake.ts";
import type { Handlers } from "./handler.ts";
import { refuse } from "./refusal.ts";
import { timeText } from "./time-views.ts";

/** The brake: everybody who may answer a case may pull it, and it takes more to release it. */
export const brakeHandlers: Pick<Handlers, "pullBrake" | "releaseBrake"> = {
  pullBrake: async ({ body }, { principal }, session) => {
    const { brake } = await pullBrake(session, { reason: body.reason, by: principal.actor });
    return {
      brake: {
        pulledAt: timeText(brake.pulledAt),
        pulledBy: brake.pulledBy,
        reason: brake.reason,
      },
    };
  },
  releaseBrake: async ({ body }, { principal }, session) => {
    const released = await releaseBrake(session, { reason: body.reason, by: principal.actor });
    return released.kind === "refused" ? refuse("brake_not_on", released.detail) : { released: true };
  },
};
