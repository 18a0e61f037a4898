import * as z from "zod";
import { Brake } from "./overview.ts";
import { route } from "./route.ts";
import { Why } from "./value.ts";

export const pullBrake = route({
  id: "pullBrake",
  method: "post",
  path: "/api/v1/brake/pull",
  summary: "Stop every deletion, also in a run under way, until somebody releases the brake",
  // Whoever may answer a case may stop: stopping harms no device.
  needs: "reviewer",
  scope: "self",
  body: z.strictObject({ reason: Why }),
  response: z.object({ brake: Brake }),
});

export const releaseBrake = route({
  id: "releaseBrake",
  method: "post",
  path: "/api/v1/brake/release",
  summary: "Let deletions go on, from the first step of the ramp",
  needs: "operator",
  scope: "fleet",
  body: z.strictObject({ reason: Why }),
  response: z.object({ released: z.boolean() }),
});
