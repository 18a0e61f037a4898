import { centralError, ok, type Reply } from "./envelope.ts";

/** Moves the rehearsal to an instant (epoch ms). `past`: its world does not go back. */
export type MoveClock = (at: number) => "moved" | "past";

/** Not of Sophos Central: whoever rehearses moves time with `PUT {Sophos ID}/simulator/clock`, body `{"now": RFC 3339}`. */
export const CLOCK_PATH = "/simulator/clock";

/** Answers 200 with the instant, 409 when it lies in the past, 400 for anything else. */
export function moveClock(body: string, move: MoveClock, now: number): Reply {
  const at = instantIn(body);
  if (at === undefined) return centralError(400, now, 'the body must be {"now": "2026-09-01T06:00:00Z"}');
  if (move(at) === "past") return centralError(409, now, "the simulated world does not go back in time");
  return ok({ now: new Date(at).toISOString() });
}

function instantIn(body: string): number | undefined {
  const text = /^\s*\{\s*"now"\s*:\s*"([^"\\]+Z)"\s*\}\s*$/.exec(body)?.[1];
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
