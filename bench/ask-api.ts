import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { request } from "undici";
import * as z from "zod";
import type { Connection } from "../src/adapters/postgres/connection.ts";
import { openConnection } from "../src/adapters/postgres/open.ts";
import { pgliteInThread } from "../src/adapters/postgres/pglite-thread-driver.ts";
import type { Param } from "../src/adapters/postgres/sql.ts";
import { storeOn } from "../src/adapters/postgres/store.ts";
import { sha256 } from "../src/adapters/system/hash.ts";
import { createIds } from "../src/adapters/system/ids.ts";
import { createLog } from "../src/adapters/system/log.ts";
import { createMovedClock } from "../src/adapters/system/moved-clock.ts";
import { caseHandlers } from "../src/server/api/case-handlers.ts";
import { deviceHandlers } from "../src/server/api/device-handlers.ts";
import { deviceDetail } from "../src/server/api/device-views.ts";
import { findingHandlers } from "../src/server/api/finding-handlers.ts";
import { mountApi } from "../src/server/api/mount.ts";
import { overviewHandlers } from "../src/server/api/overview-handlers.ts";
import { listen } from "../src/server/listen.ts";
import { startPostgres } from "../test/build/postgres-peer.ts";
import { aReadSession } from "../test/build/read-session.ts";
import { fillFleet } from "./api-fleet.ts";
import { variedPages, type AskedPage } from "./api-requests.ts";
import { BENCH_NOW } from "./synthetic-record.ts";

export interface AskInput {
  readonly engine: "pglite" | "postgres";
  readonly devices: number;
  readonly requests: number;
}

export interface AskAnswer {
  /** Of each request over HTTP, in the order they were sent, one after the other. */
  readonly apiMs: readonly number[];
  /** Of each request, its statements alone, sent again through the same driver. */
  readonly sqlMs: readonly number[];
  /** The slowest requests, as they were sent. */
  readonly slowest: readonly string[];
  readonly overviewMs: number;
}

interface Statement {
  readonly text: string;
  readonly params: readonly Param[] | undefined;
}

const Page = z.object({ next: z.string().optional() });

/** Fills a store, serves it and asks: everything in this process, the client's share included. */
export async function askApi({ engine, devices, requests }: AskInput): Promise<AskAnswer> {
  await using stack = new AsyncDisposableStack();
  const clock = createMovedClock(BENCH_NOW);
  const ids = createIds(clock);
  const effects = { clock, ids, log: createLog({ level: "silent" }) };
  const connection = await openConnection(await urlOf(engine, stack), effects, pgliteInThread);
  stack.defer(async () => connection.close());
  await fillFleet(connection, devices);
  const sent: Statement[] = [];
  const store = storeOn(recorded(connection, sent), { actor: "bench@bench", hash: sha256, ids });
  const session = aReadSession(store, clock);
  const app = new Hono();
  mountApi(app, {
    handlers: {
      ...deviceHandlers,
      ...caseHandlers(deviceDetail),
      ...findingHandlers,
      ...overviewHandlers([]),
    },
    authenticate: async () => Promise.resolve({ kind: "known", principal: PRINCIPAL }),
    withSession: async (_actor, work) => work(session),
    refused: async () => Promise.resolve(),
  });
  const unused = async (): Promise<never> => Promise.reject(new Error("the benchmark sends no hook"));
  const server = await listen({
    host: "127.0.0.1",
    port: 0,
    tls: undefined,
    answer: unused,
    app: (asked) => app.fetch(asked),
    onError: (error) => {
      throw error;
    },
  });
  stack.defer(async () => server.close());
  const ask = async (path: string): Promise<{ readonly ms: number; readonly next: string | undefined }> => {
    const began = performance.now();
    // A connection each: one that is kept would be closed while statements are replayed.
    const { statusCode, body } = await request(`${server.url}/api/v1${path}`, { reset: true });
    const text = await body.text();
    const ms = performance.now() - began;
    if (statusCode !== 200) throw new Error(`${path} was answered ${statusCode}: ${text}`);
    return { ms, next: Page.parse(JSON.parse(text)).next };
  };
  await ask("/devices");
  const [apiMs, sqlMs, paths]: [number[], number[], string[]] = [[], [], []];
  for (const one of variedPages(requests, devices)) {
    const path = await turned(one, ask);
    sent.length = 0;
    const { ms } = await ask(path);
    apiMs.push(ms);
    paths.push(path);
    sqlMs.push(await replayed(connection, [...sent]));
  }
  const slowest = paths
    .map((path, index) => ({ path, ms: apiMs[index] ?? 0 }))
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, 10)
    .map(({ path, ms }) => `${ms.toFixed(0)} ms ${path}`);
  // Once before, as for the lists: what is measured is looking, not opening.
  await ask("/overview");
  return { apiMs, sqlMs, slowest, overviewMs: (await ask("/overview")).ms };
}

const PRINCIPAL = {
  actor: "oidc:bench",
  name: "bench",
  via: "session",
  grants: [{ role: "administrator", tenants: "all" }],
} as const;

async function urlOf(engine: AskInput["engine"], stack: AsyncDisposableStack): Promise<string> {
  if (engine === "postgres") {
    const peer = await startPostgres();
    stack.defer(async () => peer.close());
    return peer.database();
  }
  const directory = await mkdtemp(join(tmpdir(), "rollcall-bench-"));
  stack.defer(async () => rm(directory, { recursive: true }));
  return `pglite:${directory}`;
}

/** The path of the page that is measured: the first, or one further on. */
async function turned(
  { path, query, turned: times }: AskedPage,
  ask: (path: string) => Promise<{ readonly next: string | undefined }>,
): Promise<string> {
  const first = Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]);
  let words = new URLSearchParams(first);
  for (let turn = 0; turn < times; turn++) {
    const { next } = await ask(`${path}?${words.toString()}`);
    if (next === undefined) break;
    words = new URLSearchParams([...first, ["cursor", next]]);
  }
  return `${path}?${words.toString()}`;
}

const recorded = (connection: Connection, sent: Statement[]): Connection => ({
  ...connection,
  query: async (text, params) => {
    sent.push({ text, params });
    return connection.query(text, params);
  },
});

async function replayed(connection: Connection, statements: readonly Statement[]): Promise<number> {
  const began = performance.now();
  for (const { text, params } of statements) await connection.query(text, params);
  return performance.now() - began;
}
