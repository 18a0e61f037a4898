import type { Rule } from "../rule.ts";

/** It is a server, or one of the fields that would say so is missing. */
export const server: Rule = {
  codes: ["server"],
  state: ({ serverSigns: { saying, unknown } }) =>
    saying.length + unknown.length === 0 ? [] : [{ code: "server", evidence: { saying, unknown } }],
};
