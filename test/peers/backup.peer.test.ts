// A backup of a PostgreSQL store, taken while it works, and what becomes of a copy that is older than the world.
import { afterAll, beforeAll, expect, it } from "vitest";
import { openConnection, openStore } from "../../src/adapters/postgres/open.ts";
import { storeOn } from "../../src/adapters/postgres/store.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
import { releaseBrake } from "../../src/flows/brake.ts";
import { noticeCopy } from "../../src/flows/notice-copy.ts";
import { verifyLedger } from "../../src/flows/verify-ledger.ts";
import type { Store } from "../../src/ports/store.ts";
import { anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import { startPostgres, type PostgresPeer } from "../build/postgres-peer.ts";
import { gathered, later, parts } from "../contract/store-fixture.ts";
import { noTally } from "../prove/invariants.ts";
import { aKillStage, LATER, rehearse, runStage } from "../prove/kill-stage.ts";
import { requirePeer } from "./peers.ts";

const RAMP = { steps: [4], advanceAfterCleanDays: 3 };

const nameOf = (url: string): string => new URL(url.replace("@/", "@local/")).pathname.slice(1);

requirePeer("postgres", "PostgreSQL", () => {
  let peer: PostgresPeer;
  beforeAll(async () => {
    peer = await startPostgres();
  });
  afterAll(async () => peer.close());

  /** A hold and the entry that tells of it, as the product writes them: in one transaction. */
  const hold = async (store: Store, n: number): Promise<void> => {
    const device = { tenant: TENANT, endpoint: anEndpointId(n) };
    const terms = { until: later(48), owner: "desk", reason: "on a ship" };
    await store.holds.add({ ...device, ...terms }, NOW);
    const fact = { kind: "hold_added", ...device, hostname: `H${n}`, ...terms, replaced: false } as const;
    await store.ledger.append([fact], NOW);
  };

  it("of a store in the middle of a transaction is whole: state and ledger of one moment", async () => {
    const url = await peer.database();
    const store = await openStore(url, parts());
    for (const n of [1, 2, 3]) await store.transaction(async (tx) => hold(tx, n));

    const file = await store.transaction(async (tx) => {
      await hold(tx, 4);
      const taken = peer.backUp(url);
      await hold(tx, 5);
      return taken;
    });

    const restored = await openStore(await peer.restore(file), parts());
    expect(await verifyLedger(restored.ledger, sha256)).toMatchObject({ ok: true, entries: 3 });
    for (const n of [1, 2, 3, 4, 5])
      expect(await restored.holds.stands(TENANT, anEndpointId(n))).toBe(n <= 3);
    expect(await store.ledger.count()).toBe(5);
    await Promise.all([store.close(), restored.close()]);
  });

  it("restored, it has the brake on by itself, once; the store that it was taken of has not", async () => {
    const url = await peer.database();
    const clock = parts().clock;
    const noticed = async (store: Store) => {
      await noticeCopy({ store, clock, ramp: RAMP, actor: "svc@test" });
      return store.brake.pulled();
    };
    const store = await openStore(url, parts());
    expect(await noticed(store)).toBeUndefined();

    const restored = await openStore(await peer.restore(peer.backUp(url)), parts());

    expect(await noticed(store)).toBeUndefined();
    expect(await noticed(restored)).toMatchObject({
      pulledBy: "svc@test",
      reason: expect.stringContaining("restored from a backup") as string,
    });
    await releaseBrake({ store: restored, clock, ramp: RAMP }, { reason: "looked at it", by: "jane@ops1" });
    expect(await noticed(restored)).toBeUndefined();
    await Promise.all([store.close(), restored.close()]);
  });

  it("a database that is only read is looked into without a write, and takes none", async () => {
    const url = await peer.database();
    const connection = await openConnection(url, parts());
    const store = storeOn(connection, parts());
    await store.transaction(async (tx) => hold(tx, 1));
    await store.transaction(async (tx) => tx.home.settle(NOW));
    await connection.script(`alter database ${nameOf(url)} set default_transaction_read_only = on`);
    await connection.close();

    const reading = await openStore(url, parts());
    await noticeCopy({ store: reading, clock: parts().clock, ramp: RAMP, actor: "svc@test" });

    expect(await verifyLedger(reading.ledger, sha256)).toMatchObject({ ok: true, entries: 1 });
    await expect(reading.transaction(async (tx) => hold(tx, 2))).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
    });
    await reading.close();
  });

  it("of the middle of a run: restored, nothing is deleted before a person has looked, and nothing twice", async () => {
    const url = await peer.database();
    await using stage = await aKillStage(url, 3, noTally());
    const { house } = stage;
    const options = { ...parts(), clock: house.clock };
    const open = async (at: string): Promise<Store> => openStore(at, options);
    const notice = async (store: Store) =>
      noticeCopy({ store, clock: house.clock, ramp: RAMP, actor: "svc@test" });
    const ids = () => house.deletions.map(({ endpoint }) => endpoint);
    const store = await open(url);
    await notice(store);
    await rehearse(stage, store);
    house.day(2);
    // The first deletion is intended, and about to be sent.
    let file: string | undefined;
    const before = ({ port }: { readonly port: string }): void => {
      if (port === "remover") file ??= peer.backUp(url);
    };
    await runStage(stage, store, "enforce", { before });
    await store.close();
    const deleted = ids();
    expect(deleted.length).toBeGreaterThan(1);

    const copy = await open(await peer.restore(file ?? ""));
    expect(await verifyLedger(copy.ledger, sha256)).toMatchObject({ ok: true });
    expect(await copy.plans.openIntents()).toMatchObject([{ endpoint: deleted[0] }]);
    house.clock.advance(LATER);
    house.export();
    await notice(copy);

    expect(await runStage(stage, copy, "enforce")).toEqual({ kind: "ended", exit: 3 });

    expect(ids()).toEqual(deleted);
    const facts = (await gathered(copy.ledger.entries(1))).flat().map(({ fact }) => fact);
    const about = (kind: string) =>
      facts.flatMap((fact) => (fact.kind === kind && "endpoint" in fact ? [fact.endpoint] : []));
    // The intent that the backup had is settled by reading; of the others the copy knows nothing but that they are gone.
    expect(facts).toContainEqual(
      expect.objectContaining({ kind: "removal_settled", endpoint: deleted[0], outcome: "retired" }),
    );
    expect(about("endpoint_vanished").sort()).toEqual(deleted.slice(1).sort());

    await releaseBrake(
      { store: copy, clock: house.clock, ramp: RAMP },
      { reason: "looked", by: "jane@ops1" },
    );
    house.day(3);
    expect(await runStage(stage, copy, "enforce")).toMatchObject({ kind: "ended" });
    expect(ids().length).toBeGreaterThan(deleted.length);
    expect(new Set(ids()).size).toBe(ids().length);
    expect(house.deletions.filter(({ wrong }) => wrong)).toEqual([]);
    await copy.close();
  });
});
