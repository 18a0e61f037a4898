import type { ComputerRef } from "../../identity/match.ts";
import type { Rule } from "../rule.ts";

/** The name leads to more than one computer, to one that the domain evidence denies, or to one without sufficient proof. */
export const identity: Rule = {
  codes: ["identity_ambiguous", "identity_conflicting", "identity_weak"],
  state: ({ match }) => {
    switch (match.tier) {
      case "exact":
      case "none":
        return [];
      case "ambiguous":
        return [{ code: "identity_ambiguous", evidence: { computers: match.computers.map(named) } }];
      case "conflicting":
        return [
          {
            code: "identity_conflicting",
            evidence: {
              computers: match.computers.map(named),
              domainEvidence: match.domainEvidence.map(
                ({ source, domains }) => `${source}: ${[...domains].sort().join(" ")}`,
              ),
            },
          },
        ];
      case "likely":
        return [
          { code: "identity_weak", evidence: { computer: named(match.computer), doubts: match.doubts } },
        ];
    }
  },
};

const named = ({ directory, id }: ComputerRef): string => `${directory}: ${id}`;
