import type { CheckRow } from "../cli/app.ts";
import { SINK_TROUBLES, type ConfiguredSink } from "../ports/event-sink.ts";
import { Fault } from "../ports/fault.ts";

/** Whether a sink can be reached and knows us; nothing is told to it. Thrown: CANCELLED. */
export async function checkSink(sink: ConfiguredSink, signal: AbortSignal): Promise<CheckRow> {
  const row = (result: CheckRow["result"], detail: string): CheckRow => ({
    source: sink.name,
    what: `reach it (${sink.type})`,
    result,
    detail,
  });
  try {
    const opened = sink.open();
    try {
      const trouble = await opened.check(signal);
      if (trouble === undefined) return row("ok", "");
      const next = SINK_TROUBLES[trouble.code] === "park" ? "it would be parked" : "it would be tried again";
      return row("failed", `${trouble.code}; ${next}`);
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!(error instanceof Fault) || error.code === "CANCELLED") throw error;
    return row("failed", `${error.message} ${error.remedy}`);
  }
}
