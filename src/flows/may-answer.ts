import { answerCase, type CaseCommand, type CaseRefusal } from "../core/review/answer-case.ts";
import { DAY, instant } from "../core/model/instant.ts";
import type { CaseView } from "./show-case.ts";
import type { DecideParts } from "./decide-case.ts";

/** What stands in the way of each answer of one person; undefined where nothing does. */
export interface MayAnswer {
  readonly approve: CaseRefusal | undefined;
  readonly keep: CaseRefusal | undefined;
  readonly hold: CaseRefusal | undefined;
}

/** Which answers a case would take from somebody right now, by the very rules that take them. Changes nothing. */
export function mayAnswer(
  { one, device }: Pick<CaseView, "one" | "device">,
  actor: string,
  { clock, review }: Pick<DecideParts, "clock" | "review">,
): MayAnswer {
  const now = clock.now();
  const refusalOf = (command: CaseCommand): CaseRefusal | undefined => {
    const who = { actor, channel: "console", version: one.version } as const;
    const current = device?.assessment?.evidenceHash;
    const move = answerCase(one, command, who, { now, current, terms: review });
    return "kind" in move ? move : undefined;
  };
  const reason = "asked beforehand";
  return {
    approve: refusalOf({ kind: "approve", reason, evidenceHash: one.evidenceHash }),
    keep: refusalOf({ kind: "keep", reason }),
    hold: refusalOf({ kind: "hold", reason, owner: actor, until: instant(now + DAY) }),
  };
}
