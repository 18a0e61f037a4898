import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/adapters/postgres/connection.ts";
import { MIGRATIONS } from "../../src/adapters/postgres/migrate.ts";
import { openConnection, openStore } from "../../src/adapters/postgres/open.ts";
import { poolDriver } from "../../src/adapters/postgres/pool-driver.ts";
import { deliver } from "../../src/flows/deliver.ts";
import type { ConfiguredSink } from "../../src/ports/event-sink.ts";
import type { Store } from "../../src/ports/store.ts";
import type { EndpointId } from "../../src/core/model/ids.ts";
import { anEndpoint, anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import { startPostgres, type PostgresPeer } from "../build/postgres-peer.ts";
import { expectChain } from "../contract/store-ledger.contract.ts";
import { storeContract } from "../contract/store.contract.ts";
import {
  aTenant,
  collectTenant,
  endpointRow,
  gathered,
  judgeAll,
  later,
  parts,
  PLAN,
  silent,
} from "../contract/store-fixture.ts";
import { requirePeer } from "./peers.ts";

requirePeer("postgres", "PostgreSQL", () => {
  let peer: PostgresPeer;
  beforeAll(async () => {
    peer = await startPostgres();
  });
  afterAll(async () => peer.close());

  storeContract("PostgreSQL", async () => peer.database());

  describe("several processes on one database", () => {
    it("many that start at once migrate it once", async () => {
      const url = await peer.database();

      const stores = await Promise.all([1, 2, 3, 4].map(async () => openStore(url, parts())));

      await Promise.all(stores.map(async (store) => store.close()));
      const connection = await openConnection(url, parts());
      expect(await connection.query("select version from rollcall.schema_version order by 1")).toEqual(
        MIGRATIONS.map(({ version }) => ({ version })),
      );
      await connection.close();
    });

    it("appends from two of them keep one chain, also when some are taken back", async () => {
      const url = await peer.database();
      const [one, two] = [await openStore(url, parts()), await openStore(url, parts())];
      const fact = (code: string) => ({ kind: "tenant_not_covered", tenant: TENANT, code }) as const;

      const results = await Promise.allSettled(
        Array.from({ length: 60 }, async (_, n) =>
          (n % 2 === 0 ? one : two).transaction(async (tx) => {
            await tx.ledger.append([fact(`${n}a`), fact(`${n}b`)], NOW);
            if (n % 5 === 0) throw new Error("taken back");
          }),
        ),
      );

      expect(results.filter(({ status }) => status === "rejected")).toHaveLength(12);
      const entries = (await gathered(one.ledger.entries(1))).flat();
      expect(entries).toHaveLength(96);
      expectChain(entries);
      await one.close();
      await two.close();
    });

    it("deliveries of two of them, while both write, pass over no entry and keep their order", async () => {
      const url = await peer.database();
      const stores = [await openStore(url, parts()), await openStore(url, parts())];
      const taken: number[] = [];
      const sink: ConfiguredSink = {
        name: "siem",
        type: "scripted",
        startsAt: "beginning",
        batch: 3,
        unsureMs: 0,
        open: () => ({
          deliver: async (entries) => {
            taken.push(...entries.map(({ seq }) => seq));
            return Promise.resolve({ through: entries.at(-1)?.seq, refused: [], trouble: undefined });
          },
          check: async () => Promise.resolve(undefined),
          close: async () => Promise.resolve(),
        }),
      };
      const tell = async (store: Store) =>
        deliver(
          { store, clock: parts().clock, sinks: [sink] },
          { forMs: Infinity, byPerson: true },
          new AbortController().signal,
        );
      const fact = { kind: "tenant_not_covered", tenant: TENANT, code: "forbidden" } as const;

      await Promise.all(
        stores.flatMap((store) =>
          Array.from({ length: 20 }, async () => {
            await store.ledger.append([fact], NOW);
            await tell(store);
          }),
        ),
      );
      await tell(stores[0]!);

      expect(taken).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
      await Promise.all(stores.map(async (store) => store.close()));
    });

    it("the last attempt of a day goes to one of them", async () => {
      const url = await peer.database();
      const stores = [await openStore(url, parts()), await openStore(url, parts())];

      const taken = await Promise.all(
        Array.from({ length: 30 }, async (_, n) => stores[n % 2]!.plans.reserveAttempt(TENANT, NOW, 7, 100)),
      );

      expect(taken.filter((one) => one === "reserved")).toHaveLength(7);
      await Promise.all(stores.map(async (store) => store.close()));
    });

    it("a hold and an intent of one device, each by another process, never miss each other", async () => {
      const url = await peer.database();
      const [one, two] = [await openStore(url, parts()), await openStore(url, parts())];
      const all = Array.from({ length: 30 }, (_, n) => anEndpointId(n));
      const terms = { tenant: TENANT, until: later(1), reason: "on a ship", owner: "desk" };
      const hold = async (endpoint: EndpointId) =>
        one.transaction(async (tx) => {
          await tx.holds.add({ ...terms, endpoint }, NOW);
          return (await tx.plans.openIntents()).some((intent) => intent.endpoint === endpoint);
        });
      const intend = async (endpoint: EndpointId) =>
        two.transaction(async (tx) => {
          if (await tx.holds.stands(TENANT, endpoint)) return false;
          const intent = { plan: PLAN, tenant: TENANT, endpoint, hostname: "H", intendedAt: NOW };
          await tx.plans.openIntent(intent, "enforce");
          return true;
        });

      const met = await Promise.all(
        all.map(async (endpoint) => Promise.all([hold(endpoint), intend(endpoint)])),
      );

      for (const [sawIntent, intended] of met) expect(sawIntent).toBe(intended);
      await Promise.all([one.close(), two.close()]);
    });

    it("merges, judgements and renamings at the same time do not lock each other out", async () => {
      const url = await peer.database();
      const [one, two] = [await openStore(url, parts()), await openStore(url, parts())];
      await one.inventory.saveTenants([aTenant()], [], NOW);
      const rounds = [1, 2, 3, 4, 5];
      const endpoints = (round: number) =>
        Array.from({ length: 200 }, (_, n) => anEndpoint({ id: anEndpointId(n), groupName: `G${round}` }));
      await collectTenant(one, endpoints(0), NOW);

      await Promise.all([
        (async () => {
          for (const round of rounds) await collectTenant(one, endpoints(round), later(round));
        })(),
        ...rounds.map(async (round) =>
          two.inventory.saveTenants([aTenant(TENANT, { name: `N${round}` })], [], NOW),
        ),
        ...rounds.map(async () => judgeAll(two, NOW)),
      ]);

      expect(await one.inventory.currentCount({ kind: "tenant", tenant: TENANT })).toBe(200);
      await Promise.all([one.close(), two.close()]);
    });
  });

  it("a crash of the server empties the staging tables, and the merge after it is refused", async () => {
    const url = await peer.database();
    const store = await openStore(url, parts());
    await store.inventory.saveTenants([aTenant()], [], NOW);
    await collectTenant(store, [anEndpoint()], NOW);
    await store.plans.openIntent(
      { plan: PLAN, tenant: TENANT, endpoint: anEndpoint().id, hostname: "H", intendedAt: NOW },
      "enforce",
    );
    const id = await store.inventory.begin({ kind: "tenant", tenant: TENANT }, later(1));
    await store.inventory.stageEndpoints(id, [endpointRow(anEndpoint())]);

    await peer.crash();

    await expect(
      store.inventory.mergeEndpoints(id, { expected: 1, requests: 1, at: later(1) }),
    ).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", details: { staged: 1, found: 0 } });
    expect(await store.inventory.currentCount({ kind: "tenant", tenant: TENANT })).toBe(1);
    expect(await store.plans.openIntents()).toHaveLength(1);
    await store.close();
  });

  it("a crash of the server between two statements of a transaction is a fault, and ends no process", async () => {
    const store = await openStore(await peer.database(), parts());
    const fact = { kind: "tenant_not_covered", tenant: TENANT, code: "before" } as const;
    await store.ledger.append([fact], NOW);

    const broken = store.transaction(async (tx) => {
      await tx.ledger.append([fact], NOW);
      await peer.crash();
      await tx.ledger.append([fact], NOW);
    });

    await expect(broken).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(await store.ledger.count()).toBe(1);
    await store.close();
  });

  it("a server that is not there is a fault that does not repeat the URL", async () => {
    const url = "postgresql://someone:s3cret@127.0.0.1:1/none";
    const connection = connect(poolDriver(url, silent));

    const error: unknown = await connection.query("select 1").then(
      () => undefined,
      (failure: unknown) => failure,
    );

    expect(error).toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(JSON.stringify([error, String(error)])).not.toContain("s3cret");
    await connection.close();
  });
});
