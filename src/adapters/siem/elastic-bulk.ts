import { formatInstant } from "../../core/model/instant.ts";
import type { LedgerEntry } from "../../core/ledger/fact.ts";
import { asciiJson } from "../../core/tell/ascii-json.ts";
import type { Formatted } from "../../core/tell/format.ts";
import type { EventSink, RefusedEntry, SinkTrouble } from "../../ports/event-sink.ts";
import type { HttpService } from "../system/http-call.ts";
import { httpTrouble, jsonObject } from "./http-trouble.ts";
import { sendInParts, type Sent } from "./send-in-parts.ts";

export interface ElasticOptions {
  /** Elasticsearch or OpenSearch; our key stands in the service's headers. */
  readonly service: HttpService;
  /** A data stream or an index. */
  readonly index: string;
  readonly format: (entry: LedgerEntry) => Formatted;
}

/** The bulk API of Elasticsearch and OpenSearch. Each event is created under its own id: one that is there already is not made twice. */
export function elasticSink({ service, index, format }: ElasticOptions): EventSink {
  const send = async (entries: readonly LedgerEntry[], signal: AbortSignal): Promise<Sent> => {
    const answer = await service.call(
      {
        method: "POST",
        path: `/${index}/_bulk`,
        // Of the answer only what is looked at.
        query: { filter_path: "errors,items.*.status,items.*.error.type" },
        purpose: "elastic bulk",
        headers: { "content-type": "application/x-ndjson" },
        body: entries.map((entry) => lines(entry, format)).join(""),
      },
      signal,
    );
    if (answer.kind === "answered" && answer.status === 413) return { kind: "too_large" };
    const trouble = { kind: "trouble", trouble: httpTrouble(answer) } as const;
    if (answer.kind !== "answered" || answer.status !== 200) return trouble;
    const items = itemsOf(answer.text);
    return items?.length === entries.length ? sentOf(entries, items) : trouble;
  };
  return {
    deliver: async (entries, signal) => sendInParts(entries, async (part) => send(part, signal)),
    check: async (signal) => {
      // Whose key it is: answered to every key that is good, and to no other.
      const call = { method: "GET", path: "/_security/_authenticate", purpose: "elastic check" } as const;
      const answer = await service.call(call, signal);
      const known = answer.kind === "answered" && (answer.status === 200 || NO_SUCH_PATH.has(answer.status));
      return known ? undefined : httpTrouble(answer);
    },
    close: async () => service.close(),
  };
}

// OpenSearch has no such path and says so in one way or another, once it has let us in.
const NO_SUCH_PATH = new Set([400, 404, 405]);

/** A data stream takes `create` alone, and wants a time. */
function lines(entry: LedgerEntry, format: ElasticOptions["format"]): string {
  const { value } = format(entry);
  const document = typeof value === "object" ? value : { message: value };
  return `${asciiJson({ create: { _id: entry.hash } })}\n${asciiJson({ "@timestamp": formatInstant(entry.at), ...document })}\n`;
}

interface Item {
  readonly status: number;
  readonly type: string | undefined;
}

/** The items of a bulk answer, in the order of the request; undefined when it is not one. */
function itemsOf(text: string): readonly Item[] | undefined {
  const items = jsonObject(text)?.["items"];
  if (!Array.isArray(items)) return undefined;
  const read = items.map((item: { create?: { status?: unknown; error?: { type?: unknown } } } | null) => {
    const status = item?.create?.status;
    const type = item?.create?.error?.type;
    return typeof status === "number"
      ? { status, type: typeof type === "string" ? type : undefined }
      : undefined;
  });
  return read.every((item) => item !== undefined) ? read : undefined;
}

/** Up to the first item that could not be taken for now: what was taken behind it comes again, and is there already. */
function sentOf(entries: readonly LedgerEntry[], items: readonly Item[]): Sent {
  const refused: RefusedEntry[] = [];
  for (const [index, { status, type }] of items.entries()) {
    const trouble = itemTrouble(status);
    if (trouble !== undefined)
      return { kind: "taken", refused, rest: { through: entries[index - 1]?.seq, trouble } };
    const { seq } = entries[index] as LedgerEntry;
    if (!TAKEN.has(status)) refused.push({ seq, code: `elastic_${plain(type) ?? status}` });
  }
  return { kind: "taken", refused };
}

// 409: it is there already, from an earlier try.
const TAKEN = new Set([200, 201, 409]);

function itemTrouble(status: number): SinkTrouble | undefined {
  if (status === 429 || status === 503) return { code: "busy" };
  if (status === 401 || status === 403) return { code: "unauthorised" };
  if (status === 404) return { code: "misconfigured" };
  return status >= 500 ? { code: "server_error" } : undefined;
}

const plain = (type: string | undefined): string | undefined =>
  type !== undefined && /^[a-z_]{1,60}$/.test(type) ? type : undefined;
