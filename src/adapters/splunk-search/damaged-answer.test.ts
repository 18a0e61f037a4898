import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerLines } from "../../../test/build/splunk-server.ts";
import { BASE, DISABLED, VIP, groupRow, ouRow, pcRow, personRow } from "../../../test/build/splunk-rows.ts";
import type { DirectoryName } from "../../core/model/ids.ts";
import { DAY } from "../../core/model/instant.ts";
import { Fault } from "../../ports/fault.ts";
import { systemClock } from "../system/clock.ts";
import type { HttpStreams } from "../system/http-stream.ts";
import type { Row } from "./answer-line.ts";
import { readSearch } from "./reading.ts";

const quiet = (): void => undefined;
const ROWS: readonly Row[] = [
  ouRow(DISABLED),
  pcRow(1, { managedBy: "CN=Jürgen,CN=Users,DC=corp,DC=example,DC=com" }),
  pcRow(2),
  pcRow(3),
  groupRow(VIP, `CN=jane,CN=Users,${BASE}`),
  personRow("jane"),
];

/** Reads an answer that is made of the right one, in pieces of a given size. */
async function outcomeOf(
  damage: (whole: Buffer) => Uint8Array,
  piece = 64,
): Promise<{ computers: number; gaps: number } | string> {
  const streams: HttpStreams = {
    host: "splunk",
    open: async ({ form }) => {
      const text = answerLines(ROWS, form["search"] ?? "")
        .map((line) => `${line}\n`)
        .join("");
      const bytes = damage(Buffer.from(text));
      return {
        kind: "answered",
        status: 200,
        date: undefined,
        async *bytes() {
          for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
        },
        discard: quiet,
      };
    },
    close: async () => undefined,
  };
  const options = {
    name: "corp" as DirectoryName,
    search: "search index=ad",
    earliest: "-24h",
    latest: "now",
    domain: { dns: "corp.example.com", netbios: "CORP" },
    fields: new Map(),
    complete: new Set(["member", "serviceprincipalname"] as const),
    ignoreWarnings: [],
    retired: { ous: [DISABLED], disabledAccounts: false, deletedObjects: false },
    vipGroups: [VIP],
    maxAgeMs: DAY,
    clock: systemClock,
    log: { debug: quiet, info: quiet, warn: quiet },
  };
  const reading = readSearch(streams, options, 1_000, new AbortController().signal);
  let computers = 0;
  try {
    for (;;) {
      const step = await reading.next();
      if (step.done === true) return { computers, gaps: step.value.gaps.length };
      computers += step.value.length;
    }
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
}

const WHOLE = { computers: 3, gaps: 0 };

describe("a damaged answer", () => {
  it("is whole undamaged, in pieces of any size", async () => {
    for (const piece of [1, 7, 100_000]) expect(await outcomeOf((whole) => whole, piece)).toEqual(WHOLE);
  });

  it("cut anywhere is never a whole reading, but for the line break at its very end", async () => {
    const deceived: number[] = [];
    let length = 1;
    for (let end = 0; end < length; end++) {
      const outcome = await outcomeOf((whole) => {
        length = whole.length - 1;
        return whole.subarray(0, end);
      });
      if (typeof outcome !== "string" && outcome.gaps === 0) deceived.push(end);
    }
    expect(length).toBeGreaterThan(1_500);
    expect(deceived).toEqual([]);
  });

  it("with one row in the place of another is never a whole reading, though the count is right", async () => {
    const deceived: string[] = [];
    for (let lost = 0; lost < ROWS.length; lost++)
      for (let twice = 0; twice < ROWS.length; twice++) {
        const outcome = await outcomeOf((whole) => {
          const lines = whole.toString("utf8").split("\n");
          return Buffer.from(lines.with(lost, lines[twice] ?? "").join("\n"));
        });
        const told = typeof outcome === "string" || outcome.gaps > 0;
        if (told === (lost === twice)) deceived.push(`${lost} by ${twice}`);
      }
    expect(deceived).toEqual([]);
  });

  it("of any bytes ends in a reading or in a fault, never in another error", async () => {
    const noise = fc
      .tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 4 }))
      .map(([at, bytes]) => (whole: Buffer): Uint8Array => {
        whole.set(bytes, at % (whole.length - 4));
        return whole;
      });
    const soup = fc.uint8Array({ maxLength: 200 }).map((bytes) => () => bytes);
    const json = fc.jsonValue().map(
      (value) =>
        (whole: Buffer): Uint8Array =>
          Buffer.concat([Buffer.from(`${JSON.stringify(value)}\n`), whole]),
    );
    const column = fc
      .tuple(fc.constantFrom(...Object.keys(pcRow(1)), "whenChanged", "member;range=0-1"), fc.jsonValue())
      .map(([name, value]) => (whole: Buffer): Uint8Array => {
        const [first = "", ...lines] = whole.toString("utf8").split("\n");
        const line = JSON.parse(lines[0] ?? "{}") as { result: Record<string, unknown> };
        line.result[name] = value;
        return Buffer.from([first, JSON.stringify(line), ...lines.slice(1)].join("\n"));
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(noise, soup, json, column), async (damage) => {
        const outcome = await outcomeOf(damage);
        expect(typeof outcome === "string" ? outcome : "read").toMatch(/^(?:read|EXPORT_INVALID)$/);
      }),
      { numRuns: 400 },
    );
  });
});
