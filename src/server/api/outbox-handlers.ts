import type * as z from "zod";
import type { SinkView } from "../../api/outbox.ts";
import { outboxStatus, parkSink, resumeSink, type SinkStanding } from "../../flows/outbox.ts";
import type { ApiSession } from "./api-session.ts";
import type { Handlers } from "./handler.ts";
import { refuse, type Refusal } from "./refusal.ts";
import { timeText } from "./time-views.ts";

/** The outbox. @param deliver sends what is due, soon and without being waited for */
export const outboxHandlers = (
  deliver: () => void,
): Pick<Handlers, "listSinks" | "parkSink" | "retrySink"> => ({
  listSinks: async (_input, _caller, session) => ({ items: (await outboxStatus(session)).map(viewOf) }),
  parkSink: async ({ params, body }, _caller, session) => {
    const done = await parkSink({ sink: params.sink, reason: body.reason }, session);
    return done.kind === "refused" ? refuse(done.code, done.detail) : standing(params.sink, session);
  },
  retrySink: async ({ params }, _caller, session) => {
    const done = await resumeSink(params.sink, session);
    if (done.kind === "refused") return refuse(done.code, done.detail);
    deliver();
    return standing(params.sink, session);
  },
});

async function standing(
  name: string,
  session: ApiSession,
): Promise<{ sink: z.input<typeof SinkView> } | Refusal> {
  const one = (await outboxStatus(session)).find(({ sink }) => sink === name);
  return one === undefined ? refuse("sink_unknown", "No sink has this name.") : { sink: viewOf(one) };
}

const viewOf = (one: SinkStanding): z.input<typeof SinkView> => ({
  sink: one.sink,
  cursor: one.cursor,
  behind: one.behind,
  ...(one.deliveredAt !== undefined && { deliveredAt: timeText(one.deliveredAt) }),
  failures: one.failures,
  ...(one.failure !== undefined && { failure: one.failure }),
  ...(one.retryAt !== undefined && { retryAt: timeText(one.retryAt) }),
  ...(one.parked !== undefined && {
    parked: {
      parkedAt: timeText(one.parked.parkedAt),
      because: one.parked.because,
      ...(one.parked.reason !== undefined && { reason: one.parked.reason }),
    },
  }),
  setAside: one.setAside.length,
  configured: one.type !== undefined,
});
