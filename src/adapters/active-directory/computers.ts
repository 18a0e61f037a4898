import type { Computer } from "../../core/model/computer.ts";
import { dnKey, liesIn } from "../../core/model/dn.ts";
import { isUnknown } from "../../core/model/unknown.ts";
import { COMPUTER_ATTRIBUTES, decodeComputer, type DecodingContext } from "./computer-entry.ts";
import { textOf, type LdapEntry } from "./entry.ts";
import { changedSince, computers, deletedComputers } from "./filter.ts";
import { pagesOf } from "./paging.ts";
import type { Searcher } from "./search.ts";

/** What one reading came across; filled as the pages come. */
export interface Tally {
  computers: number;
  malformed: { readonly dn: string; readonly detail: string }[];
}

export const newTally = (): Tally => ({ computers: 0, malformed: [] });

function decodePage(page: readonly LdapEntry[], context: DecodingContext, tally: Tally): readonly Computer[] {
  const batch: Computer[] = [];
  for (const entry of page) {
    const decoded = decodeComputer(entry, context);
    switch (decoded.kind) {
      case "computer":
        tally.computers += 1;
        batch.push(decoded.computer);
        break;
      case "malformed":
        tally.malformed.push(decoded);
        break;
      case "service_account":
        break;
    }
  }
  return batch;
}

export interface ComputerReader {
  readonly searcher: Searcher;
  readonly context: DecodingContext;
  readonly pageSize: number;
  readonly tally: Tally;
}

/**
 * Computers below a DN, in batches; with `since`, those changed after that update sequence number.
 * Faults: DIRECTORY_*, CANCELLED.
 */
export async function* readComputers(
  { searcher, context, pageSize, tally }: ComputerReader,
  base: string,
  since?: bigint,
): AsyncGenerator<readonly Computer[], void> {
  const filter = since === undefined ? computers : changedSince(computers, since);
  const search = { base, scope: "sub", filter, attributes: COMPUTER_ATTRIBUTES } as const;
  for await (const page of pagesOf(searcher, search, pageSize)) {
    const batch = decodePage(page, context, tally);
    if (batch.length > 0) yield batch;
  }
}

/** Whether a deleted object lay below baseDn; when nobody knows where it lay, it is not left out. */
function layIn(entry: LdapEntry, baseDn: string): boolean {
  const parent = textOf(entry, "lastKnownParent");
  // The parent of an object deleted with its OU is itself below Deleted Objects by now.
  if (isUnknown(parent) || parent.includes("\\0ADEL:")) return true;
  return dnKey(parent) === dnKey(baseDn) || liesIn(parent, baseDn);
}

/** Deleted computers that lay below baseDn, tombstones and those in the recycle bin alike. */
export async function* readDeletedComputers(
  { searcher, context, pageSize, tally }: ComputerReader,
  deletedObjects: string,
  baseDn: string,
  since?: bigint,
): AsyncGenerator<readonly Computer[], void> {
  const filter = since === undefined ? deletedComputers : changedSince(deletedComputers, since);
  const search = {
    base: deletedObjects,
    scope: "one",
    filter,
    attributes: COMPUTER_ATTRIBUTES,
    deleted: true,
  } as const;
  for await (const page of pagesOf(searcher, search, pageSize)) {
    const inScope = page.filter((entry) => layIn(entry, baseDn));
    const batch = decodePage(inScope, context, tally);
    if (batch.length > 0) yield batch;
  }
}
