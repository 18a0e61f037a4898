import type { Log } from "../../ports/log.ts";
import type { RateMeter } from "../../ports/rate-meter.ts";
import { connect } from "./connection.ts";
import { poolDriver } from "./pool-driver.ts";
import { sharedRateMeter, type SharedRate } from "./shared-rate-meter.ts";

/** One for what is urgent, one for what is not: neither waits for the other's answer. */
const CONNECTIONS = 2;
/** The statement takes a millisecond and its lock is never held longer: a server that does not answer by now is lost. */
const ANSWER_WITHIN_MS = 15_000;

/**
 * The meter of all processes on a store, over connections of its own, so that no long statement of the store is in its way. Nothing
 * is opened before it is asked.
 * @param url of PostgreSQL; an embedded store is one process's, and shared with nobody
 */
export function openRateMeter(
  url: string,
  shared: SharedRate,
  log: Log,
): RateMeter & { close(): Promise<void> } {
  const options = { connections: CONNECTIONS, answerWithinMs: ANSWER_WITHIN_MS };
  const connection = connect(poolDriver(url, log, options));
  return { ...sharedRateMeter(connection, shared), close: async () => connection.close() };
}
