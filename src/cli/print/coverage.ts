import type { Coverage } from "../../core/model/coverage.ts";
import { everySourceComplete, nothingCovered, type Collected } from "../../flows/collect-all.ts";
import { paint, type Io } from "../io.ts";
import { faultJson } from "./fault-text.ts";
import { figure, printable, table, type Painted } from "./table.ts";

const TONE = { complete: "green", incomplete: "yellow", failed: "red" } as const;

/** The reading of each source as a table, then what is not covered and why. */
export function coverageText(
  io: Io,
  { listing, tenants, directories, notCovered, groupsUnread, requests }: Collected,
): string {
  const rows = [
    ...directories.map((one) => [
      one.directory,
      "directory",
      figure(one.counted),
      stateOf(one.coverage),
      one.extent === "changes" ? "changes only" : gapsOf(one.coverage),
    ]),
    ...tenants
      .filter((one) => one.notCovered === undefined)
      .map((one) => [
        one.tenant.name,
        "tenant",
        figure(one.counted),
        stateOf(one.coverage),
        gapsOf(one.coverage),
      ]),
  ];
  const lines = [table(io, ["Source", "Kind", "Read", "Reading", ""], rows, [2])];
  if (notCovered.length > 0) {
    lines.push(
      "",
      table(
        io,
        ["Not covered", "Why", ""],
        notCovered.map((one) => [one.name, one.code, one.detail]),
      ),
    );
  }
  if (nothingCovered({ listing, tenants }))
    lines.push("", paint(io, "red", "No tenant is covered: nothing was read from Central."));
  if (groupsUnread.length > 0) lines.push("", unreadText(groupsUnread));
  const retries = requests.retries === 0 ? "" : `, ${figure(requests.retries)} of them retries`;
  lines.push("", `${figure(requests.total)} requests to Central${retries}.`);
  return lines.join("\n");
}

/** In one line: many tenants are as a rule unread for one reason. */
function unreadText(unread: Collected["groupsUnread"]): string {
  const [first, ...more] = unread.map(({ tenantName }) => printable(tenantName));
  const tenants = more.length === 0 ? first : `${first} and ${figure(more.length)} more`;
  const codes = [...new Set(unread.map(({ code }) => code))].join(", ");
  return `The groups of endpoints could not be read in ${tenants} (${codes}): a protect rule for a group keeps there whatever it may concern.`;
}

const stateOf = ({ kind }: Coverage): Painted => ({ text: kind, style: TONE[kind] });

const gapsOf = (coverage: Coverage): string =>
  coverage.kind === "complete"
    ? ""
    : coverage.gaps.map((gap) => `${gap.code}: ${printable(gap.detail)}`).join("; ");

/** The same for `--json`: counts, coverage and requests made. */
export function coverageJson(collected: Collected) {
  const { listing, tenants, directories, notCovered, groupsUnread, requests, centralFault } = collected;
  return {
    credential: listing?.credential,
    endpoints: tenants.reduce((sum, one) => sum + (one.coverage.kind === "complete" ? one.counted : 0), 0),
    computers: directories.reduce(
      (sum, one) => sum + (one.coverage.kind === "complete" ? one.counted : 0),
      0,
    ),
    complete: everySourceComplete(collected),
    centralFault: centralFault === undefined ? undefined : faultJson(centralFault),
    tenants: tenants
      .filter((one) => one.notCovered === undefined)
      .map((one) => ({
        id: one.tenant.id,
        name: one.tenant.name,
        coverage: one.coverage.kind,
        gaps: one.coverage.kind === "complete" ? [] : one.coverage.gaps,
        counted: one.counted,
        expected: one.expected,
        ...one.figures,
        vanished: undefined,
      })),
    notCovered,
    groupsUnread,
    directories: directories.map((one) => ({
      name: one.directory,
      coverage: one.coverage.kind,
      gaps: one.coverage.kind === "complete" ? [] : one.coverage.gaps,
      extent: one.extent,
      counted: one.counted,
      ...one.figures,
    })),
    requests,
  };
}
