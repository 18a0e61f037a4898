import type { Computer, Domain, OrganizationalUnit } from "../core/model/computer.ts";
import type { Gap } from "../core/model/coverage.ts";
import type { ComputerId, DirectoryName } from "../core/model/ids.ts";
import type { DirectoryVips } from "../core/model/vip.ts";

/** How a reading of a directory ended. */
export interface DirectoryReadingEnd {
  /** No gap means that all of it was read. */
  readonly gaps: readonly Gap[];
  readonly expected: number | undefined;
  readonly domains: readonly Domain[];
  readonly ous: readonly OrganizationalUnit[];
  readonly vips: DirectoryVips;
  /** Handed back on the next reading so that it can be incremental; undefined when the source cannot be. */
  readonly bookmark: string | undefined;
  /** `full`: what did not come is not there. `changes`: what did not come is as it was. */
  readonly extent: "full" | "changes";
}

/** What verify reads right before a deletion: the computer as it is now, and the containers its retirement hangs on. */
export interface LiveComputer {
  readonly computer: Computer;
  readonly ous: readonly OrganizationalUnit[];
}

/** One thing that a self-test proved or could not. */
export interface RightsCheck {
  readonly right: string;
  readonly held: boolean;
  /** What to do when it is not held. */
  readonly remedy: string;
}

/** Reads computers from a directory: it has no way to write. */
export interface DirectorySource {
  readonly name: DirectoryName;
  /**
   * Every computer, deleted objects included when the configuration asks for them, in batches and flat memory. A missing
   * right is a fault, never an empty answer. What breaks in the middle is told as gaps at the end; only CANCELLED and the
   * faults that come before the first batch (DIRECTORY_*, EXPORT_*) are thrown.
   * @param bookmark from the last complete reading; undefined asks for a full one.
   */
  read(
    bookmark: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<readonly Computer[], DirectoryReadingEnd>;
  /** One computer by its id, live, wherever it lies by now, tombstones included. Faults: DIRECTORY_*, EXPORT_*. */
  readOne(id: ComputerId, signal: AbortSignal): Promise<LiveComputer | "absent">;
  /** VIP groups as they are now: verify asks again. A group that cannot be read is in the answer as such. */
  vips(signal: AbortSignal): Promise<DirectoryVips>;
  /** Proves by harmless reads what the account may see. */
  check(signal: AbortSignal): Promise<readonly RightsCheck[]>;
  /** LDAP: bind, search. File: the reads of the file. */
  requests(): number;
  close(): Promise<void>;
}
