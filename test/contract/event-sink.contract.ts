// What every sink of events must do, whatever it speaks: rsyslog runs this for real, the others against stand-ins.
import { expect, it } from "vitest";
import type { EventSink } from "../../src/ports/event-sink.ts";
import { aLedger, FACTS } from "../build/facts.ts";

/** A hostname out of every trick that a text can play on a medium. */
export const EVIL =
  'PC-1"]\n<13>1 - - evil - - - forged \r\u2028\u0007<script>alert(1)</script>=cmd()|\\ {"a":1} \ud800 Ü';

/** One event as the receiver has it. */
export interface ReceivedEvent {
  readonly id: string;
  readonly hostname: string | undefined;
}

export interface SinkStage extends AsyncDisposable {
  readonly sink: EventSink;
  /** What was received, once there are at least so many. */
  received(count: number): Promise<readonly ReceivedEvent[]>;
}

const never = new AbortController().signal;
const ENTRIES = aLedger(
  Object.values(FACTS).map((fact) => ("hostname" in fact ? { ...fact, hostname: EVIL } : fact)),
);
const IDS = ENTRIES.map(({ hash }) => hash);

/** Declares the tests. @param stage of a sink in OCSF that is well */
export function eventSinkContract(stage: () => Promise<SinkStage>): void {
  it("tells every kind of fact as one event under its id, whatever its texts hold", async () => {
    await using open = await stage();

    const delivery = await open.sink.deliver(ENTRIES, never);

    expect(delivery).toEqual({ through: ENTRIES.length, refused: [], trouble: undefined });
    const received = await open.received(ENTRIES.length);
    expect(received.map(({ id }) => id)).toEqual(IDS);
    // As it was: a JSON string keeps all of it, and what is longer than an event has room for is cut.
    const named = ENTRIES.flatMap(({ hash, fact }) => ("hostname" in fact ? [hash as string] : []));
    expect(received.filter(({ hostname }) => hostname === EVIL).map(({ id }) => id)).toEqual(named);
  });

  it("gives an event the same id each time it is told", async () => {
    await using open = await stage();
    await open.sink.deliver(ENTRIES.slice(0, 2), never);
    expect(await open.sink.deliver(ENTRIES.slice(0, 3), never)).toMatchObject({ through: 3 });
    const received = await open.received(3);
    expect(new Set(received.map(({ id }) => id))).toEqual(new Set(IDS.slice(0, 3)));
  });

  it("is checked without being told anything", async () => {
    await using open = await stage();
    expect(await open.sink.check(never)).toBeUndefined();
    expect(await open.received(0)).toEqual([]);
  });

  it("ends when it is cancelled", async () => {
    await using open = await stage();
    await expect(open.sink.deliver(ENTRIES, AbortSignal.abort())).rejects.toMatchObject({
      code: "CANCELLED",
    });
  });
}
