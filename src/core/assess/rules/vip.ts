import type { Rule } from "../rule.ts";
import type { StatedReason } from "../reason.ts";

/** It may belong to a VIP: someone behind it is one, nobody behind it is known, or who is a VIP cannot be told. */
export const vip: Rule = {
  codes: ["vip_owner", "vip_unknown"],
  state: ({ vip: { groups, by, unreadable }, person }) => {
    const stated: StatedReason[] = [];
    if (groups.length > 0) stated.push({ code: "vip_owner", evidence: { groups, by } });
    if (unreadable.length > 0) {
      // Then everyone may be a VIP, which is not what a policy accepts by accepting devices without a person.
      stated.push({ code: "vip_unknown", evidence: { unreadable }, acceptable: false });
    } else if (!person.known || person.illegible) {
      stated.push({ code: "vip_unknown", evidence: { person: person.illegible ? "illegible" : "none" } });
    }
    return stated;
  },
};
