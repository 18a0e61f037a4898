import * as z from "zod";
import { route } from "./route.ts";
import { time, Why } from "./value.ts";

export const SinkView = z.object({
  sink: z.string(),
  cursor: z.int(),
  /** Entries that it has not got yet. */
  behind: z.int(),
  deliveredAt: time.optional(),
  failures: z.int(),
  failure: z.string().optional(),
  retryAt: time.optional(),
  parked: z.object({ parkedAt: time, because: z.string(), reason: z.string().optional() }).optional(),
  setAside: z.int(),
  /** Still in the configuration. */
  configured: z.boolean(),
});

export const listSinks = route({
  id: "listSinks",
  method: "get",
  path: "/api/v1/outbox",
  summary: "How far each sink has got, and what is in its way",
  needs: "viewer",
  scope: "fleet",
  response: z.object({ items: z.array(SinkView) }),
});

export const parkSink = route({
  id: "parkSink",
  method: "post",
  path: "/api/v1/outbox/{sink}/park",
  summary: "Send a sink nothing until it is resumed",
  needs: "operator",
  scope: "fleet",
  params: z.object({ sink: z.string() }),
  body: z.strictObject({ reason: Why }),
  response: z.object({ sink: SinkView }),
});

export const retrySink = route({
  id: "retrySink",
  method: "post",
  path: "/api/v1/outbox/{sink}/retry",
  summary: "Resume a sink and try it at once",
  needs: "operator",
  scope: "fleet",
  params: z.object({ sink: z.string() }),
  body: z.strictObject({}),
  response: z.object({ sink: SinkView }),
});
