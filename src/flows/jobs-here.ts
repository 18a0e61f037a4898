import type { Jobs } from "../ports/jobs.ts";
import { inParallel } from "./in-parallel.ts";

/** All of it in this process: an embedded store has no other, and a command that is alone waits for nobody. */
export const jobsHere: Jobs = {
  spread: async (work, signal) =>
    inParallel(work.inputs, work.width, async (input) => ({
      output: await work.do(input, signal),
      here: true,
    })),
};
