// The whole proof: hostile worlds, runs that die at a step, processes that are killed, two processes at once.
import { startPostgres, type PostgresPeer } from "../build/postgres-peer.ts";
import { noTally, type Tally } from "./invariants.ts";
import { DISK_MEBIBYTES, proveDiskFulls } from "./prove-disk.ts";
import { proveProcesses, proveStops, proveTwoAtOnce } from "./prove-processes.ts";
import { proveSteps } from "./prove-steps.ts";
import { aSmallDisk } from "./small-disk.ts";
import { proveWorld, type WorldFigures } from "./prove-worlds.ts";

export interface ProofSize {
  readonly worlds: number;
  readonly firstSeed: number;
  readonly days: number;
  /** Endpoints of a world; from 200 on every story occurs in it. */
  readonly endpoints: number;
  /** Runs that die at a step, of each engine. */
  readonly steps: number;
  /** Processes killed with -9, of each engine. */
  readonly kills: number;
  /** Days on which two processes apply at once; needs PostgreSQL. */
  readonly pairs: number;
  /** How often PostgreSQL is stopped in the middle of a run. */
  readonly stops: number;
  /** Runs that fall over a full disk, of each engine; needs the right to mount one. */
  readonly diskFulls: number;
  readonly engines: readonly ("pglite" | "postgres")[];
}

/** The proof's result, as its last line has it. */
export interface ProofFigures extends Readonly<Tally> {
  readonly worlds: number;
  readonly days: number;
  /** Runs that died, at a step or by -9, before their end. */
  readonly kills: number;
  /** Deleted devices that came back, and those of them that the watch noticed. */
  readonly returns: number;
  readonly returnsNoticed: number;
  /** Runs that fell over a full disk. */
  readonly diskFulls: number;
  /** Of all devices that are gone and were ever listed: deleted, by whom ever, or in review. */
  readonly goneHandledShare: number;
  /** Of all living devices that are listed: those a person is asked about. */
  readonly needlessReviewShare: number;
  readonly changes: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly ends: Readonly<Record<string, number>>;
}

/** Proves it all; what breaks is counted and said, and stops nothing. `tell` is told of progress, a line each. */
export async function prove(size: ProofSize, tell: (line: string) => void): Promise<ProofFigures> {
  const tally = noTally();
  const worlds: WorldFigures[] = [];
  const said = progressOf(tally, tell);
  for (let n = 0; n < size.worlds; n++) {
    const seed = size.firstSeed + n;
    worlds.push(await proveWorld(seed, size.days, size.endpoints, tally));
    said(`world ${n + 1} of ${size.worlds} (seed ${seed})`);
  }
  const kills = size.engines.includes("pglite") ? await onPglite(size, tally, said) : 0;
  const more = size.engines.includes("postgres") ? await onPostgres(size, tally, said) : 0;
  const diskFulls = await onFullDisks(size, tally, said);
  return { ...tally, worlds: size.worlds, kills: kills + more, diskFulls, ...sharesOf(worlds) };
}

/** Where a run died; empty where it came to its end first. */
const deaths = (places: readonly string[]): number => places.filter((place) => place !== "").length;

type Said = (what: string) => void;

async function onPglite({ steps, kills, firstSeed }: ProofSize, tally: Tally, said: Said): Promise<number> {
  let died = 0;
  if (steps > 0) died += deaths(await proveSteps("pglite:memory", steps, firstSeed, tally));
  if (steps > 0) said(`${steps} runs that died at a step, on PGlite`);
  if (kills > 0) died += await proveProcesses("pglite:./store", kills, firstSeed, tally);
  if (kills > 0) said(`${kills} processes killed, on PGlite`);
  return died;
}

async function onPostgres(size: ProofSize, tally: Tally, said: Said): Promise<number> {
  const { steps, kills, pairs, stops, firstSeed } = size;
  if (steps + kills + pairs + stops === 0) return 0;
  const peer: PostgresPeer = await startPostgres();
  try {
    let died = 0;
    if (steps > 0) died += deaths(await proveSteps(await peer.database(), steps, firstSeed + 1, tally));
    if (steps > 0) said(`${steps} runs that died at a step, on PostgreSQL`);
    if (kills > 0) died += await proveProcesses(await peer.database(), kills, firstSeed + 1, tally);
    if (kills > 0) said(`${kills} processes killed, on PostgreSQL`);
    if (pairs > 0) await proveTwoAtOnce(await peer.database(), pairs, tally);
    if (pairs > 0) said(`${pairs} days of two processes at once, on PostgreSQL`);
    if (stops > 0) await proveStops(await peer.database(), stops, firstSeed + 1, () => peer.crash(), tally);
    if (stops > 0) said(`${stops} runs whose database was stopped, on PostgreSQL`);
    return died;
  } finally {
    await peer.close();
  }
}

/** Where no disk can be mounted none is filled up, which is said; CI has to be able to. */
async function onFullDisks(
  { diskFulls, engines, firstSeed }: ProofSize,
  tally: Tally,
  said: Said,
): Promise<number> {
  let met = 0;
  for (const engine of diskFulls > 0 ? engines : []) {
    await using disk = await aSmallDisk(DISK_MEBIBYTES[engine]);
    if ("refused" in disk) {
      if (process.env["CI"] === "true") tally.broken.push(`a full disk, on ${engine}: ${disk.refused}`);
      said(`no run on a full disk, on ${engine} (${disk.refused})`);
      continue;
    }
    met += await proveDiskFulls(engine, disk, diskFulls, firstSeed, tally);
    said(`${diskFulls} runs on a full disk, on ${engine}`);
  }
  return met;
}

/** Says what was done and what it found; each broken invariant as soon as it is known. */
function progressOf(tally: Tally, tell: (line: string) => void): Said {
  let told = 0;
  return (what) => {
    tell(`${what}: ${tally.deletions} deletions so far, ${tally.wrongDeletions} wrong`);
    for (const one of tally.broken.slice(told)) tell(`BROKEN ${one}`);
    told = tally.broken.length;
  };
}

function sharesOf(worlds: readonly WorldFigures[]) {
  const sum = (of: (one: WorldFigures) => number): number => worlds.reduce((all, one) => all + of(one), 0);
  return {
    days: sum((one) => one.days),
    returns: sum((one) => one.returns),
    returnsNoticed: sum((one) => one.noticed),
    goneHandledShare: share(
      sum((one) => one.goneHandled),
      sum((one) => one.gone),
    ),
    needlessReviewShare: share(
      sum((one) => one.livingInReview),
      sum((one) => one.living),
    ),
    changes: added(worlds.map((one) => one.changes)),
    faults: added(worlds.map((one) => one.faults)),
    ends: added(worlds.map((one) => one.ends)),
  };
}

/** To three places; of nothing it is all. */
const share = (part: number, whole: number): number =>
  whole === 0 ? 1 : Math.round((1_000 * part) / whole) / 1_000;

function added(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const one of counts)
    for (const [key, count] of Object.entries(one)) sums[key] = (sums[key] ?? 0) + count;
  return sums;
}
