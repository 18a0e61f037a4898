// What must hold after every run, whatever happened in it: the simulator's log and the ledger are the witnesses.
import { sha256 } from "../../src/adapters/system/hash.ts";
import type { Fact, LedgerEntry } from "../../src/core/ledger/fact.ts";
import { endpointId, tenantId } from "../../src/core/model/ids.ts";
import { DAY, MINUTE } from "../../src/core/model/instant.ts";
import { verifyLedger } from "../../src/flows/verify-ledger.ts";
import type { Store } from "../../src/ports/store.ts";
import type { RequestLogEntry } from "../../src/simulator/request-log.ts";
import type { ProofHouse } from "./proof-house.ts";

/** What a proof counts, and every broken invariant in words. */
export interface Tally {
  deletions: number;
  wrongDeletions: number;
  doubleAttempts: number;
  lostLedgerRows: number;
  unsettled: number;
  readonly broken: string[];
}

export const noTally = (): Tally => ({
  deletions: 0,
  wrongDeletions: 0,
  doubleAttempts: 0,
  lostLedgerRows: 0,
  unsettled: 0,
  broken: [],
});

type Intended = Extract<Fact, { kind: "removal_intended" }>;

/** Looks on over the life of one house. */
export interface Witness {
  /** Says that a run begins; `writes` is whether it may send a deletion at all. */
  begin(writes: boolean): void;
  /** Ledger rows that were acknowledged: they must be there ever after. */
  acknowledged(entries: readonly Pick<LedgerEntry, "seq" | "hash">[]): void;
  /** Checks everything that happened since the last check, when no run is under way. */
  check(store: Store, what: string): Promise<void>;
}

const DELETION = /^\/endpoint\/v1\/endpoints\/([^/]+)$/;
const idIn = (path: string): string | undefined => DELETION.exec(path)?.[1];
/** A 401 was refused at the door: nothing of it reached the tenant, and the client asks once more with a new token. */
const reached = ({ method, status }: RequestLogEntry): boolean => method === "DELETE" && status !== 401;

export function aWitness(house: ProofHouse, tally: Tally): Witness {
  const heads = new Map<number, string>();
  const sent = new Map<string, number>();
  const perDay = new Map<string, number>();
  let counted = 0;
  let seen = 0;
  let writingRuns = 0;

  const checkLog = (incomplete: ReadonlySet<string>, what: string): void => {
    const log = house.simulator.log.slice(seen);
    seen = house.simulator.log.length;
    const writes = log.filter(({ method, host }) => method !== "GET" && host !== "id");
    if (writingRuns === 0 && writes.length > 0)
      tally.broken.push(`${what}: ${writes.length} writes without enforce`);
    for (const strange of writes.filter(
      ({ method, path }) => method !== "DELETE" || idIn(path) === undefined,
    ))
      tally.broken.push(`${what}: ${strange.method} ${strange.path} was sent`);
    const deletes = log.filter(reached);
    if (deletes.length > writingRuns * house.limits.perRun)
      tally.broken.push(
        `${what}: ${deletes.length} attempts in ${writingRuns} runs of ${house.limits.perRun}`,
      );
    writingRuns = 0;
    for (const one of deletes) {
      const tenant = one.tenant ?? "";
      const key = `${tenant}/${idIn(one.path)}`;
      sent.set(key, (sent.get(key) ?? 0) + 1);
      const day = `${tenant} on day ${Math.floor(one.at / DAY)}`;
      perDay.set(day, (perDay.get(day) ?? 0) + 1);
      if ((perDay.get(day) ?? 0) > house.limits.perTenantPerDay)
        tally.broken.push(`${what}: more than ${house.limits.perTenantPerDay} attempts for ${day}`);
      const ofDay = `day ${Math.floor(one.at / DAY)}`;
      perDay.set(ofDay, (perDay.get(ofDay) ?? 0) + 1);
      if ((perDay.get(ofDay) ?? 0) > Math.max(...house.limits.ramp))
        tally.broken.push(`${what}: more attempts on ${ofDay} than any step of the ramp allows`);
      if (incomplete.has(tenant))
        tally.broken.push(`${what}: deleted from ${tenant}, which was not read whole`);
      if (!log.some((read) => isFreshRead(read, one)))
        tally.broken.push(`${what}: ${one.path} was deleted without a live re-read in the minute before`);
    }
  };

  const checkDossiers = async (store: Store, what: string): Promise<void> => {
    for (const { tenant, endpoint } of house.deletions.slice(counted)) {
      const [tenantOf, id] = [tenantId(tenant), endpointId(endpoint)];
      if (tenantOf === undefined || id === undefined) throw new Error("a world's ids are UUIDs");
      if ((await store.dossiers.of(tenantOf, id)).length === 0)
        tally.broken.push(`${what}: ${endpoint} was deleted without a dossier`);
    }
  };

  const checkLedger = async (store: Store, what: string): Promise<void> => {
    const verified = await verifyLedger(store.ledger, sha256);
    if (!verified.ok) tally.broken.push(`${what}: the ledger is broken: ${JSON.stringify(verified.broken)}`);
    const intended = new Map<string, number>();
    const open = new Set<string>();
    const hashes = new Map<number, string>();
    for await (const batch of store.ledger.entries(1)) {
      for (const { seq, hash, fact } of batch) {
        hashes.set(seq, hash);
        if (fact.kind === "removal_settled" && fact.outcome !== "unconfirmed") open.delete(keyOf(fact));
        if (fact.kind !== "removal_intended" || fact.mode !== "enforce") continue;
        const key = keyOf(fact);
        if (open.has(key)) {
          tally.doubleAttempts++;
          tally.broken.push(`${what}: ${key} was intended again while it was open`);
        }
        open.add(key);
        intended.set(key, (intended.get(key) ?? 0) + 1);
      }
    }
    for (const [key, count] of sent) {
      const more = count - (intended.get(key) ?? 0);
      if (more > 0) {
        tally.doubleAttempts += more;
        tally.broken.push(`${what}: ${key} was deleted ${count} times on ${intended.get(key) ?? 0} intents`);
      }
    }
    for (const [seq, hash] of heads) {
      if (hashes.get(seq) === hash) continue;
      tally.lostLedgerRows++;
      tally.broken.push(`${what}: ledger row ${seq} was acknowledged and is lost`);
    }
    heads.clear();
  };

  return {
    begin(writes) {
      if (writes) writingRuns++;
    },
    acknowledged(entries) {
      for (const { seq, hash } of entries) heads.set(seq, hash);
    },
    async check(store, what) {
      checkLog(await incompleteTenants(store), what);
      await checkLedger(store, what);
      await checkDossiers(store, what);
      for (const deletion of house.deletions.slice(counted)) {
        tally.deletions++;
        if (!deletion.wrong) continue;
        tally.wrongDeletions++;
        tally.broken.push(`${what}: ${deletion.story} ${deletion.tenant}/${deletion.endpoint} was deleted`);
      }
      counted = house.deletions.length;
    },
  };
}

const keyOf = ({ tenant, endpoint }: Pick<Intended, "tenant" | "endpoint">): string =>
  `${tenant}/${endpoint}`;

const isFreshRead = (read: RequestLogEntry, deletion: RequestLogEntry): boolean =>
  read.method === "GET" &&
  read.path === deletion.path &&
  read.status === 200 &&
  read.at <= deletion.at &&
  // The log's clock is the simulator's, which a busy machine sets a little later than ours.
  deletion.at - read.at <= MINUTE + 2_000;

async function incompleteTenants(store: Store): Promise<ReadonlySet<string>> {
  const latest = await store.inventory.latest();
  return new Set(
    latest.flatMap(({ newest: { source, coverage } }) =>
      source.kind === "tenant" && coverage?.kind !== "complete" ? [source.tenant] : [],
    ),
  );
}
