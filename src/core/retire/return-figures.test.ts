import { expect, it } from "vitest";
import { instant } from "../model/instant.ts";
import { returnFigures } from "./return-figures.ts";

const after = (ms: number) => ({ deletedAt: instant(1_000), returnedAt: instant(1_000 + ms) });

it("counts, and says what is not known yet", () => {
  expect(returnFigures(0, [])).toEqual({
    deletions: 0,
    returns: 0,
    returnRate: undefined,
    medianTimeToRestoreMs: undefined,
  });
  expect(returnFigures(40, [after(900), after(10), after(50)])).toEqual({
    deletions: 40,
    returns: 3,
    returnRate: 0.075,
    medianTimeToRestoreMs: 50,
  });
});
