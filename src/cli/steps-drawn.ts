import type { RunTold } from "../flows/run-steps.ts";
import type { CommonFlags } from "./app.ts";
import type { Io } from "./io.ts";
import { progressLine, type ProgressLine } from "./print/progress.ts";

/** Draws the progress of each step, and takes the drawing away before what the step came to is told. */
export function drawing(
  io: Io,
  flags: CommonFlags,
  tell: RunTold["ended"],
): RunTold & { readonly stop: () => void } {
  let line: ProgressLine | undefined;
  const stop = (): void => line?.stop();
  return {
    begun: async () => {
      line = progressLine(io, flags);
      return Promise.resolve();
    },
    ended: async (end) => {
      stop();
      await tell(end);
    },
    progress: (event) => line?.progress(event),
    stop,
  };
}
