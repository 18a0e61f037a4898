import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Log } from "../../ports/log.ts";
import type { Driver, Session } from "./driver.ts";
import { guarded } from "./driver-fault.ts";

/** A run uses one connection at a time, a server a few; workers are many processes, and the server's limit is usually 100. */
const CONNECTIONS = 4;
/** A database that does not accept within this time is down or out of reach. */
const CONNECT_TIMEOUT_MS = 15_000;

/** OID of bigint, from pg_type: the driver gives text for it unless told otherwise. */
const INT8 = 20;

export interface PoolOptions {
  readonly connections?: number;
  /** A statement that takes longer has failed; as long as it takes, where not said. */
  readonly answerWithinMs?: number;
}

/** Connects to PostgreSQL. @param url with credentials: it goes to the driver and nowhere else. */
export function poolDriver(
  url: string,
  log: Log,
  { connections = CONNECTIONS, answerWithinMs }: PoolOptions = {},
): Driver {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "rollcall",
    ...(answerWithinMs !== undefined && { query_timeout: answerWithinMs }),
    types: { getTypeParser: parserFor },
  });
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on("error", () => log.warn("store: an idle connection to PostgreSQL was lost"));
  // One that breaks while it is used tells its next statement too; between two of them it has nobody else to tell.
  pool.on("connect", (client) => {
    client.on("error", () => log.warn("store: a connection to PostgreSQL was lost"));
  });

  return {
    withSession: async (work) => {
      const client = await guarded("connect", async () => pool.connect());
      try {
        const result = await work(sessionOf(client));
        client.release();
        return result;
      } catch (error) {
        // Whatever state it is in, nobody else shall have it.
        client.release(true);
        throw error;
      }
    },
    // The server checkpoints and vacuums by itself.
    tidy: async () => Promise.resolve(),
    close: async () => guarded("close", async () => pool.end()),
  };
}

const sessionOf = (client: pg.PoolClient): Session => ({
  run: async (text, params) =>
    guarded(text, async () => (await client.query<Record<string, unknown>>(text, [...params])).rows),
  script: async (text) => {
    await guarded(text, async () => client.query(text));
  },
  copy: async (table, columns, chunks) => {
    const text = `copy ${table} (${columns.join(", ")}) from stdin`;
    await guarded(text, async () => pipeline(Readable.from(chunks), client.query(copyFrom(text))));
  },
});

type Parser = (text: string) => unknown;

// Instants and counts stay far below 2^53.
const parserFor = (oid: number, format?: "text" | "binary"): Parser =>
  oid === INT8 ? Number : (pg.types.getTypeParser(oid, format) as Parser);
