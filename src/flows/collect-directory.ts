import { isRetired } from "../core/assess/retirement.ts";
import { computerKeys } from "../core/identity/keys.ts";
import { canonical } from "../core/model/canonical.ts";
import type { Computer } from "../core/model/computer.ts";
import type { Coverage, Gap } from "../core/model/coverage.ts";
import { dnKey } from "../core/model/dn.ts";
import type { CollectionId, DirectoryName, Hash } from "../core/model/ids.ts";
import { DAY } from "../core/model/instant.ts";
import type { Policy } from "../core/model/policy.ts";
import type { Clock } from "../ports/clock.ts";
import type { DirectoryReadingEnd, DirectorySource } from "../ports/directory-source.ts";
import { Fault, type FaultCode } from "../ports/fault.ts";
import type { ComputerRow, MergeFigures } from "../ports/inventory-store.ts";
import type { Store } from "../ports/store.ts";
import { invariant } from "../core/model/invariant.ts";
import { drain } from "./drain.ts";
import type { Progress } from "./progress.ts";

export interface CollectDirectoryParts {
  readonly store: Store;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly hash: Hash;
  readonly progress: Progress;
}

/** What came of one directory. */
export interface DirectoryCollection {
  readonly directory: DirectoryName;
  readonly coverage: Coverage;
  readonly extent: "full" | "changes";
  readonly counted: number;
  readonly figures: MergeFigures | undefined;
  readonly requests: number;
  /** The fault that failed it as a whole, when there was one: its code decides the exit code. */
  readonly fault: Fault | undefined;
}

// Incremental readings miss deletions past garbage collection, rights that changed, and moved OUs, which touch none of their children.
const FULL_EVERY = DAY;

/**
 * Reads one directory, incrementally when its last full reading is younger than a day. What cannot be read whole is
 * thrown away and told. Throws CANCELLED and STORE_* faults only.
 */
export async function collectDirectory(
  source: DirectorySource,
  parts: CollectDirectoryParts,
  signal: AbortSignal,
): Promise<DirectoryCollection> {
  const { store, clock } = parts;
  const ref = { kind: "directory", directory: source.name } as const;
  const known = (await store.inventory.directories()).find((one) => one.context.directory === source.name);
  const recent = known !== undefined && clock.now() - known.fullAt < FULL_EVERY;
  const collection = await store.inventory.begin(ref, clock.now());
  const requestsBefore = source.requests();
  let counted = 0;
  let fault: Fault | undefined;
  let end: DirectoryReadingEnd | undefined;
  let gaps: readonly Gap[];
  try {
    end = await drain(source.read(recent ? known.bookmark : undefined, signal), async (batch) => {
      counted += batch.length;
      await store.inventory.stageComputers(
        collection,
        batch.map((computer) => computerRow(computer, parts.policy, parts.hash)),
      );
      parts.progress({ kind: "directory_page", name: source.name, counted });
    });
    gaps = end.gaps;
    if (end.extent === "full" && gaps.length === 0)
      gaps = empty(await store.inventory.stagedCount(collection));
  } catch (error) {
    if (!(error instanceof Fault) || error.code.startsWith("STORE_")) throw error;
    gaps = [{ code: gapCode(error.code), detail: error.message }];
    fault = error;
  }
  const requests = source.requests() - requestsBefore;
  const done = { source, collection, counted, requests, fault };
  const [first, ...rest] = gaps;
  const result =
    first === undefined
      ? await merge(done, end, parts)
      : await giveUp(done, { kind: counted > 0 ? "incomplete" : "failed", gaps: [first, ...rest] }, parts);
  if (fault?.code === "CANCELLED") throw fault;
  return result;
}

interface Reading {
  readonly source: DirectorySource;
  readonly collection: CollectionId;
  readonly counted: number;
  readonly requests: number;
  readonly fault: Fault | undefined;
}

/** A directory without a single computer is a missing right or a wrong base, never a truth to act on. */
function empty(staged: number): readonly Gap[] {
  return staged > 0 ? [] : [{ code: "shrunken", detail: "not a single computer came back" }];
}

function gapCode(code: FaultCode): Gap["code"] {
  if (code === "CANCELLED") return "cancelled";
  if (code === "DIRECTORY_RIGHTS") return "rights_missing";
  if (code === "DIRECTORY_AUTH") return "not_authorised";
  if (code === "EXPORT_TOO_OLD") return "export_too_old";
  if (code === "EXPORT_INVALID") return "record_malformed";
  return "source_unavailable";
}

async function merge(
  { source, collection, counted, requests }: Reading,
  end: DirectoryReadingEnd | undefined,
  { store, clock, progress }: CollectDirectoryParts,
): Promise<DirectoryCollection> {
  invariant(end !== undefined, "a reading without gaps has an end");
  const at = clock.now();
  const context = {
    directory: source.name,
    domains: end.domains,
    ous: new Map(end.ous.map((ou) => [dnKey(ou.dn), ou])),
    vips: end.vips,
  };
  const figures = await store.transaction(async (tx) => {
    const merged = await tx.inventory.mergeComputers(collection, {
      expected: end.expected,
      requests,
      at,
      extent: end.extent,
      context,
      bookmark: end.bookmark,
    });
    await tx.ledger.append([fact(source, collection, { kind: "complete" }, counted, requests)], at);
    return merged;
  });
  progress({ kind: "directory_finished", name: source.name, complete: true, counted });
  return {
    directory: source.name,
    coverage: { kind: "complete" },
    extent: end.extent,
    counted,
    figures,
    requests,
    fault: undefined,
  };
}

async function giveUp(
  { source, collection, counted, requests, fault }: Reading,
  coverage: Exclude<Coverage, { kind: "complete" }>,
  { store, clock, progress }: CollectDirectoryParts,
): Promise<DirectoryCollection> {
  const at = clock.now();
  await store.transaction(async (tx) => {
    await tx.inventory.discard(collection, { coverage, expected: undefined, requests, at });
    await tx.ledger.append([fact(source, collection, coverage, counted, requests)], at);
  });
  progress({ kind: "directory_finished", name: source.name, complete: false, counted });
  return {
    directory: source.name,
    coverage,
    extent: "full",
    counted,
    figures: undefined,
    requests,
    fault,
  };
}

const fact = (
  source: DirectorySource,
  collection: CollectionId,
  coverage: Coverage,
  counted: number,
  requests: number,
) =>
  ({
    kind: "collection_finished",
    collection,
    source: { kind: "directory", directory: source.name },
    coverage,
    counted,
    requests,
  }) as const;

function computerRow(computer: Computer, policy: Policy, hash: Hash): ComputerRow {
  const rule = policy.retirement[computer.directory];
  invariant(rule !== undefined, "every configured directory has a retirement rule");
  const retired = isRetired(computer, rule);
  return {
    computer,
    ...computerKeys(computer),
    // Not known whether it is retired is not retired: no first sighting may be drawn from it.
    retired: retired === true,
    hash: hash(canonical(computer)),
  };
}
