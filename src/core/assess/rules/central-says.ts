import { isKnown, type Maybe } from "../../model/unknown.ts";
import type { StatedReason } from "../reason.ts";
import type { Rule } from "../rule.ts";

/** Central itself says that something is wrong with it, or could not be asked. Not said at all is no reason. */
export const centralSays: Rule = {
  codes: ["cloned", "open_alert"],
  state: ({ evidence }) => {
    const { cloned } = evidence.endpoint;
    const { openAlert } = evidence;
    const stated: StatedReason[] = [];
    if (mayBe(cloned))
      stated.push({ code: "cloned", evidence: { cloned: isKnown(cloned) ? cloned : "unknown" } });
    if (mayBe(openAlert)) {
      stated.push({
        code: "open_alert",
        evidence: { openAlert: isKnown(openAlert) ? openAlert : "unknown" },
      });
    }
    return stated;
  },
};

// `missing`: an older record without the field, or alerts that only verify asks for.
const mayBe = (value: Maybe<boolean>): boolean => (isKnown(value) ? value : value.unknown !== "missing");
