import { describe, expect, it } from "vitest";
import type { Outcome, ReadBack, RemovalAnswer } from "./outcome.ts";
import { settle, SETTLING_WINDOW_MS } from "./settle.ts";

const ANSWERS = {
  deleted: { kind: "deleted" },
  not_deleted: { kind: "not_deleted" },
  absent: { kind: "absent" },
  unclear: { kind: "unclear", cause: "reset", why: "the connection was reset" },
  refused: { kind: "refused", status: 403, correlationId: undefined },
  throttled: { kind: "throttled", retryAfterMs: 1_000 },
  not_sent: { kind: "not_sent", cause: "unreachable", why: "the connection was refused" },
  withheld: { kind: "withheld" },
} as const satisfies { readonly [K in RemovalAnswer["kind"]]: Extract<RemovalAnswer, { kind: K }> };

const READINGS: readonly (ReadBack | undefined)[] = ["absent", "present", "unreadable", undefined];
const EARLY = SETTLING_WINDOW_MS - 1;
const LATE = SETTLING_WINDOW_MS;

/** absent, present in the window, present after it, unreadable. */
type Row = readonly [Outcome, Outcome, Outcome, Outcome];
const TABLE: readonly (readonly [string, RemovalAnswer | undefined, Row])[] = [
  ["deleted", ANSWERS.deleted, ["retired", "unconfirmed", "unconfirmed", "unconfirmed"]],
  ["unclear", ANSWERS.unclear, ["retired", "unconfirmed", "failed", "unconfirmed"]],
  ["no known answer", undefined, ["retired", "unconfirmed", "failed", "unconfirmed"]],
  ["not_deleted", ANSWERS.not_deleted, ["retired", "failed", "failed", "unconfirmed"]],
  ["absent", ANSWERS.absent, ["gone_already", "unconfirmed", "failed", "unconfirmed"]],
];

describe("settling a removal", () => {
  it.each(TABLE)("after %s goes by what is read back", (_, answer, row) => {
    const outcomes = (
      [
        ["absent", EARLY],
        ["present", EARLY],
        ["present", LATE],
        ["unreadable", LATE],
      ] as const
    ).map(([readBack, elapsedMs]) => settle({ answer, readBack, elapsedMs }));

    expect(outcomes).toStrictEqual(row.map((outcome) => ({ outcome, settledBy: "read_back" })));
  });

  it.each(TABLE)("after %s is not done before it was read back, however late it is", (_, answer) => {
    for (const elapsedMs of [0, EARLY, LATE, Number.MAX_SAFE_INTEGER])
      expect(settle({ answer, readBack: undefined, elapsedMs })).toBe("read_back");
  });

  it.each([
    ["refused", "failed"],
    ["throttled", "failed"],
    ["not_sent", "failed"],
    ["withheld", "withheld"],
  ] as const)("after %s is done without reading: %s", (kind, outcome) => {
    for (const readBack of READINGS)
      for (const elapsedMs of [0, LATE])
        expect(settle({ answer: ANSWERS[kind], readBack, elapsedMs })).toStrictEqual({
          outcome,
          settledBy: "answer",
        });
  });

  it("counts as retired only what was read back as absent, whatever Central answered", () => {
    const answers = [undefined, ...Object.values(ANSWERS)];
    const retired = answers.flatMap((answer) =>
      READINGS.filter((readBack) =>
        [0, EARLY, LATE].some((elapsedMs) => {
          const settled = settle({ answer, readBack, elapsedMs });
          return settled !== "read_back" && settled.outcome === "retired";
        }),
      ),
    );

    expect(new Set(retired)).toStrictEqual(new Set(["absent"]));
    expect(retired).toHaveLength(4);
  });

  it.each([
    ["ran backwards", -1],
    ["is no number", Number.NaN],
  ])("leaves a present endpoint open when the time that passed %s", (_, elapsedMs) => {
    expect(settle({ answer: ANSWERS.unclear, readBack: "present", elapsedMs })).toMatchObject({
      outcome: "unconfirmed",
    });
  });
});
