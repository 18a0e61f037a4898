import type { ArisenFinding } from "../assess/arisen-finding.ts";
import type { FindingCode } from "../assess/finding.ts";
import type { Told } from "./compose.ts";
import { counted } from "./counted.ts";
import { MOST_ROWS, type NoticeSection } from "./notice.ts";

const MEANS: Readonly<Record<FindingCode, string>> = {
  silent_agent: "alive in the directory, silent in Central: very likely unprotected",
  retired_but_reporting:
    "retired in the directory, yet reporting: stolen, in use again, or disabled by mistake",
  unprotected_computer: "alive in the directory, and no endpoint in Central",
  stale_in_directory: "silent everywhere, and not retired in the directory",
  removed_by_others: "gone from Central, and not by Rollcall",
};

/** What came up since the last notice that is worth telling although nothing is deleted. */
export function findingsArose({ facts, covers, tenantName }: Told): NoticeSection | undefined {
  const reports = facts.filter((fact) => fact.kind === "findings_arose");
  const vanished = facts
    .filter((fact) => fact.kind === "endpoint_vanished")
    .map(({ finding, tenant, endpoint, hostname }) => ({
      code: finding,
      tenant,
      id: endpoint,
      name: hostname,
    }));
  const arose: readonly ArisenFinding[] = [
    ...reports.flatMap(({ findings }) => findings),
    ...vanished,
  ].filter(({ tenant }) => covers(tenant));
  const untold = reports.reduce((all, { more }) => all + more, 0);
  if (arose.length === 0) return undefined;
  const codes = [...new Set(arose.map(({ code }) => code))];
  return {
    topic: "findings",
    title: `${counted(arose.length + untold, "new finding")}: ${codes.join(", ")}`,
    text: [...codes.map((code) => `${code}: ${MEANS[code]}.`), "`rollcall report --out DIR` has them all."],
    columns: [
      ["code", "Finding"],
      ["name", "Device"],
      ["place", "Tenant or directory"],
    ],
    rows: arose.slice(0, MOST_ROWS).map(({ code, name, tenant, directory }) => ({
      code,
      name,
      ...(tenant !== undefined && { tenant }),
      place: tenant === undefined ? (directory ?? "") : tenantName(tenant),
    })),
    more: untold + Math.max(0, arose.length - MOST_ROWS),
  };
}
