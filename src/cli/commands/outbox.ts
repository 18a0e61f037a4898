import { deliver } from "../../flows/deliver.ts";
import { outboxStatus as statusFlow, parkSink, resumeSink } from "../../flows/outbox.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { reportsText, standingsText } from "../print/outbox-text.ts";
import { printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";
import { UsageError } from "../usage-error.ts";
import { tellRefusal } from "./apply.ts";

/** Every sink and how far it has got. */
export async function outboxStatus(app: App, io: Io, flags: CommonFlags): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const sinks = await statusFlow(session);
    tellPerson(io, flags, standingsText(io, sinks));
    tellResult(io, flags, { command: "outbox status", sinks });
    return EXIT.done;
  });
}

export interface DeliverFlags extends CommonFlags {
  readonly sink: string | undefined;
}

/** Tells the sinks until all is told: a person waits for it. */
export async function outboxDeliver(
  app: App,
  io: Io,
  flags: DeliverFlags,
  signal: AbortSignal,
): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const { sink } = flags;
    const sinks = session.sinks.filter(({ name }) => sink === undefined || name === sink);
    if (sink !== undefined && sinks.length === 0)
      throw new UsageError(`--sink ${sink}: the configuration has no sink of this name`);
    const reports = await deliver(
      { ...session, sinks },
      { forMs: Number.POSITIVE_INFINITY, byPerson: true },
      signal,
    );
    tellPerson(io, flags, reportsText(io, reports));
    tellResult(io, flags, { command: "outbox deliver", sinks: reports });
    if (reports.some(({ state, refused }) => state === "parked" || refused > 0)) return EXIT.person;
    return reports.every(({ state }) => state === "up_to_date") ? EXIT.done : EXIT.source;
  });
}

/** Lets a sink be tried again. */
export async function outboxRetry(app: App, io: Io, sink: string, flags: CommonFlags): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const resumed = await resumeSink(sink, session);
    if (resumed.kind === "refused") return tellRefusal(io, flags, { command: "outbox retry" }, resumed);
    tellPerson(
      io,
      flags,
      `${printable(sink)} is tried again${resumed.again === 0 ? "" : `, and ${resumed.again} refused entries with it`}.`,
    );
    tellResult(io, flags, { command: "outbox retry", sink, again: resumed.again });
    return EXIT.done;
  });
}

export interface ParkFlags extends CommonFlags {
  readonly reason: string;
}

/** Sends a sink nothing more. */
export async function outboxPark(app: App, io: Io, sink: string, flags: ParkFlags): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const parked = await parkSink({ sink, reason: flags.reason }, session);
    if (parked.kind === "refused") return tellRefusal(io, flags, { command: "outbox park" }, parked);
    tellPerson(
      io,
      flags,
      `${printable(sink)} is parked: nothing is sent until rollcall outbox retry ${printable(sink)}.`,
    );
    tellResult(io, flags, { command: "outbox park", sink });
    return EXIT.done;
  });
}
