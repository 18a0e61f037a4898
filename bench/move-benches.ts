import { inChild } from "./child.ts";
import type { Figure } from "./figure.ts";
import type { MoveAnswer, MoveInput } from "./move-fleet.ts";

const DEVICES = 100_000;

/** From the embedded store to PostgreSQL, beside what pg_dump and pg_restore take for the same rows. */
export async function moveLargeStore(): Promise<Figure[]> {
  const { rows, moveMs, restoreMs, beforeMb, peakMb } = await inChild<MoveAnswer>("move-fleet", {
    devices: DEVICES,
  } satisfies MoveInput);
  return [
    {
      name: "store-move",
      figure: moveMs / 1_000,
      unit: "s",
      against: { kind: "peer", what: "pg_dump and pg_restore of the same rows", figure: restoreMs / 1_000 },
      goal: undefined,
      note: `${rows} rows of ${DEVICES} devices; each table is read twice more on either side and compared; ${beforeMb.toFixed(0)} MB before, ${peakMb.toFixed(0)} MB at the peak, the embedded store included`,
    },
  ];
}
