import { newest } from "../../identity/same-machine.ts";
import { lifeTurnsAt } from "../life.ts";
import type { Rule } from "../rule.ts";

/**
 * Another endpoint of the tenant is the same machine and alive, or may be: this is an old record of a machine in use.
 * Two that are both alive stay both alive; the newest is named as the machine.
 */
export const supersededDuplicate: Rule = {
  codes: ["superseded_duplicate"],
  state: ({ duplicates }) => {
    const living = duplicates.filter(({ life }) => life !== "silent");
    if (living.length === 0) return [];
    const alive = living.filter(({ life }) => life === "alive").map(({ endpoint }) => endpoint);
    const machine = newest(alive) ?? alive[0];
    return [
      {
        code: "superseded_duplicate",
        evidence: {
          machine: machine?.id ?? "unknown",
          others: living.map(({ endpoint, life, by }) => `${endpoint.id} ${life} by ${by.join("+")}`),
        },
      },
    ];
  },
  turnsAt: ({ duplicates }, policy) => duplicates.flatMap(({ endpoint }) => lifeTurnsAt(endpoint, policy)),
};
