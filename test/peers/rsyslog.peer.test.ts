// Syslog over TLS against a real rsyslog: what it makes of our frames, whom it lets in, and that nothing is lost when it is killed.
import { expect, it } from "vitest";
import { syslogSink, type SyslogOptions } from "../../src/adapters/siem/syslog-tls.ts";
import { formatter } from "../../src/core/tell/format.ts";
import type { OcsfEvent } from "../../src/core/tell/ocsf-event.ts";
import { deliver } from "../../src/flows/deliver.ts";
import type { ConfiguredSink } from "../../src/ports/event-sink.ts";
import { aLedger, FACTS } from "../build/facts.ts";
import { NOW } from "../build/evidence.ts";
import { startRsyslog, type RsyslogPeer, type StoredRecord } from "../build/rsyslog-peer.ts";
import { stepClock } from "../build/step-clock.ts";
import { EVIL, eventSinkContract } from "../contract/event-sink.contract.ts";
import { openBench, silent } from "../contract/store-fixture.ts";
import { requirePeer } from "./peers.ts";

const never = new AbortController().signal;
const optionsFor = (peer: RsyslogPeer, more: Partial<SyslogOptions> = {}): SyslogOptions => ({
  host: "localhost",
  port: peer.port,
  ca: peer.ca,
  enterprise: 32_473,
  format: formatter("ocsf", "1.2.3"),
  log: silent,
  ...more,
});
const eventOf = ({ msg }: StoredRecord): OcsfEvent => JSON.parse(msg) as OcsfEvent;

requirePeer("rsyslog", "rsyslog over TLS", () => {
  eventSinkContract(async () => {
    const peer = await startRsyslog();
    return {
      sink: syslogSink(optionsFor(peer)),
      received: async (count) =>
        (await peer.stored(count)).map((record) => {
          const { metadata, unmapped } = eventOf(record);
          return { id: metadata.uid, hostname: unmapped.fact["hostname"] as string | undefined };
        }),
      [Symbol.asyncDispose]: async () => peer[Symbol.asyncDispose](),
    };
  });

  it("parses header and structured data as they are meant, and CEF as a text of one line", async () => {
    await using peer = await startRsyslog();
    const entries = aLedger([{ ...FACTS.device_returned, hostname: EVIL }, FACTS.case_closed]);
    await syslogSink(optionsFor(peer, { format: formatter("cef", "1.2.3") })).deliver(entries, never);
    const [returned, closed] = await peer.stored(2);
    const { tenant } = FACTS.case_closed;
    expect(returned).toMatchObject({
      facility: "audit",
      severity: "err",
      host: "host",
      app: "rollcall",
      msgid: "device_returned",
      version: "1",
      sd: `[rollcall@32473 id="${entries[0]?.hash}" seq="1" tenant="${tenant}"]`,
      msg: expect.stringMatching(/^CEF:0\|Rollcall\|.* dhost=PC-1"\]\\n<13>1 /) as string,
    });
    expect(closed?.sd).toBe(
      `[rollcall@32473 id="${entries[1]?.hash}" seq="2" tenant="${tenant}" case="${FACTS.case_closed.case}"]`,
    );
  });

  it("is refused by us when its certificate is not of our authority, and refuses us without one of its own", async () => {
    await using peer = await startRsyslog({ mutual: true });
    const entries = aLedger([FACTS.brake_pulled]);
    const deliverWith = async (more: Partial<SyslogOptions>) =>
      syslogSink(optionsFor(peer, more)).deliver(entries, never);

    expect(await deliverWith({ client: peer.client })).toMatchObject({ through: 1 });
    expect(await deliverWith({ client: peer.client, ca: undefined })).toMatchObject({
      through: undefined,
      trouble: { code: "untrusted" },
    });
    expect(await deliverWith({})).toMatchObject({
      through: undefined,
      trouble: { code: expect.any(String) as string },
    });
    expect(await deliverWith({ client: peer.stranger })).toMatchObject({ through: undefined });
    expect(await peer.stored(1)).toHaveLength(1);
  });

  it("killed in mid-stream and started again has every event at least once", async () => {
    await using peer = await startRsyslog();
    const bench = await openBench("pglite:memory");
    const { store } = bench;
    const clock = stepClock(NOW);
    const total = 1_200;
    await store.ledger.append(
      Array.from({ length: total }, () => FACTS.removal_settled),
      NOW,
    );
    let batches = 0;
    const sink: ConfiguredSink = {
      name: "siem",
      type: "syslog",
      startsAt: "beginning",
      batch: 400,
      unsureMs: 60_000,
      open: () => {
        const opened = syslogSink(optionsFor(peer));
        return {
          ...opened,
          deliver: async (entries, signal) => {
            batches += 1;
            const sent = opened.deliver(entries, signal);
            if (batches === 2) {
              await peer.stored(401);
              await peer.kill();
            }
            return sent;
          },
        };
      },
    };
    const tell = async () =>
      (await deliver({ store, clock, sinks: [sink] }, { forMs: Infinity, byPerson: true }, never))[0];

    const first = await tell();
    expect(first).toMatchObject({ state: "failed" });
    // Nothing of what it may have held in memory counts as told.
    expect(await store.outbox.find("siem")).toMatchObject({ cursor: 0, failures: 1 });
    await peer.start();
    expect(await tell()).toMatchObject({ state: "up_to_date", taken: total, behind: 0 });

    const stored = await peer.stored(total);
    const seen = new Set(stored.map((record) => eventOf(record).metadata.sequence));
    expect(seen.size).toBe(total);
    await store.close();
  });
});
