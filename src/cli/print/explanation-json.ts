import type { Explanation } from "../../flows/explain.ts";

/** An explanation as data, without what is not about this device. */
export const explanationJson = (one: Explanation) => ({
  ...one,
  evidence:
    one.evidence === undefined
      ? undefined
      : {
          ...one.evidence,
          // People's names of a whole VIP group and the list of all containers are not about this device.
          directories: one.evidence.directories.map(({ directory, domains }) => ({ directory, domains })),
        },
});
