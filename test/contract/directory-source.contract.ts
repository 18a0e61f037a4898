// What every directory source must do, whatever it reads from: files and Active Directory run this same suite.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Computer } from "../../src/core/model/computer.ts";
import type { ComputerId } from "../../src/core/model/ids.ts";
import { isKnown } from "../../src/core/model/unknown.ts";
import type { DirectoryReadingEnd, DirectorySource } from "../../src/ports/directory-source.ts";
import { Fault } from "../../src/ports/fault.ts";

/** A source over a directory whose content the test knows. */
export interface DirectoryExample {
  readonly source: DirectorySource;
  /** How many computers a full reading brings, deleted ones included. */
  readonly computers: number;
  /** Names (common names) of some of them. */
  readonly names: readonly string[];
  /** An id of the right form that nothing in the directory has. */
  readonly absentId: ComputerId;
  /** DNS names of the domains it knows, its own first. */
  readonly domains: readonly string[];
  /** Account names of the people in each VIP group, by the DN as configured; `unreadable` for a group that is not there. */
  readonly vips: Readonly<Record<string, readonly string[] | "unreadable">>;
}

export interface WholeReading {
  readonly computers: readonly Computer[];
  readonly batches: readonly number[];
  readonly end: DirectoryReadingEnd;
}

/** Reads a directory to its end. */
export async function readWhole(
  source: DirectorySource,
  bookmark?: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<WholeReading> {
  const reading = source.read(bookmark, signal);
  const computers: Computer[] = [];
  const batches: number[] = [];
  let step = await reading.next();
  while (step.done !== true) {
    computers.push(...step.value);
    batches.push(step.value.length);
    step = await reading.next();
  }
  return { computers, batches, end: step.value };
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : 1);

/** Declares the suite. `open` is called once; the source is closed at the end. */
export function directorySourceContract(title: string, open: () => Promise<DirectoryExample>): void {
  describe(`${title} as a directory source`, () => {
    let example: DirectoryExample;
    let whole: WholeReading;
    const signal = new AbortController().signal;

    beforeAll(async () => {
      example = await open();
      whole = await readWhole(example.source);
    });
    afterAll(async () => {
      await example.source.close();
    });

    it("reads every computer once, without a gap", () => {
      expect(whole.end.gaps).toStrictEqual([]);
      expect(whole.end.extent).toBe("full");
      expect(whole.computers).toHaveLength(example.computers);
      expect(new Set(whole.computers.map(({ id }) => id)).size).toBe(example.computers);
      expect(whole.computers.map(({ name }) => name)).toStrictEqual(
        expect.arrayContaining([...example.names]),
      );
      if (whole.end.expected !== undefined) expect(whole.end.expected).toBe(example.computers);
    });

    it("comes in batches, none of them empty", () => {
      expect(whole.batches.length).toBeGreaterThan(0);
      expect(Math.min(...whole.batches)).toBeGreaterThan(0);
    });

    it("names itself, and each computer's directory and domain", () => {
      for (const { directory, domain } of whole.computers) {
        expect(directory).toBe(example.source.name);
        expect(domain.dns).toBe(example.domains[0]);
      }
      expect(whole.end.domains.map(({ dns }) => dns).toSorted()).toStrictEqual(
        [...example.domains].toSorted(),
      );
      expect(whole.end.vips.directory).toBe(example.source.name);
    });

    it("reads one computer by its id as it read it among all", async () => {
      const [first] = whole.computers;
      if (first === undefined) throw new Error("the example has no computer");
      const one = await example.source.readOne(first.id, signal);
      expect(one).toMatchObject({ computer: first });
    });

    it("answers absent for an id that nothing has", async () => {
      await expect(example.source.readOne(example.absentId, signal)).resolves.toBe("absent");
    });

    it("tells who is in each VIP group, and says so when one cannot be read", async () => {
      for (const vips of [whole.end.vips, await example.source.vips(signal)]) {
        const told = vips.groups.map((group) => [
          group.dn,
          group.kind === "read"
            ? group.members
                .map(({ samAccountName }) => (isKnown(samAccountName) ? samAccountName : "unknown"))
                .toSorted(inOrder)
            : "unreadable",
        ]);
        expect(Object.fromEntries(told)).toStrictEqual(example.vips);
      }
    });

    it("answers the self-test with a remedy for whatever is not held", async () => {
      const checks = await example.source.check(signal);
      expect(checks.length).toBeGreaterThan(0);
      for (const { held, remedy } of checks) expect(held || remedy !== "").toBe(true);
    });

    it("counts its requests", async () => {
      const before = example.source.requests();
      await example.source.vips(signal);
      expect(example.source.requests()).toBeGreaterThan(before);
    });

    it("ends with CANCELLED when it is cancelled, and with nothing else", async () => {
      const failure = await readWhole(example.source, undefined, AbortSignal.abort()).catch(
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(Fault);
      expect(failure).toHaveProperty("code", "CANCELLED");
    });
  });
}
