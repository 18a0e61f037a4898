import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { NOW } from "../../test/build/evidence.ts";
import { FACTS } from "../../test/build/facts.ts";
import { stepClock } from "../../test/build/step-clock.ts";
import { openBench, type Bench } from "../../test/contract/store-fixture.ts";
import type { ConfiguredSink, RefusedEntry, SinkTroubleCode } from "../ports/event-sink.ts";
import { Fault, type FaultCode } from "../ports/fault.ts";
import { thenTellSinks } from "./tell-sinks.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench("pglite:memory");
});
afterAll(async () => bench.store.close());
beforeEach(async () => bench.empty());

const never = new AbortController().signal;

/** Does work before a sink that takes everything, or is in trouble; gives what the sink was told and the person was. */
async function told(
  work: () => Promise<unknown>,
  trouble?: SinkTroubleCode,
  refused: readonly RefusedEntry[] = [],
) {
  const seqs: number[] = [];
  const lines: string[] = [];
  const sink: ConfiguredSink = {
    name: "siem",
    type: "scripted",
    startsAt: "beginning",
    batch: 10,
    unsureMs: 0,
    open: () => ({
      deliver: async (entries) => {
        seqs.push(...entries.map(({ seq }) => seq));
        return Promise.resolve({
          through: trouble === undefined ? entries.at(-1)?.seq : undefined,
          refused,
          trouble: trouble && { code: trouble },
        });
      },
      check: async () => Promise.resolve(undefined),
      close: async () => Promise.resolve(),
    }),
  };
  const session = { store: bench.store, clock: stepClock(NOW), sinks: [sink] };
  const outcome: unknown = await thenTellSinks(session, work, (line) => lines.push(line), never).catch(
    (error: unknown) => error,
  );
  return { seqs, lines, outcome };
}
const write = async () => bench.store.ledger.append([FACTS.brake_pulled], NOW);
const writeAndFail = (code: FaultCode) => async (): Promise<never> => {
  await write();
  throw new Fault(code, "It failed.");
};

describe("the end of a command", () => {
  it("tells what the command added, and gives its result", async () => {
    const { seqs, lines, outcome } = await told(async () => write());
    expect(seqs).toEqual([1]);
    expect(lines).toEqual([]);
    expect(outcome).toHaveLength(1);
  });

  it("speaks to nobody when nothing was added, though something waits", async () => {
    await write();
    expect((await told(async () => Promise.resolve(7))).seqs).toEqual([]);
  });

  it("leaves the result as it is when a sink is in trouble, and says so", async () => {
    const { lines, outcome } = await told(async () => write(), "busy");
    expect(lines).toEqual(["outbox: siem is failed (busy), 1 entries wait; see rollcall outbox status\n"]);
    expect(outcome).toHaveLength(1);
  });

  it("says when a sink has refused something", async () => {
    const { lines } = await told(async () => write(), undefined, [{ seq: 1, code: "bad" }]);
    expect(lines).toEqual(["outbox: siem refused 1 entries; see rollcall outbox status\n"]);
  });

  it("tells also when the command ended with a fault, and the fault is its end", async () => {
    const { seqs, outcome } = await told(writeAndFail("LEDGER_BROKEN"));
    expect(seqs).toEqual([1]);
    expect(outcome).toMatchObject({ code: "LEDGER_BROKEN" });
  });

  it.each(["CANCELLED", "STORE_UNAVAILABLE"] as const)("does not after %s", async (code) => {
    expect(await told(writeAndFail(code))).toMatchObject({ seqs: [], outcome: { code } });
  });
});
