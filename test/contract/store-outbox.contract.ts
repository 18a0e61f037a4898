import { expect, it } from "vitest";
import { NOW } from "../build/evidence.ts";
import { FACTS } from "../build/facts.ts";
import { later, type Bench } from "./store-fixture.ts";

const TTL = 60_000;
const UNSURE = [{ seq: 1, at: NOW }];

export function outboxSuite(bench: () => Bench): void {
  const outbox = () => bench().store.outbox;
  const taken = async () => {
    await outbox().open("siem", 0);
    return (await outbox().take("siem", NOW, TTL)) ?? -1;
  };

  it("a sink begins where it is told the first time, and goes on from where it was", async () => {
    expect(await outbox().open("siem", 7)).toEqual({
      sink: "siem",
      cursor: 7,
      unsure: [],
      deliveredAt: undefined,
      failures: 0,
      failure: undefined,
      failedAt: undefined,
      retryAt: undefined,
      parked: undefined,
    });
    expect(await outbox().open("siem", 99)).toMatchObject({ cursor: 7 });
    expect(await outbox().list()).toHaveLength(1);
    expect(await outbox().find("other")).toBeUndefined();
  });

  it("one at a time has a sink: until it releases it or falls silent, and what it writes after that is not taken", async () => {
    const token = await taken();
    expect(await outbox().take("siem", NOW, TTL)).toBeUndefined();
    const other = await outbox().take("siem", later(1), TTL);
    expect(other).toBe(token + 1);

    const to = { cursor: 5, unsure: [], refused: [{ seq: 4, code: "late" }], at: later(1) };
    expect(await outbox().advance("siem", token, to)).toBe(false);
    const failure = { code: "busy", cursor: 0, at: later(1), retryAt: later(2) };
    expect(await outbox().fail("siem", token, failure)).toBe(false);
    await outbox().release("siem", token);
    expect(await outbox().take("siem", later(1), TTL)).toBeUndefined();
    expect(await outbox().find("siem")).toMatchObject({ cursor: 0, failures: 0 });
    expect(await outbox().setAside("siem")).toEqual([]);

    await outbox().release("siem", token + 1);
    expect(await outbox().take("siem", later(1), TTL)).toBe(token + 2);
  });

  it("failures are counted until something is taken, and the cursor goes back with them", async () => {
    const token = await taken();
    const at = later(1);
    await outbox().advance("siem", token, { cursor: 9, unsure: UNSURE, refused: [], at });
    expect(await outbox().find("siem")).toMatchObject({ cursor: 9, unsure: UNSURE, deliveredAt: at });
    await outbox().fail("siem", token, { code: "busy", cursor: 0, at, retryAt: later(2) });
    await outbox().fail("siem", token, { code: "unreachable", cursor: 0, at: later(2), retryAt: later(4) });
    expect(await outbox().find("siem")).toMatchObject({
      cursor: 0,
      unsure: [],
      failures: 2,
      failure: "unreachable",
      failedAt: later(2),
      retryAt: later(4),
    });
    await outbox().advance("siem", token, { cursor: 3, unsure: [], refused: [], at });
    expect(await outbox().find("siem")).toMatchObject({ cursor: 3, failures: 0, retryAt: undefined });
  });

  it("what a sink refused is set aside until it is asked for again and taken", async () => {
    const token = await taken();
    const refused = [
      { seq: 2, code: "hec_6" },
      { seq: 4, code: "hec_5" },
    ];
    await outbox().advance("siem", token, { cursor: 5, unsure: [], refused, at: NOW });
    expect(await outbox().setAside("siem")).toEqual(
      refused.map((one) => ({ ...one, sink: "siem", setAsideAt: NOW, due: false })),
    );
    expect(await outbox().resume("siem", false)).toBe(0);
    expect(await outbox().resume("siem", true)).toBe(2);
    expect((await outbox().setAside("siem")).every(({ due }) => due)).toBe(true);
    await outbox().settleSetAside("siem", [2]);
    // Refused once more.
    await outbox().advance("siem", token, { cursor: 5, unsure: [], refused: [refused[1]!], at: later(1) });
    expect(await outbox().setAside("siem")).toMatchObject([{ seq: 4, due: false, setAsideAt: later(1) }]);
  });

  it("a parked sink says why until it is resumed", async () => {
    await outbox().open("siem", 0);
    const parked = { parkedAt: NOW, because: "person", reason: "moving house\0" };
    await outbox().park("siem", parked);
    expect(await outbox().find("siem")).toMatchObject({
      parked: { ...parked, reason: "moving house\ufffd" },
    });
    await outbox().resume("siem", true);
    expect((await outbox().find("siem"))?.parked).toBeUndefined();
  });

  it("entries are found by their numbers", async () => {
    const { ledger } = bench().store;
    await ledger.append([FACTS.brake_pulled, FACTS.brake_released, FACTS.brake_pulled], NOW);
    expect((await ledger.bySeq([3, 1, 99])).map(({ seq }) => seq)).toEqual([1, 3]);
  });
}
