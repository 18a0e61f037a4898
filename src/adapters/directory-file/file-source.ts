import type { Computer } from "../../core/model/computer.ts";
import type { ComputerId } from "../../core/model/ids.ts";
import type {
  DirectoryReadingEnd,
  DirectorySource,
  LiveComputer,
  RightsCheck,
} from "../../ports/directory-source.ts";
import { Fault, type FaultCode } from "../../ports/fault.ts";
import { contentChecks } from "../directory-export/content-checks.ts";
import { withContainers } from "../directory-export/containers.ts";
import { openExportFile } from "./export-file.ts";
import { ageProblem, readExport, type FileDirectoryOptions } from "./reading.ts";

/** All of a file, for what is asked about single computers. */
interface WholeReading {
  readonly stamp: string;
  readonly computers: ReadonlyMap<ComputerId, Computer>;
  readonly end: DirectoryReadingEnd;
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
      return yield* readExport(file, options, signal);
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
    return computer === undefined ? "absent" : withContainers(computer, end.ous);
  }

  async function check(signal: AbortSignal): Promise<readonly RightsCheck[]> {
    const right = `read all of ${path}`;
    try {
      const { computers, end } = await whole(signal);
      const content = contentChecks(options.retired);
      for (const computer of computers.values()) content.take(computer);
      return [{ right, held: true, remedy: "" }, ...content.checks(end)];
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
