import { SECOND } from "../../core/model/instant.ts";
import type { LedgerEntry } from "../../core/ledger/fact.ts";
import { asciiJson } from "../../core/tell/ascii-json.ts";
import type { Formatted } from "../../core/tell/format.ts";
import type { Clock } from "../../ports/clock.ts";
import type { EventSink, SinkTrouble, SinkTroubleCode } from "../../ports/event-sink.ts";
import type { HttpAnswer, HttpService } from "../system/http-call.ts";
import { httpTrouble, jsonObject } from "./http-trouble.ts";
import { sendInParts, type Sent } from "./send-in-parts.ts";

export interface HecOptions {
  /** The collector; its token stands in the service's headers. */
  readonly service: HttpService;
  readonly index: string | undefined;
  readonly sourcetype: string;
  /** Wait until the indexer confirms what it took: only where the token has acknowledgement on. */
  readonly acknowledge: boolean;
  /** A UUID of this process: acknowledgements are counted within a channel. */
  readonly channel: string;
  readonly format: (entry: LedgerEntry) => Formatted;
  readonly clock: Clock;
}

// Splunk asks for polls of 10 s at most; an indexer confirms once it has written, which takes seconds.
const POLL = SECOND;
const POLLS = 30;

// The codes of "Troubleshoot HTTP Event Collector". 17 is health, 0 is success.
const TROUBLES: Readonly<Record<number, SinkTroubleCode>> = {
  1: "unauthorised",
  2: "unauthorised",
  3: "unauthorised",
  4: "unauthorised",
  7: "misconfigured",
  8: "server_error",
  9: "busy",
  10: "misconfigured",
  11: "misconfigured",
  14: "misconfigured",
  16: "misconfigured",
  18: "busy",
};
const NO_DATA = 5;
/** About one event of the request, which `invalid-event-number` counts from 0. */
const OF_AN_EVENT = new Set([NO_DATA, 6, 12, 13, 15]);

/** Splunk's HTTP Event Collector, with and without acknowledgement. */
export function hecSink(options: HecOptions): EventSink {
  const { service, acknowledge, channel, clock } = options;
  const post = async (path: string, purpose: string, body: string, signal: AbortSignal) =>
    service.call(
      {
        method: "POST",
        path: `/services/collector${path}`,
        purpose,
        headers: { "content-type": "application/json", "x-splunk-request-channel": channel },
        body,
      },
      signal,
    );

  const send = async (entries: readonly LedgerEntry[], signal: AbortSignal): Promise<Sent> => {
    const body = entries.map((entry) => envelope(entry, options)).join("\n");
    const answer = await post("/event", "hec event", body, signal);
    const said = saidBy(answer);
    if (said.code === 0) {
      const unconfirmed = acknowledge ? await confirmed(said.ackId, signal) : undefined;
      return unconfirmed === undefined
        ? { kind: "taken", refused: [] }
        : { kind: "trouble", trouble: unconfirmed };
    }
    if (answer.kind === "answered" && answer.status === 413) return { kind: "too_large" };
    const bad = said.event === undefined ? undefined : entries[said.event];
    if (said.code !== undefined && OF_AN_EVENT.has(said.code) && bad !== undefined)
      return { kind: "one_refused", entry: { seq: bad.seq, code: `hec_${said.code}` } };
    return { kind: "trouble", trouble: troubleOf(answer) };
  };

  /** Asks until the indexer has confirmed; undefined when it has. */
  const confirmed = async (
    ackId: number | undefined,
    signal: AbortSignal,
  ): Promise<SinkTrouble | undefined> => {
    // The token takes events, and has acknowledgement off.
    if (ackId === undefined) return { code: "misconfigured" };
    for (let poll = 0; poll < POLLS; poll++) {
      const answer = await post("/ack", "hec ack", JSON.stringify({ acks: [ackId] }), signal);
      if (answer.kind !== "answered" || answer.status !== 200) return troubleOf(answer);
      const acks = jsonObject(answer.text)?.["acks"];
      if (typeof acks !== "object" || acks === null) return { code: "answer_not_understood" };
      if ((acks as Readonly<Record<string, unknown>>)[String(ackId)] === true) return undefined;
      await clock.sleep(POLL, signal);
    }
    return { code: "not_acknowledged" };
  };

  return {
    deliver: async (entries, signal) => sendInParts(entries, async (part) => send(part, signal)),
    check: async (signal) => {
      // Without an event a token that is good is told that there is no data.
      const answer = await post("/event", "hec check", "", signal);
      return saidBy(answer).code === NO_DATA ? undefined : troubleOf(answer);
    },
    close: async () => service.close(),
  };
}

function envelope(entry: LedgerEntry, { index, sourcetype, format }: HecOptions): string {
  const { at, actor, hash, seq } = entry;
  return asciiJson({
    time: at / SECOND,
    host: actor.slice(actor.lastIndexOf("@") + 1),
    source: "rollcall",
    sourcetype,
    ...(index !== undefined && { index }),
    event: format(entry).value,
    fields: { event_id: hash, sequence: seq },
  });
}

/** What HEC itself says in an answer, if it is HEC that answers. */
function saidBy(answer: HttpAnswer): {
  readonly code?: number;
  readonly event?: number;
  readonly ackId?: number;
} {
  if (answer.kind !== "answered") return {};
  const said = jsonObject(answer.text) ?? {};
  const number = (key: string) => {
    const value = said[key];
    return typeof value === "number" ? value : undefined;
  };
  const [code, event, ackId] = [number("code"), number("invalid-event-number"), number("ackId")];
  return {
    ...(code !== undefined && { code }),
    ...(event !== undefined && { event }),
    ...(ackId !== undefined && { ackId }),
  };
}

/** HEC's own code says more than the status. */
function troubleOf(answer: HttpAnswer): SinkTrouble {
  const byHttp = httpTrouble(answer);
  const { code } = saidBy(answer);
  const known = code === undefined ? undefined : TROUBLES[code];
  return known === undefined ? byHttp : { ...byHttp, code: known };
}
