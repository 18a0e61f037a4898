import type { FleetAnswer } from "./assess-fleet.ts";
import { inChild } from "./child.ts";
import type { Figure } from "./figure.ts";

const FLEET = 20_000;

/** Judging: everybody on the first day, and what changed on the second. */
export async function assessOverDays(wanted: ReadonlySet<string>): Promise<Figure[]> {
  const answer = await inChild<FleetAnswer>("assess", { endpoints: FLEET });
  return [
    ...(wanted.has("assess-rate") ? rateFigures(answer) : []),
    ...(wanted.has("daily-assess") ? dailyFigures(answer) : []),
  ];
}

function rateFigures({ fleet, coreMs, setBasedMs, wholePassMs }: FleetAnswer): Figure[] {
  const perSecond = (ms: number): number => fleet / (ms / 1_000);
  const rate = {
    name: "assess-rate",
    figure: perSecond(coreMs),
    unit: "endpoints per CPU second, core alone",
  };
  return [
    {
      ...rate,
      against: { kind: "peer", what: "one SQL statement, crude decision", figure: perSecond(setBasedMs) },
      goal: undefined,
      note: `${fleet} endpoints; the statement joins by name, states 6 reasons of 30, and gives no evidence and no hash`,
    },
    {
      ...rate,
      against: {
        kind: "limit",
        what: "the whole pass, evidence read and saved",
        figure: perSecond(wholePassMs),
      },
      goal: { atLeast: 1 },
      note: "above 1 the store sets the pace, not the rules",
    },
  ];
}

function dailyFigures({ fleet, changed, judgedAgain, againMs, wholePassMs }: FleetAnswer): Figure[] {
  return [
    {
      name: "daily-assess",
      figure: judgedAgain,
      unit: "endpoints judged on day 2",
      against: { kind: "limit", what: "endpoints that changed", figure: changed },
      goal: { atMost: 1.1 },
      note:
        `of ${fleet}, 90 % of which reported again: ${((judgedAgain / fleet) * 100).toFixed(1)} % judged, in ` +
        `${((againMs / wholePassMs) * 100).toFixed(0)} % of the first day's CPU time`,
    },
  ];
}
