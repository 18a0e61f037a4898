import type { Progress, ProgressEvent } from "../../flows/progress.ts";
import type { CommonFlags } from "../app.ts";
import type { Io } from "../io.ts";
import { statusLine } from "./status-line.ts";
import { figure, printable } from "./table.ts";

/** Draws progress on stderr while a person watches; otherwise it keeps silent. `stop` takes the drawing away. */
export interface ProgressLine {
  readonly progress: Progress;
  stop(): void;
}

export function progressLine(io: Io, flags: CommonFlags): ProgressLine {
  if (!io.interactive || flags.json) return { progress: () => {}, stop: () => {} };
  const line = statusLine({ write: io.talk, columns: () => io.columns });
  const tenants = new Map<string, number>();
  let finished = 0;
  let covered = 0;
  const sum = (): number => [...tenants.values()].reduce((total, one) => total + one, 0);
  const progress = (event: ProgressEvent): void => {
    if (event.kind === "tenants_listed") covered = event.covered;
    if (event.kind === "tenant_page") tenants.set(event.name, event.counted);
    if (event.kind === "tenant_finished") finished++;
    line.show(textOf(event, { covered, finished, endpoints: sum() }));
  };
  return { progress, stop: () => line.clear() };
}

function textOf(
  event: ProgressEvent,
  { covered, finished, endpoints }: { covered: number; finished: number; endpoints: number },
): string {
  switch (event.kind) {
    case "tenants_listed":
      return `Central: ${event.covered} tenants covered, ${event.notCovered} not`;
    case "tenant_page":
    case "tenant_finished":
      return `Central: ${figure(endpoints)} endpoints, ${finished} of ${covered} tenants done`;
    case "directory_page":
    case "directory_finished":
      return `${printable(event.name)}: ${figure(event.counted)} computers`;
    case "assessed":
      return `Assessed ${figure(event.judged)} endpoints`;
    case "item":
      return `${event.done} of ${event.of}: ${printable(event.hostname)} ${event.outcome}`;
  }
}
