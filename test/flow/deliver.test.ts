// Telling the sinks: every entry at least once to each, whatever one of them does, and what a person can do about it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { LedgerEntry } from "../../src/core/ledger/fact.ts";
import { HOUR, MINUTE } from "../../src/core/model/instant.ts";
import { deliver } from "../../src/flows/deliver.ts";
import { keepUp } from "../../src/flows/keep-up.ts";
import { outboxStatus, parkSink, resumeSink } from "../../src/flows/outbox.ts";
import type { ConfiguredSink, Delivery, SinkTrouble } from "../../src/ports/event-sink.ts";
import { Fault } from "../../src/ports/fault.ts";
import { NOW } from "../build/evidence.ts";
import { FACTS } from "../build/facts.ts";
import { stepClock } from "../build/step-clock.ts";
import { openBench, type Bench } from "../contract/store-fixture.ts";

let bench: Bench;
let clock = stepClock(NOW);
beforeAll(async () => {
  bench = await openBench("pglite:memory");
});
afterAll(async () => bench.store.close());
beforeEach(async () => {
  await bench.empty();
  clock = stepClock(NOW);
  await write(5);
});

const never = new AbortController().signal;
const write = async (count: number) =>
  bench.store.ledger.append(
    Array.from({ length: count }, () => FACTS.removal_settled),
    clock.now(),
  );

type Script = (entries: readonly LedgerEntry[], nth: number) => Partial<Delivery>;
interface ScriptedSink extends ConfiguredSink {
  /** The numbers of the entries of each batch. */
  readonly batches: number[][];
}
/** A sink that does as it is told; by default it takes everything. */
function aSink(name: string, script: Script = () => ({}), more: Partial<ConfiguredSink> = {}): ScriptedSink {
  const batches: number[][] = [];
  return {
    name,
    type: "scripted",
    startsAt: "beginning",
    batch: 2,
    unsureMs: 0,
    open: () => ({
      deliver: async (entries) => {
        batches.push(entries.map(({ seq }) => seq));
        const scripted = script(entries, batches.length - 1);
        const through = scripted.trouble === undefined ? entries.at(-1)?.seq : undefined;
        return Promise.resolve({ through, refused: [], trouble: undefined, ...scripted });
      },
      check: async () => Promise.resolve(undefined),
      close: async () => Promise.resolve(),
    }),
    ...more,
    batches,
  };
}
const trouble = (code: SinkTrouble["code"], retryAfterMs?: number): Partial<Delivery> => ({
  trouble: { code, retryAfterMs },
});
const tell = async (sinks: readonly ConfiguredSink[], byPerson = false, forMs = HOUR) =>
  deliver({ store: bench.store, clock, sinks }, { forMs, byPerson }, never);
const parts = (sinks: readonly ConfiguredSink[]) => ({ store: bench.store, clock, sinks });
const standing = async ({ name }: ConfiguredSink) =>
  (await outboxStatus(parts([]))).find(({ sink }) => sink === name);
const kinds = async () => (await bench.store.ledger.newest(99)).map(({ fact }) => fact.kind);

describe("the outbox", () => {
  it("tells every entry in order, once to a sink that takes it, and then what is new", async () => {
    const sink = aSink("siem");
    expect(await tell([sink])).toMatchObject([{ sink: "siem", state: "up_to_date", taken: 5, behind: 0 }]);
    expect(sink.batches).toEqual([[1, 2], [3, 4], [5]]);
    await write(1);
    await tell([sink]);
    expect(sink.batches.at(-1)).toEqual([6]);
    expect(await tell([sink])).toMatchObject([{ taken: 0 }]);
    expect(sink.batches).toHaveLength(4);
  });

  it("does not open a sink that has been told everything", async () => {
    const late = aSink("late", undefined, { startsAt: "head" });
    expect(await tell([late])).toMatchObject([{ state: "up_to_date" }]);
    await write(1);
    await tell([late]);
    expect(late.batches).toEqual([[6]]);
  });

  it("lets no dead sink hold up another, and tries it again later and later, or when a person asks", async () => {
    const dead = aSink("dead", () => trouble("unreachable"));
    const alive = aSink("alive");
    expect(await tell([dead, alive])).toMatchObject([
      { state: "failed", code: "unreachable", taken: 0, behind: 5, retryAt: NOW + MINUTE },
      { state: "up_to_date", taken: 5 },
    ]);
    expect(await tell([dead])).toMatchObject([{ state: "waiting", code: "unreachable", behind: 5 }]);
    expect(dead.batches).toHaveLength(1);
    expect(await tell([dead], true)).toMatchObject([{ state: "failed", retryAt: NOW + 2 * MINUTE }]);
    await clock.sleep(2 * MINUTE);
    expect(await tell([dead])).toMatchObject([{ state: "failed" }]);
    expect(await standing(dead)).toMatchObject({ cursor: 0, behind: 5, failures: 3 });
  });

  it("waits as long as a sink asks", async () => {
    const busy = aSink("busy", () => trouble("busy", 2 * HOUR));
    expect(await tell([busy])).toMatchObject([{ retryAt: NOW + 2 * HOUR }]);
  });

  it("keeps what was taken of a batch that broke off", async () => {
    const sink = aSink("siem", (_entries, nth) => (nth === 1 ? { through: 3, ...trouble("busy") } : {}));
    expect(await tell([sink])).toMatchObject([{ state: "failed", taken: 3, behind: 2 }]);
    await tell([sink], true);
    expect(sink.batches).toEqual([
      [1, 2],
      [3, 4],
      [4, 5],
    ]);
  });

  it("sends again what a sink in trouble may have lost although it took it", async () => {
    const sink = aSink("siem", (_entries, nth) => (nth === 2 ? trouble("broken_off") : {}), {
      unsureMs: MINUTE,
    });
    expect(await tell([sink])).toMatchObject([{ state: "failed", taken: 4, behind: 5 }]);
    expect(await tell([sink], true)).toMatchObject([{ state: "up_to_date", taken: 5 }]);
    expect(sink.batches.flat().filter((seq) => seq === 1)).toHaveLength(2);
  });

  it("sets aside what a sink refuses and goes on; a person has it sent again", async () => {
    let refuses = true;
    const sink = aSink("siem", (entries) => ({
      refused: refuses ? entries.filter(({ seq }) => seq === 3).map(({ seq }) => ({ seq, code: "bad" })) : [],
    }));
    expect(await tell([sink])).toMatchObject([{ state: "up_to_date", taken: 4, refused: 1 }]);
    expect(await standing(sink)).toMatchObject({
      behind: 0,
      setAside: [{ seq: 3, code: "bad", due: false }],
    });
    const retry = async () => resumeSink("siem", parts([sink]));
    expect(await retry()).toEqual({ kind: "resumed", again: 1 });
    expect(await tell([sink])).toMatchObject([{ refused: 1 }]);
    expect(await standing(sink)).toMatchObject({ setAside: [{ seq: 3, due: false }] });
    refuses = false;
    await retry();
    expect(await tell([sink])).toMatchObject([{ state: "up_to_date", refused: 0 }]);
    expect(await standing(sink)).toMatchObject({ setAside: [] });
    expect(sink.batches.filter((batch) => batch.includes(3))).toEqual([[3, 4], [3], [3]]);
  });

  it("parks a sink that only a person can help, once and on record, until it is resumed", async () => {
    let refuses = true;
    const sink = aSink("siem", () => (refuses ? trouble("unauthorised") : {}));
    expect(await tell([sink])).toMatchObject([{ state: "parked", code: "unauthorised" }]);
    expect(await tell([sink], true)).toMatchObject([{ state: "parked" }]);
    expect(sink.batches).toHaveLength(1);
    expect(await standing(sink)).toMatchObject({ behind: 6, parked: { because: "unauthorised" } });
    expect((await kinds()).at(-1)).toBe("sink_parked");

    refuses = false;
    expect(await resumeSink("siem", parts([sink]))).toEqual({ kind: "resumed", again: 0 });
    // Both facts of the parking are told too.
    expect(await tell([sink])).toMatchObject([{ state: "up_to_date", taken: 7 }]);
    expect(await kinds()).toHaveLength(7);
  });

  it("parks a sink whose secret cannot be read, and stops nothing by it", async () => {
    const sink = aSink("siem", undefined, {
      open: () => {
        throw new Fault("SECRET_UNREADABLE", "The secret env:T is not set.");
      },
    });
    const other = aSink("other");
    expect(await tell([sink, other])).toMatchObject([
      { state: "parked", code: "secret_unreadable" },
      { state: "up_to_date" },
    ]);
  });

  it("is parked by a person with a reason, a sink that is new too, and refuses what it does not know", async () => {
    const sink = aSink("siem");
    const park = async (name: string, reason: string) => parkSink({ sink: name, reason }, parts([sink]));
    expect(await park("siem", " ")).toMatchObject({ code: "reason_unusable" });
    expect(await park("other", "moving")).toMatchObject({ code: "sink_unknown" });
    expect(await resumeSink("siem", parts([sink]))).toMatchObject({ code: "sink_unknown" });
    expect(await park("siem", "moving")).toEqual({ kind: "parked" });
    expect(await park("siem", "again")).toMatchObject({ code: "sink_parked" });
    expect(await tell([sink])).toMatchObject([{ state: "parked", code: "person", behind: 6 }]);
    expect((await bench.store.ledger.newest(1))[0]?.fact).toMatchObject({ sink: "siem", reason: "moving" });
  });

  it("two that deliver at once pass over nothing, and the one that comes late leaves it to the other", async () => {
    const sink = aSink("siem");
    const reports = (await Promise.all([tell([sink]), tell([sink])])).flat();
    expect(reports.map(({ state }) => state).toSorted()).toEqual(["busy", "up_to_date"]);
    expect(sink.batches.flat()).toEqual([1, 2, 3, 4, 5]);
  });

  it("begins no batch when its time is up, and goes on the next time", async () => {
    const sink = aSink("siem");
    expect(await tell([sink], false, 0)).toMatchObject([{ state: "behind", taken: 0, behind: 5 }]);
    expect(await tell([sink])).toMatchObject([{ state: "up_to_date", taken: 5 }]);
  });
});

describe("what is kept up while somebody serves", () => {
  /** So many rounds of a minute; what people were told of sinks. */
  async function kept(rounds: number, sinks: readonly ConfiguredSink[]) {
    const stop = new AbortController();
    const said: string[] = [];
    const lost: string[] = [];
    const troubles: unknown[] = [];
    await keepUp(
      {
        clock,
        open: async (work) => {
          if (rounds-- === 0) stop.abort();
          stop.signal.throwIfAborted();
          return work(parts(sinks));
        },
        tell: {
          lost: ({ id }) => void lost.push(id),
          sink: ({ state, code }) => void said.push(`${state} ${code ?? ""}`.trim()),
          trouble: (error) => void troubles.push(error),
        },
      },
      stop.signal,
    );
    return { said, lost, troubles };
  }
  const aRun = async (id: string) =>
    bench.store.runs.begin(
      { id, kind: "run", mode: "observe", begunBy: "t", slot: undefined, startedAt: clock.now() },
      10 * MINUTE,
    );

  it("tells a sink that failed when it is due again, without a command, and each change once", async () => {
    const sink = aSink("siem", (_, nth) => (nth < 2 ? trouble("unreachable") : {}));
    expect(await kept(15, [sink])).toEqual({
      said: ["failed unreachable", "up_to_date"],
      lost: [],
      troubles: [],
    });
    expect(sink.batches.slice(2)).toEqual([[1, 2], [3, 4], [5]]);
    expect((await kept(3, [sink])).said).toEqual(["up_to_date"]);
  });

  it("leaves the telling of a run to its end; one whose process died is recorded as lost first", async () => {
    const sink = aSink("siem");
    await aRun("a");
    expect((await kept(3, [sink])).said).toEqual([]);
    expect(sink.batches).toEqual([]);

    // As a process of another host would have left it.
    await bench.connection.query(
      `update rollcall.run set holder = '{"pid":1,"host":"elsewhere","namespace":null,"started":null,"actor":"x"}'`,
    );
    const { said, lost } = await kept(12, [sink]);
    expect(lost).toEqual(["a"]);
    expect(said).toEqual(["up_to_date"]);
    expect(sink.batches.flat()).toEqual([1, 2, 3, 4, 5]);
  });
});
