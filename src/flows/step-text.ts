import { everySourceComplete } from "./collect-all.ts";
import type { ProgressEvent } from "./progress.ts";
import type { StepEnd } from "./run-steps.ts";

/** One line of what a step came to, for whoever reads the record of a run. */
export function stepText(end: StepEnd): string {
  switch (end.step) {
    case "settle":
      return `${end.result.length} left open by an earlier run`;
    case "collect": {
      const { tenants, directories, notCovered, centralFault } = end.result;
      const read = `${sum(tenants)} endpoints of ${tenants.length} tenants, ${sum(directories)} computers of ${directories.length} directories`;
      const gone = notCovered.length === 0 ? "" : `, ${notCovered.length} tenants not covered`;
      const trouble = centralFault === undefined ? "" : `; Central: ${centralFault.code}`;
      return `${read}${gone}; ${everySourceComplete(end.result) ? "complete" : "incomplete"}${trouble}`;
    }
    case "watch":
      return `${end.result.watched} deletions watched, ${end.result.returned.length} devices are back`;
    case "assess": {
      const { judged, totals } = end.result;
      return `${totals.endpoints} endpoints (${counted(totals.byDisposition)}), ${judged} judged now`;
    }
    case "review": {
      const { opened, closed, expired, waiting } = end.result;
      return `${opened} opened, ${closed} closed, ${expired} expired, ${waiting} wait for a case`;
    }
    case "tickets":
      if (end.result === null) return "none: no desk, or not in this mode";
      return end.result.fault === undefined
        ? `${end.result.opened} opened, ${end.result.answered} answered, ${end.result.closed} closed`
        : `the desk: ${end.result.fault.code}`;
    case "plan": {
      const { items, leftOut, breakers } = end.result;
      return `${items.length} to delete, ${leftOut.length} left out, ${breakers.length} breakers`;
    }
    case "apply":
      if (end.result.kind === "refused") return `refused: ${end.result.code}`;
      return end.result.results.length === 0 ? "nothing was done" : counted(end.result.outcomes);
    case "foresee":
      return `${end.result.removals.length} to delete next, if nothing changes`;
  }
}

const sum = (read: readonly { readonly counted: number }[]): number =>
  read.reduce((total, { counted }) => total + counted, 0);

const counted = (counts: Readonly<Partial<Record<string, number>>>): string =>
  Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(", ");

/** One line of what goes on within a step. */
export function progressText(event: ProgressEvent): string {
  switch (event.kind) {
    case "tenants_listed":
      return `${event.covered} tenants covered, ${event.notCovered} not`;
    case "tenant_page":
    case "tenant_finished":
      return `${event.name}: ${event.counted} endpoints`;
    case "directory_page":
    case "directory_finished":
      return `${event.name}: ${event.counted} computers`;
    case "assessed":
      return `${event.judged} endpoints assessed`;
    case "item":
      return `${event.hostname}: ${event.outcome}`;
  }
}
