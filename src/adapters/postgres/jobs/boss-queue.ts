import type { JobAsk, JobKind, JobQueue } from "../../../ports/jobs.ts";
import type { Boss } from "./boss.ts";
import { envelopeIn } from "./run-job.ts";

/** The queue as a worker sees it. @param names the kinds of jobs that it looks for */
export const bossQueue = (boss: Boss, names: readonly JobKind<unknown, unknown>["name"][]): JobQueue => ({
  waiting: async () => {
    const data = await boss.waiting(names);
    if (data === undefined) return undefined;
    // What is not legible asks for a schema that nobody has.
    const { config, schema } = envelopeIn(data) ?? { config: "", schema: -1 };
    return { config, schema };
  },
  take: async (handlers, width, own) => {
    const enough = await Promise.all(
      handlers.map(async (handler) =>
        boss.take(handler.kind, width, async (envelope, _, signal) =>
          // Between the look and the taking another run may have begun.
          asksFor(envelope, own) ? handler.do(envelope.input, envelope.run, signal) : "back",
        ),
      ),
    );
    return async () => {
      await Promise.all(enough.map(async (stop) => stop()));
    };
  },
});

const asksFor = (asked: JobAsk, own: JobAsk): boolean =>
  asked.config === own.config && asked.schema === own.schema;
