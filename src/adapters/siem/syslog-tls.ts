import type { Buffer } from "node:buffer";
import { connect, type TLSSocket } from "node:tls";
import type { LedgerEntry } from "../../core/ledger/fact.ts";
import type { Formatted } from "../../core/tell/format.ts";
import type { Delivery, EventSink, SinkTrouble } from "../../ports/event-sink.ts";
import { Fault } from "../../ports/fault.ts";
import type { Log } from "../../ports/log.ts";
import { troubleOf } from "../system/trouble.ts";
import { syslogFrame } from "./syslog-frame.ts";

export interface SyslogOptions {
  readonly host: string;
  readonly port: number;
  /** PEM of the only authority to trust; the public ones when absent. */
  readonly ca?: string | undefined;
  /** PEM of our own certificate, where the collector asks for one. */
  readonly client?: { readonly cert: string; readonly key: string } | undefined;
  readonly enterprise: number;
  readonly format: (entry: LedgerEntry) => Formatted;
  readonly timeouts?: Partial<SyslogTimeouts>;
  readonly log: Log;
}

/** In milliseconds. */
export interface SyslogTimeouts {
  readonly connect: number;
  /** The whole of one batch, until the collector has closed its side too. */
  readonly total: number;
}

const TIMEOUTS: SyslogTimeouts = { connect: 5_000, total: 30_000 };

/**
 * Syslog over TLS (RFC 5425). The protocol acknowledges nothing, and what a kernel has taken may never be read. So each batch
 * has a connection of its own, and counts as taken only when the collector, having read to our end of it, has closed its side
 * in order. What the collector then holds in memory only, it can still lose: see `unsureMs` of the sink.
 */
export function syslogSink(options: SyslogOptions): EventSink {
  const send = async (frames: readonly Buffer[], signal: AbortSignal): Promise<SinkTrouble | undefined> => {
    try {
      await exchange(options, frames, signal);
      return undefined;
    } catch (error) {
      if (signal.aborted) throw new Fault("CANCELLED", "Telling a syslog collector was cancelled.");
      const trouble = sinkTrouble(error);
      options.log.debug("syslog batch not taken", { host: options.host, code: trouble.code });
      return trouble;
    }
  };
  return {
    deliver: async (entries, signal): Promise<Delivery> => {
      const frames = entries.map((entry) =>
        syslogFrame(entry, options.format(entry).text, options.enterprise),
      );
      const trouble = await send(frames, signal);
      return { through: trouble === undefined ? entries.at(-1)?.seq : undefined, refused: [], trouble };
    },
    check: async (signal) => send([], signal),
    close: async () => {},
  };
}

/**
 * With TLS 1.3 a client is done with the handshake before the server has looked at its certificate, and one that refuses it closes
 * in order, at the same time as we do, having read nothing. So we stay a little before we end: at least this long (ms), and
 * longer than its refusal takes to get here.
 */
const SHORTEST_QUIET = 500;

/** The collector ended the connection before we did. */
class EndedEarly extends Error {}
/** Time was up. */
class TookTooLong extends Error {
  readonly connected: boolean;
  constructor(connected: boolean) {
    super();
    this.connected = connected;
  }
}

/** Sends the frames and waits for both sides to be closed in order; rejects on anything else. */
async function exchange(
  { host, port, ca, client, timeouts }: SyslogOptions,
  frames: readonly Buffer[],
  signal: AbortSignal,
): Promise<void> {
  const limits = { ...TIMEOUTS, ...timeouts };
  const socket = connect({ host, port, servername: host, minVersion: "TLSv1.2", ca, ...client });
  const timers = [
    setTimeout(() => socket.destroy(new TookTooLong(false)), limits.connect),
    setTimeout(() => socket.destroy(new TookTooLong(true)), limits.total),
  ];
  const abort = (): void => void socket.destroy(new EndedEarly());
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  try {
    await closedInOrder(socket, frames, () => clearTimeout(timers[0]));
  } finally {
    for (const timer of timers) clearTimeout(timer);
    signal.removeEventListener("abort", abort);
    socket.destroy();
  }
}

async function closedInOrder(
  socket: TLSSocket,
  frames: readonly Buffer[],
  connected: () => void,
): Promise<void> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    // Set once all is written and our end is sent: an end of theirs before that is no answer to ours.
    let ended = false;
    let answered = false;
    let quiet: NodeJS.Timeout | undefined;
    const end = (): void => void socket.end(() => (ended = true));
    socket.once("error", reject);
    socket.once("end", () => (answered = ended));
    socket.once("close", () => {
      clearTimeout(quiet);
      if (answered) resolve();
      else reject(new EndedEarly());
    });
    // A collector sends nothing, but its end is found by reading only.
    socket.resume();
    socket.once("secureConnect", () => {
      connected();
      const quietFor = Math.max(SHORTEST_QUIET, 3 * (performance.now() - startedAt));
      const written = (): void => void (quiet = setTimeout(end, quietFor));
      for (const frame of frames.slice(0, -1)) socket.write(frame);
      const last = frames.at(-1);
      if (last === undefined) written();
      else socket.write(last, written);
    });
  });
}

/** A connection that is reset after the handshake may be a refused certificate of ours: TLS 1.3 tells no more, so it is tried again. */
function sinkTrouble(error: unknown): SinkTrouble {
  if (error instanceof EndedEarly) return { code: "broken_off" };
  if (error instanceof TookTooLong) return { code: error.connected ? "not_closed" : "unreachable" };
  const trouble = troubleOf(error);
  if (trouble.code === "ERR_SSL_UNEXPECTED_EOF_WHILE_READING") return { code: "broken_off" };
  if (trouble.tls) return { code: "untrusted" };
  return { code: trouble.unsent ? "unreachable" : "broken_off" };
}
