import { afterAll, beforeAll, expect, it } from "vitest";
import { openLdapDirectory } from "../../src/adapters/active-directory/ldap-source.ts";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
import { DAY } from "../../src/core/model/instant.ts";
import { verifyLedger } from "../../src/flows/verify-ledger.ts";
import { aHouse, type House } from "../build/house.ts";
import { requirePeer } from "../peers/peers.ts";
import { startSamba, type SambaPeer } from "../peers/samba/samba-peer.ts";

const READER = { name: "svc-rollcall", password: "Read3r-Pass", deletedObjects: "RPLC" };

requirePeer("samba", "The main job against a real Active Directory", () => {
  const peers: SambaPeer[] = [];
  let house: House;

  beforeAll(async () => {
    house = await aHouse({
      remover: endpointRemover,
      // A little ago, so that the controller's own clock and dates fit the story.
      start: Date.now() - DAY,
      directory: async (directory, shared) => {
        // The other domain stays an export: one of each kind, side by side.
        if (directory.name !== "corp") return undefined;
        const { seed, backdate } = directory.samba();
        const samba = await startSamba({
          dns: directory.dns,
          netbios: directory.netbios,
          accounts: [READER],
          seeds: [{ ldif: seed, backdate }],
        });
        peers.push(samba);
        return openLdapDirectory({
          ...shared,
          url: samba.url,
          bind: { user: `${READER.name}@${directory.dns}`, password: READER.password },
          tls: { ca: samba.ca },
          baseDn: directory.baseDn,
          pageSize: 100,
        });
      },
    });
  });
  afterAll(async () => {
    await house[Symbol.asyncDispose]();
    for (const samba of peers) await samba.remove();
  });

  it("reads both directories whole, the second day only what changed", async () => {
    const first = await house.collect();
    await house.day(0.5);
    const second = await house.collect();

    expect(first.directories.map(({ coverage, extent }) => [coverage.kind, extent])).toEqual([
      ["complete", "full"],
      ["complete", "full"],
    ]);
    expect(second.directories.find(({ directory }) => directory === "corp")).toMatchObject({
      coverage: { kind: "complete" },
      extent: "changes",
    });
  });

  it("deletes what both inventories agree is gone, verified live in the directory, and nothing that lives", async () => {
    await house.assess();
    await house.day(2);
    await house.collect();
    await house.assess();
    const rehearsal = await house.plan("dry-run");
    const dry = await house.apply(rehearsal, "dry-run");
    await house.day(3);
    await house.collect();
    await house.assess();
    const real = await house.apply(await house.plan("enforce"), "enforce");

    expect(dry).toMatchObject({ kind: "applied", stoppedBy: undefined });
    expect(real).toMatchObject({ kind: "applied", stoppedBy: undefined });
    const fromAd = rehearsal.items.filter(({ computer }) => computer?.directory === "corp");
    expect(fromAd.length).toBeGreaterThan(0);
    expect(house.deleted.length).toBeGreaterThan(0);
    expect(house.deleted.filter((truth) => truth === undefined || truth.alive)).toEqual([]);
    expect(await verifyLedger(house.store.ledger, sha256)).toMatchObject({ ok: true });
  });
});
