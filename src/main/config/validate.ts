import { directoryRules } from "./directory-rules.ts";
import { limitRules } from "./limit-rules.ts";
import { notifyRules } from "./notify-rules.ts";
import { policyRules } from "./policy-rules.ts";
import type { Remark, Rule, RuleInput } from "./rule.ts";
import { scheduleRules } from "./schedule-rules.ts";
import { serverRules } from "./server-rules.ts";
import { siemRules } from "./siem-rules.ts";
import { sophosRules } from "./sophos-rules.ts";
import { ticketRules } from "./ticket-rules.ts";
import { vaultRules } from "./vault-rules.ts";

const RULES: readonly Rule[] = [
  ...sophosRules,
  ...directoryRules,
  ...policyRules,
  ...limitRules,
  ...ticketRules,
  ...vaultRules,
  ...serverRules,
  ...scheduleRules,
  ...siemRules,
  ...notifyRules,
];

/** All that the rules between fields have to say. */
export const validate = (input: RuleInput): readonly Remark[] => RULES.flatMap((rule) => rule(input));
