import { compareOs, type OsComparison, type OsFamily, type Version } from "../os-comparison.ts";
import type { ReasonEvidence, StatedReason } from "../reason.ts";
import type { Rule } from "../rule.ts";

/** The two sources agree on family and build of the operating system, or they do not, or one has nothing to compare. */
export const operatingSystem: Rule = {
  codes: ["os_build_mismatch", "os_family_mismatch", "os_build_unknown"],
  state: ({ subject, evidence }) =>
    subject === undefined ? [] : compared(compareOs(evidence.endpoint.os, subject.known.computer)),
};

function compared({ family, version }: OsComparison): readonly StatedReason[] {
  const stated: StatedReason[] = [];
  const sides = versionEvidence(version.endpoint, version.computer);
  const comparable = isComparable(family.endpoint, family.computer);
  if (comparable && version.endpoint !== undefined && version.computer !== undefined) {
    const order = compareVersions(version.endpoint, version.computer);
    const newer = order > 0 ? "endpoint" : "directory";
    if (order !== 0) stated.push({ code: "os_build_mismatch", evidence: { ...sides, newer } });
  }
  if (family.endpoint === undefined || family.computer === undefined) {
    const unknown = [family.endpoint ?? "endpoint", family.computer ?? "directory"].filter(
      (side) => side === "endpoint" || side === "directory",
    );
    stated.push({ code: "os_build_unknown", evidence: { ...sides, familyUnknown: unknown } });
    return stated;
  }
  if (family.endpoint !== family.computer) {
    const families = { endpoint: family.endpoint, directory: family.computer };
    stated.push({ code: "os_family_mismatch", evidence: families });
  }
  const same = comparable || family.endpoint === family.computer;
  if (same && (!comparable || version.endpoint === undefined || version.computer === undefined)) {
    stated.push({ code: "os_build_unknown", evidence: sides });
  }
  return stated;
}

// Client and server editions of Windows share their builds; two systems of which nothing is known share nothing.
function isComparable(a: OsFamily | undefined, b: OsFamily | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a === b ? a !== "other" : a.startsWith("windows") && b.startsWith("windows");
}

function compareVersions(a: Version, b: Version): number {
  const differing = a.findIndex((part, i) => part !== b[i]);
  return differing < 0 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}

const versionEvidence = (endpoint: Version | undefined, computer: Version | undefined): ReasonEvidence => ({
  endpoint: endpoint?.join(".") ?? "unknown",
  directory: computer?.join(".") ?? "unknown",
});
