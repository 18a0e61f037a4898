// The short form of `npm run prove`: the same proof, smaller.
import { describe, expect, it } from "vitest";
import { noTally } from "./invariants.ts";
import { DISK_MEBIBYTES, proveDiskFulls } from "./prove-disk.ts";
import { proveProcesses } from "./prove-processes.ts";
import { proveSteps } from "./prove-steps.ts";
import { proveWorld } from "./prove-worlds.ts";
import { aSmallDisk, type SmallDisk } from "./small-disk.ts";

// Two cores and others beside it: a world takes ten seconds, a killed process three.
const PATIENT = 400_000;

describe("the proof, in short", () => {
  it(
    "in a hostile world no living device is deleted, and every invariant holds",
    async () => {
      const tally = noTally();
      const { days, gone, goneHandled } = await proveWorld(1, 9, 200, tally);
      expect(tally).toMatchObject({ broken: [], wrongDeletions: 0, doubleAttempts: 0, unsettled: 0 });
      expect(tally.deletions).toBeGreaterThan(0);
      expect({ days, handled: goneHandled > 0, gone: gone > 0 }).toEqual({
        days: 9,
        handled: true,
        gone: true,
      });
    },
    PATIENT,
  );

  it(
    "a run that dies at any step is finished by the next: nothing twice, nothing lost, nothing left open",
    async () => {
      const tally = noTally();
      const places = await proveSteps("pglite:memory", 8, 1, tally);
      expect(tally).toMatchObject({ broken: [], doubleAttempts: 0, lostLedgerRows: 0, unsettled: 0 });
      expect(places.filter((place) => place !== "")).toHaveLength(8);
      expect(tally.deletions).toBeGreaterThan(8);
    },
    PATIENT,
  );

  it(
    "a process that is killed with -9 leaves a store that the next one finishes on",
    async () => {
      const tally = noTally();
      expect(await proveProcesses("pglite:./store", 2, 1, tally)).toBe(2);
      expect(tally).toMatchObject({ broken: [], doubleAttempts: 0, lostLedgerRows: 0, unsettled: 0 });
      expect(tally.deletions).toBeGreaterThan(0);
    },
    PATIENT,
  );

  it(
    "a disk that is full in the middle of a run is named, and with room on it the next run finishes",
    async (context) => {
      const tally = noTally();
      await using disk = await aSmallDisk(DISK_MEBIBYTES.pglite);
      context.skip("refused" in disk && process.env["CI"] !== "true", "a disk can be mounted by root only");
      expect(disk).not.toHaveProperty("refused");
      expect(await proveDiskFulls("pglite", disk as SmallDisk, 1, 1, tally)).toBe(1);
      expect(tally).toMatchObject({ broken: [], doubleAttempts: 0, lostLedgerRows: 0, unsettled: 0 });
      expect(tally.deletions).toBeGreaterThan(0);
    },
    PATIENT,
  );
});
