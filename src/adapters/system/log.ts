import { pino, type DestinationStream } from "pino";
import type { Log } from "../../ports/log.ts";
import { redact } from "./redact.ts";

export type LogLevel = "debug" | "info" | "warn" | "silent";

export interface LogOptions {
  readonly level: LogLevel;
  /** A file descriptor, or a stream in its place; standard error unless told otherwise, since standard output is for data. */
  readonly destination?: number | DestinationStream;
}

const STDERR = 2;

/**
 * A log of one JSON object a line, without secrets. It writes at once and waits for it: the last lines before a crash are
 * those that matter.
 */
export function createLog({ level, destination = STDERR }: LogOptions): Log {
  const stream =
    typeof destination === "number" ? pino.destination({ fd: destination, sync: true }) : destination;
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  // Redacted before pino sees them: pino's own redaction needs every path named, and a secret may lie at any.
  const write =
    (method: "debug" | "info" | "warn"): Log["info"] =>
    (message, fields = {}) => {
      if (logger.isLevelEnabled(method)) logger[method](redact(fields), message);
    };
  return { debug: write("debug"), info: write("info"), warn: write("warn") };
}
