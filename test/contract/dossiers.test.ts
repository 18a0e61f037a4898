// No dossier, no deletion: what is saved before each deletion, what becomes of one that cannot be, and the way back from it.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import type { EndpointId, TenantId } from "../../src/core/model/ids.ts";
import { DAY, instant } from "../../src/core/model/instant.ts";
import type { DossierRecord, TamperProtection } from "../../src/core/retire/dossier.ts";
import { discardDossiers, lostDossiers } from "../../src/flows/discard-dossiers.ts";
import { purgeDossiers } from "../../src/flows/purge-dossiers.ts";
import type { LedgerEntry } from "../../src/core/ledger/fact.ts";
import { formatter, FORMATS } from "../../src/core/tell/format.ts";
import { readPassword } from "../../src/flows/read-password.ts";
import { recover, type Recovery } from "../../src/flows/recover.ts";
import { rotateVault } from "../../src/flows/rotate-vault.ts";
import type { Store } from "../../src/ports/store.ts";
import { LIST } from "../build/reading-fault.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";
import { idOf } from "../build/small-world.ts";
import { aVault } from "../build/vault.ts";

const DEVICES = 40;
const PASSWORD = "034181741653";
const OLD_PASSWORD = "918273645546";

let stage: RemovalStage;
let next = 1;
const one = (): number => next++;
const tamperPath = (number: number): string => `${LIST}/${idOf(number)}/tamper-protection`;

beforeAll(async () => {
  stage = await aRemovalStage(DEVICES, endpointRemover);
  for (let number = 1; number <= DEVICES; number++)
    stage.tenant.tamper.set(idOf(number), {
      enabled: true,
      password: PASSWORD,
      previousPasswords: [{ password: OLD_PASSWORD, invalidatedAt: "2026-01-15T10:30:00.000Z" }],
    });
});
afterEach(() => {
  stage.house.simulator.faults.clear();
  stage.hooks.before = () => {};
  stage.hooks.after = () => {};
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

const dossiersOf = async (number: number) =>
  stage.house.store.dossiers.of(stage.tenant.id as TenantId, idOf(number) as EndpointId);
const parts = () => ({ ...stage.house, vault: () => stage.house.vault });
const recovered = async (number: number): Promise<Recovery> => {
  const found = await recover(idOf(number), parts());
  if (found.kind === "refused") throw new Error(found.detail);
  return found;
};
/** The ledger, and what sinks are told of it. */
const wholeLedger = async (): Promise<string> => {
  const entries: LedgerEntry[] = [];
  for await (const batch of stage.house.store.ledger.entries(1)) entries.push(...batch);
  const events = FORMATS.flatMap((format) => entries.map((entry) => formatter(format, "1.2.3")(entry).text));
  return [JSON.stringify(entries), ...events].join("\n");
};

describe("a dossier", () => {
  it("is saved before the deletion is sent, with everything that the way back needs", async () => {
    const number = one();
    const raw = structuredClone(stage.record(number));
    expect(await dossiersOf(number)).toEqual([]);
    expect(await stage.retire(number)).toMatchObject({ outcome: "retired" });
    const stored = await dossiersOf(number);
    expect(stored).toHaveLength(1);
    const [dossier] = stored;
    if (dossier === undefined) throw new Error("there is a dossier");
    const { vault } = stage.house;
    const record = JSON.parse(vault.openRecord(dossier, dossier.sealed)) as DossierRecord;
    expect(record).toMatchObject({
      version: 1,
      tenant: { id: stage.tenant.id },
      record: raw,
      endpoint: { id: idOf(number) },
      match: "exact",
      tamper: { kind: "obtained", value: { enabled: true, passwordKept: true } },
      installer: { kind: "obtained", value: { platform: "windows" } },
    });
    expect(record.computers).toHaveLength(1);
    expect(record.computers[0]?.ous.map(({ dn }) => dn)).toContain("OU=Disabled,DC=corp,DC=example,DC=com");
    expect(JSON.parse(vault.openPasswords(dossier, dossier.sealed)) as TamperProtection).toEqual({
      enabled: true,
      password: PASSWORD,
      previousPasswords: [{ password: OLD_PASSWORD, invalidatedAt: "2026-01-15T10:30:00.000Z" }],
    });
    expect(JSON.stringify(stored)).not.toContain(PASSWORD);
    expect(JSON.stringify(record)).not.toContain(PASSWORD);
    expect(await stage.facts(number)).toContainEqual(
      expect.objectContaining({ kind: "removal_intended", dossier: "saved" }),
    );
  });

  it("is in the store as soon as its intent is: a process that dies at the deletion leaves both", async () => {
    const number = one();
    const plan = await stage.planOf(number);
    stage.hooks.before = () => {
      throw new Error("the process died");
    };
    await expect(stage.enforce(plan)).rejects.toThrow("the process died");
    expect(await stage.house.store.plans.openIntents()).toMatchObject([{ endpoint: idOf(number) }]);
    expect(await dossiersOf(number)).toHaveLength(1);
    stage.hooks.before = () => {};
    stage.house.clock.advance(60_000);
    expect(await stage.house.settle()).toMatchObject([{ outcome: "failed" }]);
  });

  it("without a password is saved all the same where Central has none, with why", async () => {
    const number = one();
    stage.house.simulator.faults.add({
      match: { path: tamperPath(number) },
      action: { kind: "status", status: 404 },
    });
    expect(await stage.retire(number)).toMatchObject({ outcome: "retired" });
    expect((await recovered(number)).dossier).toMatchObject({
      record: { tamper: { kind: "not_available", why: "not_found" } },
    });
  });

  it("is saved without an installer where the credential may not list them", async () => {
    const number = one();
    stage.house.simulator.faults.add({
      match: { path: "/endpoint/v1/downloads" },
      action: { kind: "status", status: 403 },
    });
    expect(await stage.retire(number)).toMatchObject({ outcome: "retired" });
    expect((await recovered(number)).dossier).toMatchObject({
      record: { installer: { kind: "not_available", why: "forbidden" } },
    });
  });
});

describe("without a dossier nothing is deleted", () => {
  it.each<[string, Parameters<RemovalStage["house"]["simulator"]["faults"]["add"]>[0]["action"]]>([
    ["the password may not be read", { kind: "status", status: 403 }],
    ["Central fails", { kind: "status", status: 500 }],
    ["the connection breaks", { kind: "resetBefore" }],
  ])("when %s: one attempt, no intent, nothing sent", async (_, action) => {
    const number = one();
    const attempts = await stage.attemptsToday();
    stage.house.simulator.faults.add({ match: { path: tamperPath(number) }, action });
    const result = await stage.retire(number);
    expect(result.outcome).toBe("failed");
    expect(result.detail).toMatch(/^no dossier: /);
    expect(result.detail).not.toContain(PASSWORD);
    expect((await stage.attemptsToday()) - attempts).toBe(1);
    expect(stage.sent(number)).toEqual([]);
    expect(await dossiersOf(number)).toEqual([]);
    expect(await stage.facts(number)).not.toContainEqual(
      expect.objectContaining({ kind: "removal_intended", mode: "enforce" }),
    );
  });

  it("when dossiers are there that no configured key opens: the run does not begin", async () => {
    const number = one();
    await stage.retire(number);
    const { store } = stage.house;
    const [dossier] = await dossiersOf(number);
    if (dossier === undefined) throw new Error("there is a dossier");
    const stranger = aVault(9, 1).rewrap(dossier, dossier.sealed);
    await store.dossiers.rewrap(dossier.number, stranger);
    const other = one();
    const plan = await stage.planOf(other);
    await expect(stage.enforce(plan)).rejects.toMatchObject({ code: "VAULT_KEY" });
    expect(stage.sent(other)).toEqual([]);
    await store.dossiers.rewrap(dossier.number, dossier.sealed);
    expect(await stage.enforce(plan)).toMatchObject({ outcomes: { retired: 1 } });
  });

  it("when the device wakes up while its dossier is read: it goes to review", async () => {
    const number = one();
    const { simulator, clock } = stage.house;
    const seen = simulator.log.length;
    const plan = await stage.planOf(number);
    const record = stage.record(number);
    const tampers = stage.tenant.tamper;
    // The simulator asks for the state of tamper protection right when the dossier is read.
    const get = tampers.get.bind(tampers);
    tampers.get = (id) => {
      if (id === idOf(number)) record["lastSeenAt"] = new Date(clock.now()).toISOString();
      return get(id);
    };
    const result = await stage.enforce(plan);
    tampers.get = get;
    expect(simulator.log.slice(seen).some(({ path }) => path === tamperPath(number))).toBe(true);
    expect(result.results[0]).toMatchObject({ outcome: "changed" });
    expect(result.results[0]?.reasons.map(({ code }) => code)).toContain("seen_since_plan");
    expect(stage.sent(number)).toEqual([]);
    expect(await dossiersOf(number)).toEqual([]);
  });
});

describe("a run of several", () => {
  it("asks for a tenant's installers once", async () => {
    const numbers = [one(), one(), one()];
    const plan = await stage.planOf(...numbers);
    const seen = stage.house.simulator.log.length;
    expect(await stage.enforce(plan)).toMatchObject({ outcomes: { retired: 3 } });
    const asked = stage.house.simulator.log.slice(seen).filter(({ path }) => path.endsWith("/downloads"));
    expect(asked).toHaveLength(1);
  });
});

describe("a dry run", () => {
  it("reads what a dossier needs but the password, and stores nothing", async () => {
    const number = one();
    const { house } = stage;
    const { simulator } = house;
    const seen = simulator.log.length;
    const plan = await stage.planOf(number);
    expect(await house.apply(plan, "dry-run")).toMatchObject({ outcomes: { withheld: 1 } });
    const paths = simulator.log.slice(seen).map(({ path }) => path);
    expect(paths).toContain("/endpoint/v1/downloads");
    expect(paths.filter((path) => path === `${LIST}/${idOf(number)}`).length).toBeGreaterThanOrEqual(2);
    expect(paths.filter((path) => path.includes("tamper"))).toEqual([]);
    expect(await dossiersOf(number)).toEqual([]);
    const intended = (await stage.facts(number)).find(({ kind }) => kind === "removal_intended");
    expect(intended).not.toHaveProperty("dossier");
  });
});

describe("recover", () => {
  it("tells why, until when, and the ways back for this very device", async () => {
    const number = one();
    await stage.retire(number);
    const found = await recovered(number);
    expect(found).toMatchObject({
      outcome: "retired",
      device: { endpoint: idOf(number), tenant: stage.tenant.id },
      planned: { endpoint: idOf(number) },
      dossier: { kind: "open" },
      clock: { restore: { open: true } },
    });
    expect(found.ways.map(({ code }) => code)).toEqual([
      "restore_in_central",
      "agent_not_installed",
      "installed_with_tamper_protection",
    ]);
    expect(JSON.stringify(found)).not.toContain(PASSWORD);
    const byName = await recover(found.device.hostname, parts());
    expect(byName).toEqual(found);
  });

  it("does without a dossier that cannot be opened, and says so", async () => {
    const number = one();
    await stage.retire(number);
    const strange = { ...stage.house, vault: () => aVault(9) };
    const found = await recover(idOf(number), strange);
    expect(found).toMatchObject({ kind: "found", dossier: { kind: "shut" } });
    expect(found.kind === "found" && found.ways.length).toBe(4);
    await expect(readPassword(found as Recovery, "why", strange)).rejects.toMatchObject({
      code: "VAULT_KEY",
    });
    expect(await stage.facts(number)).not.toContainEqual(expect.objectContaining({ kind: "password_read" }));
    const none = { ...stage.house, vault: () => undefined };
    expect(await readPassword(found as Recovery, "why", none)).toMatchObject({ code: "no_vault" });
  });

  it("of a device that was never deleted, or of nobody, says so", async () => {
    const alive = idOf(DEVICES + 3);
    expect(await recover(alive, parts())).toMatchObject({
      code: "never_deleted",
      devices: [{ endpoint: alive, deletedAt: undefined }],
    });
    expect(await recover("NO-SUCH-HOST", parts())).toMatchObject({ code: "unknown_device", devices: [] });
  });
});

describe("a password", () => {
  it("is read on the record: the ledger has who, which and why before it is told, and never the password", async () => {
    const number = one();
    await stage.retire(number);
    const reading = await readPassword(await recovered(number), "the laptop is back", parts());
    expect(reading).toMatchObject({ kind: "read", tamper: { password: PASSWORD } });
    expect(await stage.facts(number)).toContainEqual(
      expect.objectContaining({ kind: "password_read", reason: "the laptop is back" }),
    );
    expect(await wholeLedger()).not.toContain(PASSWORD);
    expect(await wholeLedger()).not.toContain(OLD_PASSWORD);
  });

  it("that cannot be recorded is not told", async () => {
    const number = one();
    await stage.retire(number);
    const broken: Store = {
      ...stage.house.store,
      transaction: () => Promise.reject(new Error("the disk is full")),
    };
    await expect(readPassword(await recovered(number), "why", { ...parts(), store: broken })).rejects.toThrow(
      "the disk is full",
    );
  });

  it("that Central did not have is told as such", async () => {
    const number = one();
    stage.tenant.tamper.set(idOf(number), { enabled: false, password: null, previousPasswords: [] });
    await stage.retire(number);
    expect(await readPassword(await recovered(number), "why", parts())).toMatchObject({
      code: "no_password",
    });
  });
});

describe("rotating the vault", () => {
  it("wraps every dossier by the newest key and records it; the one before then opens none", async () => {
    const { store, clock } = stage.house;
    const number = one();
    await stage.retire(number);
    const [before] = await store.dossiers.keyIds();
    const fresh = aVault(2, 1);
    const rotation = await rotateVault({ store, clock, vault: fresh });
    expect(rotation).toEqual({ keyId: fresh.keyId, rewrapped: before?.dossiers, unchanged: 0 });
    expect(await store.dossiers.keyIds()).toEqual([{ keyId: fresh.keyId, dossiers: before?.dossiers }]);
    const [dossier] = await dossiersOf(number);
    if (dossier === undefined) throw new Error("there is a dossier");
    expect(aVault(2).openPasswords(dossier, dossier.sealed)).toContain(PASSWORD);
    expect(() => aVault(1).openPasswords(dossier, dossier.sealed)).toThrow(
      expect.objectContaining({ code: "VAULT_KEY" }),
    );
    expect(await store.ledger.newest(1)).toMatchObject([{ fact: { kind: "vault_rotated", ...rotation } }]);
    // A second time there is nothing to do.
    expect(await rotateVault({ store, clock, vault: fresh })).toMatchObject({ rewrapped: 0 });
    await rotateVault({ store, clock, vault: aVault(1, 2) });
  });

  it("that lacks a key changes nothing at all", async () => {
    const { store, clock } = stage.house;
    const before = await store.dossiers.keyIds();
    const entries = await store.ledger.count();
    await expect(rotateVault({ store, clock, vault: aVault(5, 6) })).rejects.toMatchObject({
      code: "VAULT_KEY",
    });
    expect(await store.dossiers.keyIds()).toEqual(before);
    expect(await store.ledger.count()).toBe(entries);
  });
});

describe("dossiers that were kept long enough", () => {
  it("are deleted, which the ledger says; younger ones stay, and none is no news", async () => {
    const { store, clock } = stage.house;
    const number = one();
    await stage.retire(number);
    const [dossier] = await dossiersOf(number);
    const [stored] = await store.dossiers.keyIds();
    if (dossier === undefined || stored === undefined) throw new Error("there is a dossier");
    const at = (days: number) => ({ ...clock, now: () => instant(dossier.savedAt + days * DAY) });
    const dossiersKeptMs = 90 * DAY;
    expect(await purgeDossiers({ store, clock: at(89), dossiersKeptMs })).toBe(0);
    expect(await store.ledger.newest(1)).not.toMatchObject([{ fact: { kind: "dossiers_purged" } }]);
    expect(await purgeDossiers({ store, clock: at(91), dossiersKeptMs })).toBe(stored.dossiers);
    expect(await store.ledger.newest(1)).toMatchObject([
      { fact: { kind: "dossiers_purged", dossiers: stored.dossiers } },
    ]);
    expect(await dossiersOf(number)).toEqual([]);
    const found = await recovered(number);
    expect(found.dossier).toEqual({ kind: "none" });
    expect(await readPassword(found, "why", parts())).toMatchObject({ code: "no_dossier" });
  });
});

describe("dossiers whose vault key is lost", () => {
  const LOST = 7;
  const asked = (withinUndoWindow: boolean) => ({
    keyId: aVault(LOST).keyId,
    reason: "the host burnt down",
    withinUndoWindow,
  });
  /** A dossier that is sealed with a key that nobody has any more. */
  const lose = async (number: number): Promise<void> => {
    await stage.retire(number);
    const [dossier] = await dossiersOf(number);
    if (dossier === undefined) throw new Error("there is a dossier");
    const { store } = stage.house;
    await store.dossiers.rewrap(dossier.number, aVault(LOST, 1).rewrap(dossier, dossier.sealed));
  };

  it("are given up on the record, and hinder no run any more; what happened to the password is told", async () => {
    const number = one();
    const other = one();
    await lose(number);
    const plan = await stage.planOf(other);
    await expect(stage.enforce(plan)).rejects.toMatchObject({ code: "VAULT_KEY" });
    expect(await lostDossiers(asked(false), parts())).toMatchObject({ code: "within_undo_window" });
    const lost = await lostDossiers(asked(true), parts());
    expect(lost).toMatchObject({
      kind: "lost",
      dossiers: [
        { endpoint: idOf(number), hostname: (await recovered(number)).device.hostname, undoOpen: true },
      ],
    });
    if (lost.kind === "refused") throw new Error(lost.detail);
    expect(await discardDossiers(lost, asked(true), parts())).toEqual(lost);
    const { keyId, reason } = asked(true);
    expect(await stage.house.store.ledger.newest(1)).toMatchObject([
      { fact: { kind: "dossiers_discarded", keyId, dossiers: 1, withinUndoWindow: 1, reason } },
    ]);
    const found = await recovered(number);
    expect(found.dossier).toMatchObject({ kind: "shut", discarded: { reason } });
    expect(await readPassword(found, "why", parts())).toMatchObject({ code: "password_discarded" });
    expect(await lostDossiers(asked(true), parts())).toMatchObject({ code: "key_not_used" });
    expect(await rotateVault({ ...stage.house, vault: stage.house.vault })).toMatchObject({ rewrapped: 0 });
    expect(await stage.enforce(plan)).toMatchObject({ outcomes: { retired: 1 } });
    // The key is found after all: everything but the password is there again, and no step asks for it.
    const finder = { ...stage.house, vault: () => aVault(1, LOST) };
    const again = await recover(idOf(number), finder);
    expect(again).toMatchObject({ dossier: { kind: "open", record: { endpoint: { id: idOf(number) } } } });
    expect(JSON.stringify(again)).not.toContain("--password");
  });

  it("stay as they are when the key is configured, unknown, or the dossiers are no longer those that were shown", async () => {
    const number = one();
    await lose(number);
    const { store, clock } = stage.house;
    const entries = await store.ledger.count();
    const shown = await lostDossiers(asked(true), parts());
    if (shown.kind === "refused") throw new Error(shown.detail);
    const holder = { ...stage.house, vault: () => aVault(1, LOST) };
    expect(await discardDossiers(shown, asked(true), holder)).toMatchObject({ code: "key_configured" });
    const none = { ...stage.house, vault: () => undefined };
    expect(await lostDossiers(asked(true), none)).toMatchObject({ code: "no_vault" });
    expect(await lostDossiers({ ...asked(true), keyId: "00" }, parts())).toMatchObject({
      code: "key_not_used",
    });
    expect(await lostDossiers({ ...asked(true), reason: "  " }, parts())).toMatchObject({
      code: "reason_unusable",
    });
    const fewer = { ...shown, dossiers: [] };
    expect(await discardDossiers(fewer, asked(true), parts())).toMatchObject({ code: "dossiers_changed" });
    expect(await store.ledger.count()).toBe(entries);
    expect(await recover(idOf(number), holder)).toMatchObject({ dossier: { kind: "open" } });
    // Beyond the undo window nothing more has to be said.
    const later = { ...stage.house, clock: { ...clock, now: () => instant(clock.now() + 31 * DAY) } };
    expect(await lostDossiers(asked(false), { ...later, vault: parts().vault })).toMatchObject({
      kind: "lost",
      dossiers: [{ undoOpen: false }],
    });
    await rotateVault({ store, clock, vault: aVault(1, LOST) });
  });
});
