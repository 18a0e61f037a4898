import type { Computer } from "../../core/model/computer.ts";
import { dnKey, liesIn, parentDn } from "../../core/model/dn.ts";
import type { ComputerId } from "../../core/model/ids.ts";
import { isKnown } from "../../core/model/unknown.ts";
import type {
  DirectoryReadingEnd,
  DirectorySource,
  LiveComputer,
  RightsCheck,
} from "../../ports/directory-source.ts";
import { Fault, type FaultCode } from "../../ports/fault.ts";
import { openExportFile } from "./export-file.ts";
import { ageProblem, readExport, type FileDirectoryOptions, type ReadingEnd } from "./reading.ts";

/** All of a file, for what is asked about single computers. */
interface WholeReading {
  readonly stamp: string;
  readonly computers: ReadonlyMap<ComputerId, Computer>;
  readonly end: ReadingEnd;
}

const EXPORT_FAULTS: ReadonlySet<FaultCode> = new Set<FaultCode>([
  "EXPORT_UNREADABLE",
  "EXPORT_INVALID",
  "EXPORT_TOO_OLD",
]);

/**
 * A directory that is an export file. Each `read` reads the file anew; `readOne` and `vips` look at the file each time
 * and read it again when it has changed.
 */
export function openFileDirectory(options: FileDirectoryOptions): DirectorySource {
  const { name, path } = options;
  let looks = 0;
  let cached: WholeReading | undefined;

  async function* read(
    _bookmark: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<readonly Computer[], DirectoryReadingEnd> {
    looks++;
    const file = await openExportFile(name, path);
    try {
      const { deleted: _, ...end } = yield* readExport(file, options, signal);
      return end;
    } finally {
      await file.close();
    }
  }

  /** The whole file as it is now. Faults as for readOne: by a file that is too old or not whole nothing is decided. */
  async function whole(signal: AbortSignal): Promise<WholeReading> {
    looks++;
    const file = await openExportFile(name, path);
    try {
      const tooOld = ageProblem(file, options);
      if (tooOld !== undefined)
        throw new Fault("EXPORT_TOO_OLD", `Directory ${name}: ${tooOld}.`, { directory: name, path });
      if (cached?.stamp === file.stamp) return cached;
      const computers = new Map<ComputerId, Computer>();
      const reading = readExport(file, options, signal);
      for (;;) {
        const step = await reading.next();
        if (step.done !== true) {
          for (const computer of step.value) computers.set(computer.id, computer);
          continue;
        }
        const [gap] = step.value.gaps;
        if (gap !== undefined)
          throw new Fault("EXPORT_INVALID", `Directory ${name}: ${gap.detail}.`, {
            directory: name,
            path,
            gap: gap.code,
          });
        cached = { stamp: file.stamp, computers, end: step.value };
        return cached;
      }
    } finally {
      await file.close();
    }
  }

  async function readOne(id: ComputerId, signal: AbortSignal): Promise<LiveComputer | "absent"> {
    const { computers, end } = await whole(signal);
    const computer = computers.get(id);
    if (computer === undefined) return "absent";
    const containers = containersOf(computer);
    return { computer, ous: end.ous.filter((ou) => containers.has(dnKey(ou.dn))) };
  }

  async function check(signal: AbortSignal): Promise<readonly RightsCheck[]> {
    const right = `read all of ${path}`;
    try {
      const reading = await whole(signal);
      return [{ right, held: true, remedy: "" }, ...contentChecks(reading, options)];
    } catch (error) {
      if (!(error instanceof Fault) || !EXPORT_FAULTS.has(error.code)) throw error;
      return [{ right, held: false, remedy: `${error.message} ${error.remedy}` }];
    }
  }

  return {
    name,
    read,
    readOne,
    vips: async (signal) => (await whole(signal)).end.vips,
    check,
    requests: () => looks,
    close: async () => {
      cached = undefined;
    },
  };
}

/** Keys of every container above a computer, and above the place a deleted one had. */
function containersOf(computer: Computer): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const start of [
    parentDn(computer.dn),
    isKnown(computer.lastKnownParent) ? computer.lastKnownParent : undefined,
  ])
    for (let dn = start; dn !== undefined; dn = parentDn(dn)) keys.add(dnKey(dn));
  return keys;
}

/** What a whole and fresh file may still lack. */
function contentChecks({ computers, end }: WholeReading, options: FileDirectoryOptions): RightsCheck[] {
  const all = [...computers.values()];
  const retiredOus = options.retired.ous.map((ou) => ({
    right: `see the retired OU ${ou}`,
    held: end.ous.some(({ dn }) => dnKey(dn) === dnKey(ou)) || all.some(({ dn }) => liesIn(dn, ou)),
    remedy: "The file has neither the OU nor a computer in it: check its DN, or export the whole domain.",
  }));
  const vipGroups = end.vips.groups.map((group) => ({
    right: `see all members of the VIP group ${group.dn}`,
    held: group.kind === "read",
    remedy:
      group.kind === "read"
        ? ""
        : `${group.detail}: export groups and users into the same file. Until then everyone counts as a VIP.`,
  }));
  const roles = {
    right: "see what marks domain controllers and cluster names",
    held: all.every((computer) => isKnown(computer.roles)),
    remedy:
      "Export userAccountControl or primaryGroupID, and servicePrincipalName: without them every computer is protected.",
  };
  const deletedObjects = {
    right: "see deleted objects",
    held: end.deleted > 0,
    remedy:
      "The file has no deleted object: export them too (ldifde -x), unless nothing was deleted of late.",
  };
  return [...retiredOus, ...vipGroups, roles, ...(options.retired.deletedObjects ? [deletedObjects] : [])];
}
