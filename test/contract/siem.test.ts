// Splunk's HTTP Event Collector and Elastic's bulk API, against stand-ins written after their documentation: what they take,
// what each of their answers makes us do, and that an event is there whatever answer was lost.
import { describe, expect, it } from "vitest";
import { elasticSink } from "../../src/adapters/siem/elastic-bulk.ts";
import { hecSink } from "../../src/adapters/siem/splunk-hec.ts";
import { openHttpService } from "../../src/adapters/system/http-call.ts";
import { formatter, type Format } from "../../src/core/tell/format.ts";
import type { OcsfEvent } from "../../src/core/tell/ocsf-event.ts";
import type { EventSink } from "../../src/ports/event-sink.ts";
import type { CentralServer, Reply } from "../build/central-server.ts";
import { ELASTIC_KEY, elasticServer, type ElasticServer } from "../build/elastic-server.ts";
import { aLedger, FACTS } from "../build/facts.ts";
import { HEC_TOKEN, hecServer, type HecServer } from "../build/hec-server.ts";
import { eventSinkContract, type SinkStage } from "./event-sink.contract.ts";

const never = new AbortController().signal;
const ENTRIES = aLedger(Array.from({ length: 6 }, () => FACTS.removal_settled));
const logged: string[] = [];
const write = (message: string, fields?: unknown) => void logged.push(JSON.stringify({ message, fields }));
const service = ({ url, ca, clock }: CentralServer, authorization: string) =>
  openHttpService({
    url,
    ca,
    clock,
    env: {},
    headers: { authorization },
    log: { debug: write, info: write, warn: write },
    userAgent: "rollcall-test",
  });
const hostnameOf = (event: OcsfEvent): string | undefined =>
  event.unmapped.fact["hostname"] as string | undefined;

interface HecSinkOptions {
  readonly acknowledge?: boolean;
  readonly token?: string;
  readonly format?: Format;
}
const hec = (
  { server }: HecServer,
  { acknowledge = false, token = HEC_TOKEN, format = "ocsf" }: HecSinkOptions = {},
): EventSink =>
  hecSink({
    service: service(server, `Splunk ${token}`),
    index: "audit",
    sourcetype: "rollcall:ocsf",
    acknowledge,
    channel: "0f0f0f0f-1111-4222-8333-444455556666",
    format: formatter(format, "1.2.3"),
    clock: server.clock,
  });
const elastic = (
  { server }: ElasticServer,
  { key = ELASTIC_KEY, format = "ecs" }: { key?: string; format?: Format } = {},
): EventSink =>
  elasticSink({
    service: service(server, `ApiKey ${key}`),
    index: "logs-rollcall-default",
    format: formatter(format, "1.2.3"),
  });

const hecStage = async (acknowledge: boolean): Promise<SinkStage> => {
  const stage = await hecServer(acknowledge ? { ack: { afterPolls: 2 } } : {});
  return {
    sink: hec(stage, { acknowledge }),
    received: async () =>
      Promise.resolve(
        stage.stored.map(({ event, fields }) => ({
          id: fields.event_id,
          hostname: hostnameOf(event as OcsfEvent),
        })),
      ),
    [Symbol.asyncDispose]: async () => stage[Symbol.asyncDispose](),
  };
};

describe("Splunk HEC as a sink (stand-in)", () => {
  eventSinkContract(async () => hecStage(false));

  it("puts time, host, index and source type beside the event", async () => {
    await using stage = await hecServer();
    await hec(stage, { format: "cef" }).deliver(ENTRIES.slice(0, 1), never);
    expect(stage.stored[0]).toMatchObject({
      time: (ENTRIES[0]?.at ?? 0) / 1_000,
      host: "host",
      index: "audit",
      sourcetype: "rollcall:ocsf",
      event: expect.stringMatching(/^CEF:0\|/) as string,
      fields: { event_id: ENTRIES[0]?.hash, sequence: 1 },
    });
  });

  it("leaves out what it refuses, tells the rest, and names both", async () => {
    await using stage = await hecServer({
      refuses: ({ fields }) => (fields.sequence % 3 === 0 ? 6 : undefined),
    });
    expect(await hec(stage).deliver(ENTRIES, never)).toEqual({
      through: 6,
      refused: [
        { seq: 3, code: "hec_6" },
        { seq: 6, code: "hec_6" },
      ],
      trouble: undefined,
    });
    expect(stage.stored.map(({ fields }) => fields.sequence)).toEqual([1, 2, 4, 5]);
  });

  it("that refuses everything refuses us: nothing is set aside", async () => {
    await using stage = await hecServer({ refuses: () => 15 });
    const many = aLedger(Array.from({ length: 60 }, () => FACTS.brake_pulled));
    expect(await hec(stage).deliver(many, never)).toEqual({
      through: undefined,
      refused: [],
      trouble: { code: "misconfigured" },
    });
  });

  it("is sent halves where a batch is too large", async () => {
    await using stage = await hecServer({
      instead: ({ body }) => (body.length > 4_000 ? { status: 413, raw: "" } : undefined),
    });
    expect(await hec(stage).deliver(ENTRIES, never)).toMatchObject({ through: 6, refused: [] });
    expect(stage.stored.map(({ fields }) => fields.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  const said = (status: number, code: number): Reply => ({ status, json: { text: "", code } });
  it.each<readonly [string, Reply, string]>([
    ["a token that is off", said(403, 1), "unauthorised"],
    ["no token", said(401, 2), "unauthorised"],
    ["an authorisation it cannot read", said(401, 3), "unauthorised"],
    ["a token it does not know", said(403, 4), "unauthorised"],
    ["an index that is not the token's", said(400, 7), "misconfigured"],
    ["an error of its own", said(500, 8), "server_error"],
    ["full queues", said(503, 9), "busy"],
    ["no channel", said(400, 10), "misconfigured"],
    ["acknowledgement that is off", said(400, 14), "misconfigured"],
    ["a proxy's page", { status: 200, raw: "<html>" }, "answer_not_understood"],
    ["a redirect", { status: 302, raw: "", headers: { location: "https://x.example" } }, "misdirected"],
    ["a path that is not there", { status: 404, raw: "" }, "misconfigured"],
  ])("that answers with %s is in trouble, and has taken nothing", async (_what, reply, code) => {
    await using stage = await hecServer({ instead: () => reply });
    expect(await hec(stage).deliver(ENTRIES, never)).toMatchObject({
      through: undefined,
      refused: [],
      trouble: { code },
    });
  });

  it("says how long to wait", async () => {
    const busy: Reply = { status: 503, json: { code: 9 }, headers: { "retry-after": "30" } };
    await using stage = await hecServer({ instead: () => busy });
    expect(await hec(stage).deliver(ENTRIES, never)).toMatchObject({
      trouble: { code: "busy", retryAfterMs: 30_000 },
    });
  });

  it("whose answer was lost is told again: twice rather than not at all", async () => {
    await using stage = await hecServer({ instead: (_seen, nth) => (nth === 0 ? "reset" : undefined) });
    const sink = hec(stage);
    expect(await sink.deliver(ENTRIES, never)).toMatchObject({
      through: undefined,
      trouble: { code: "broken_off" },
    });
    expect(await sink.deliver(ENTRIES, never)).toMatchObject({ through: 6 });
    expect(stage.stored).toHaveLength(12);
    expect(new Set(stage.stored.map(({ fields }) => fields.event_id)).size).toBe(6);
  });

  it("is checked with its token, which reaches neither an event nor a log", async () => {
    await using stage = await hecServer();
    expect(await hec(stage, { token: "wrong" }).check(never)).toEqual({ code: "unauthorised" });
    await hec(stage).deliver(ENTRIES, never);
    expect(logged.length).toBeGreaterThan(0);
    expect(JSON.stringify([stage.stored, logged])).not.toContain(HEC_TOKEN);
  });
});

describe("Splunk HEC with acknowledgement as a sink (stand-in)", () => {
  eventSinkContract(async () => hecStage(true));

  it("has taken only what the indexer confirmed", async () => {
    await using stage = await hecServer({ ack: { afterPolls: 1_000 } });
    expect(await hec(stage, { acknowledge: true }).deliver(ENTRIES, never)).toMatchObject({
      through: undefined,
      trouble: { code: "not_acknowledged" },
    });
  });

  it("whose token has it off is misconfigured", async () => {
    await using stage = await hecServer();
    expect(await hec(stage, { acknowledge: true }).deliver(ENTRIES, never)).toMatchObject({
      through: undefined,
      trouble: { code: "misconfigured" },
    });
  });
});

describe("Elastic's bulk API as a sink (stand-in)", () => {
  eventSinkContract(async () => {
    const stage = await elasticServer();
    return {
      sink: elastic(stage, { format: "ocsf" }),
      received: async () =>
        Promise.resolve(
          [...stage.stored].map(([id, document]) => ({ id, hostname: hostnameOf(document as OcsfEvent) })),
        ),
      [Symbol.asyncDispose]: async () => stage[Symbol.asyncDispose](),
    };
  });

  it("has every event once, also when an answer was lost", async () => {
    await using stage = await elasticServer({ instead: (_seen, nth) => (nth === 0 ? "reset" : undefined) });
    const sink = elastic(stage);
    expect(await sink.deliver(ENTRIES, never)).toMatchObject({ trouble: { code: "broken_off" } });
    expect(await sink.deliver(ENTRIES, never)).toEqual({ through: 6, refused: [], trouble: undefined });
    expect([...stage.stored.keys()]).toEqual(ENTRIES.map(({ hash }) => hash));
    expect([...stage.stored.values()][0]).toMatchObject({
      "@timestamp": new Date(ENTRIES[0]?.at ?? 0).toISOString(),
      event: { id: ENTRIES[0]?.hash },
    });
  });

  const refusing = async (seq: number, status: number, type: string) =>
    elasticServer({ refuses: (id) => (id === ENTRIES[seq - 1]?.hash ? [status, type] : undefined) });

  it("leaves out what it refuses, and names it", async () => {
    await using stage = await refusing(3, 400, "document_parsing_exception");
    expect(await elastic(stage).deliver(ENTRIES, never)).toEqual({
      through: 6,
      refused: [{ seq: 3, code: "elastic_document_parsing_exception" }],
      trouble: undefined,
    });
  });

  it.each<readonly [status: number, code: string]>([
    [429, "busy"],
    [503, "busy"],
    [500, "server_error"],
    [403, "unauthorised"],
    [404, "misconfigured"],
  ])("has taken what comes before an item of status %i, and no more for certain", async (status, code) => {
    await using stage = await refusing(3, status, "es_rejected_execution_exception");
    expect(await elastic(stage).deliver(ENTRIES, never)).toEqual({
      through: 2,
      refused: [],
      trouble: { code },
    });
  });

  it.each<readonly [string, Reply, string]>([
    ["less than a status for each", { json: { errors: false, items: [] } }, "answer_not_understood"],
    [
      "items it cannot be held to",
      { json: { items: [1, 2, 3, null, {}, { create: {} }] } },
      "answer_not_understood",
    ],
    ["a proxy's page", { raw: "<html>" }, "answer_not_understood"],
    ["too many requests", { status: 429, json: {} }, "busy"],
    ["no index", { status: 404, json: {} }, "misconfigured"],
    ["another error", { status: 502, raw: "" }, "server_error"],
  ])("that answers with %s has taken nothing for certain", async (_what, reply, code) => {
    await using stage = await elasticServer({ instead: () => reply });
    expect(await elastic(stage).deliver(ENTRIES, never)).toMatchObject({
      through: undefined,
      refused: [],
      trouble: { code },
    });
  });

  it("is checked with its key", async () => {
    await using stage = await elasticServer();
    expect(await elastic(stage, { key: "wrong" }).check(never)).toMatchObject({ code: "unauthorised" });
  });
});
