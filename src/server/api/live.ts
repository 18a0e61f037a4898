import { streamSSE } from "hono/streaming";
import type { Context } from "hono";
import type { LiveEvent } from "../../api/runs.ts";

/** Tells everybody who looks on what happens now; nobody waits for anybody. */
export interface Live {
  tell(event: LiveEvent): void;
  listen(hear: (event: LiveEvent) => void): () => void;
}

export function createLive(): Live {
  const listeners = new Set<(event: LiveEvent) => void>();
  return {
    tell: (event) => {
      for (const hear of listeners) hear(event);
    },
    listen: (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}

/** Proxies close what is silent for a minute. */
const HEARTBEAT_MS = 20_000;
/** Then the stream ends, and a browser opens it anew: who has signed out, or lost a role, is not told for ever. */
const LONGEST_MS = 10 * 60_000;
/** Whoever reads slower than that is let go, and reads everything anew: nothing is kept for them without end. */
const MOST_WAITING = 1_000;

/** `GET /api/v1/events`: events as they come, until the reader goes. Whoever sees a part of the fleet only learns that something changed. */
export function streamLive(context: Context, live: Live, sees: (event: LiveEvent) => boolean): Response {
  return streamSSE(context, async (stream) => {
    const waiting: LiveEvent[] = [];
    const ends = performance.now() + LONGEST_MS;
    const reader = { gone: false, wake: (): void => {} };
    const stop = live.listen((event) => {
      if (!sees(event)) return;
      if (waiting.length >= MOST_WAITING) reader.gone = true;
      else waiting.push(event);
      reader.wake();
    });
    stream.onAbort(() => {
      reader.gone = true;
      reader.wake();
    });
    try {
      while (!reader.gone && performance.now() < ends) {
        const event = waiting.shift();
        if (event !== undefined) {
          await stream.writeSSE({ data: JSON.stringify(event) });
          continue;
        }
        const late = await new Promise<boolean>((resolve) => {
          const timer = setTimeout(() => resolve(true), HEARTBEAT_MS);
          reader.wake = () => {
            clearTimeout(timer);
            resolve(false);
          };
        });
        if (late) await stream.write(": still here\n\n");
      }
    } finally {
      stop();
    }
  });
}
