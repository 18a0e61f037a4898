// The way back, as it is asked for after a deletion: recover, its password on the record, and the vault that keeps both.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepared } from "./command.ts";
import { aStage, type ConfigData, type Stage } from "./stage.ts";

interface Item {
  readonly endpoint: string;
  readonly hostname: string;
  readonly outcome: string;
}

let stage: Stage;
let enforce: string;
let retired: Item;
let second: Item;
let password: string;

const mode =
  (wanted: string, more: (data: ConfigData) => unknown = () => {}) =>
  (data: ConfigData): void => {
    data.mode = wanted;
    more(data);
  };

/** The password that the simulated Central has for an endpoint, whatever its tenant. */
const setPassword = (endpoint: string, value: string): void => {
  for (const tenant of stage.world.estate.tenants.values()) {
    if (tenant.endpoints.has(endpoint))
      tenant.tamper.set(endpoint, { enabled: true, password: value, previousPasswords: [] });
  }
};

beforeAll(async () => {
  stage = await aStage({ endpoints: 120 });
  const dryRun = await stage.config("dry-run", mode("dry-run"));
  enforce = await stage.config("enforce", mode("enforce"));
  prepared(await stage.run(dryRun, "run"));
  await stage.day(1);
  prepared(await stage.run(dryRun, "run"));
  const planned = prepared(await stage.json(enforce, "plan"));
  const { items } = planned.result["plan"] as { readonly items: readonly Item[] };
  for (const [index, item] of items.entries()) setPassword(item.endpoint, `0341${index}2718281`);
  const ran = await stage.json(enforce, "run");
  const applied = ran.result["apply"] as { readonly items: readonly Item[] };
  const [found, other] = applied.items.filter(({ outcome }) => outcome === "retired");
  if (found === undefined || other === undefined) throw new Error(`too little was retired: ${ran.stderr}`);
  [retired, second] = [found, other];
  password = `0341${items.findIndex(({ endpoint }) => endpoint === found.endpoint)}2718281`;
});
afterAll(async () => stage[Symbol.asyncDispose]());

const ledger = async (): Promise<string> => (await stage.run(enforce, "ledger", "export")).stdout;

describe("recover", () => {
  it("tells a person why it was deleted, until when that can be undone, and the numbered steps", async () => {
    const { exit, stdout, stderr } = await stage.run(enforce, "recover", retired.endpoint);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    for (const text of [
      `# The way back for ${retired.hostname}`,
      "Silent in Central for",
      "29 whole days left of 30",
      "(60 days)",
      "(90 days)",
      "## Restore it in Central",
      "## If the agent is not installed",
      "## If the agent is installed, tamper protection on",
      "9. Install it again.",
      "into the group ",
      "/api/download/",
    ])
      expect(stdout).toContain(text);
    expect(stdout).not.toContain(password);
  });

  it("tells the same as JSON, without the password", async () => {
    const told = await stage.json(enforce, "recover", retired.hostname);
    expect(told).toMatchObject({
      exit: 0,
      stderr: "",
      result: {
        command: "recover",
        outcome: "retired",
        device: { endpoint: retired.endpoint, deletedAt: expect.stringMatching(/^2026-09-0/) as string },
        dossier: { kind: "open", record: { tamper: { value: { passwordKept: true } } } },
        clock: { restore: { open: true, until: expect.stringMatching(/Z$/) as string } },
      },
    });
    expect(told.stdout).not.toContain(password);
  });

  it("of a device that is still there, or that nobody knows, is refused", async () => {
    const alive = [...stage.world.truth.values()].find(({ story }) => story === "active");
    const kept = await stage.json(enforce, "recover", alive?.endpoint ?? "");
    expect(kept).toMatchObject({ exit: 3, result: { refused: { code: "never_deleted" } } });
    expect(kept.result["devices"]).toEqual([expect.objectContaining({ endpoint: alive?.endpoint })]);
    const unknown = await stage.json(enforce, "recover", "NO-SUCH-HOST");
    expect(unknown).toMatchObject({ exit: 3, result: { refused: { code: "unknown_device" }, devices: [] } });
  });

  it("of two deleted devices of one name is refused, and both are told", async () => {
    const store = await stage.copyStore("rollcall-data", "namesakes");
    const config = await stage.config(
      "namesakes",
      mode("enforce", (data) => (data.store = store)),
    );
    const db = await PGlite.create(join(stage.dir, "namesakes", "pgdata"));
    // A name that was given anew, to a device that is gone by now too.
    await db.query(
      `update rollcall.endpoint set host_key =
         (select host_key from rollcall.endpoint where endpoint_id = $1) where endpoint_id = $2`,
      [retired.endpoint, second.endpoint],
    );
    await db.close();

    const told = await stage.json(config, "recover", retired.hostname);

    expect(told).toMatchObject({ exit: 3, result: { refused: { code: "several_devices" } } });
    const devices = told.result["devices"] as readonly { readonly endpoint: string }[];
    expect(devices.map(({ endpoint }) => endpoint).toSorted()).toEqual(
      [retired.endpoint, second.endpoint].toSorted(),
    );
    const spoken = await stage.run(config, "recover", retired.hostname);
    for (const { endpoint } of [retired, second]) expect(spoken.stdout).toContain(endpoint);
  });
});

describe("recover --password", () => {
  it.each([
    ["without a reason", ["--password"]],
    ["with an empty one", ["--password", "--reason", " "]],
    ["for a script", ["--password", "--reason", "why", "--json"]],
    ["with a reason for nothing", ["--reason", "why"]],
  ])("%s is wrong usage: nothing is told and nothing recorded", async (_, args) => {
    const ran = await stage.run(enforce, "recover", retired.endpoint, ...args);
    expect(ran.exit).toBe(2);
    expect(ran.stdout).not.toContain(password);
    expect(await ledger()).not.toContain('"password_read"');
  });

  it("tells it once the ledger has who read it and why, which never has the password", async () => {
    const ran = await stage.run(
      enforce,
      "recover",
      retired.endpoint,
      "--password",
      "--reason",
      "INC-4711: it is back",
    );
    expect(ran).toMatchObject({ exit: 0, stdout: `${password}\n` });
    expect(ran.stderr).toContain("recorded");
    const record = await ledger();
    expect(record).toContain('"kind":"password_read"');
    expect(record).toContain("INC-4711: it is back");
    expect(record).not.toContain(password);
  });
});

describe("recover --returned", () => {
  it.each([
    ["without a reason", ["--returned"]],
    ["with an empty one", ["--returned", "--reason", ""]],
    ["together with --password", ["--returned", "--password", "--reason", "why"]],
    ["with a novel for a reason", ["--returned", "--reason", "x".repeat(501)]],
  ])("%s is wrong usage: nothing is recorded", async (_, args) => {
    expect((await stage.run(enforce, "recover", retired.endpoint, ...args)).exit).toBe(2);
    expect(await ledger()).not.toContain('"device_returned"');
  });

  it("of a device that was never deleted is refused", async () => {
    const alive = [...stage.world.truth.values()].find(({ story }) => story === "active");
    const ran = await stage.run(enforce, "recover", alive?.endpoint ?? "", "--returned", "--reason", "why");
    expect(ran.exit).toBe(3);
    expect(await ledger()).not.toContain('"device_returned"');
  });

  it("stops every deletion, keeps the lesson, and is told from then on", async () => {
    const before = await stage.json(enforce, "watch");
    expect(before).toMatchObject({
      exit: 0,
      result: { command: "watch", returned: [], figures: { returns: 0 } },
    });
    expect(before.result["watched"]).toBeGreaterThan(1);

    const why = "it was in the workshop";
    const marked = await stage.json(enforce, "recover", retired.endpoint, "--returned", "--reason", why);
    expect(marked).toMatchObject({ exit: 0, result: { marked: "recorded", returned: { lesson: why } } });
    expect(marked.stderr).toContain("the brake is on");
    const shown = await stage.run(enforce, "recover", retired.endpoint);
    expect(shown.stdout).toContain("## It is back");
    expect(shown.stdout).toContain(why);

    const deletes = stage.deletes().length;
    const status = await stage.json(enforce, "status");
    expect(status.result).toMatchObject({ returns: { returns: 1 }, ramp: { step: 1 } });
    expect(status.result["brake"]).not.toBeNull();
    expect(await stage.json(enforce, "watch")).toMatchObject({ exit: 0, result: { returned: [] } });
    await stage.run(enforce, "run");
    expect(stage.deletes()).toHaveLength(deletes);
    expect((await stage.run(enforce, "watch")).stdout).toMatch(
      /^Watched: \d+ deletions that can still be undone, 1 returned \(\d+\.\d %\), half of them within /m,
    );
    prepared(await stage.run(enforce, "resume", "--reason", "known why"));
  });
});

describe("the vault", () => {
  const withVault = (name: string, vault: unknown, wanted = "enforce") =>
    stage.config(
      name,
      mode(wanted, (data) => Object.assign(data, { vault })),
    );
  const newKey = async (name: string, byte: number): Promise<string> => {
    const path = join(stage.dir, name);
    await writeFile(path, Buffer.alloc(32, byte).toString("hex"));
    return `file:${path}`;
  };

  it("with another key opens nothing: run and apply end before anything is deleted, check says why", async () => {
    const other = await withVault("other", { key: await newKey("other-key", 5) });
    const deletes = stage.deletes().length;
    const ran = await stage.json(other, "run");
    expect(ran).toMatchObject({ exit: 2, result: { error: { code: "VAULT_KEY" } } });
    const plan = join(stage.dir, "other-plan.json");
    prepared(await stage.run(other, "plan", "--out", plan));
    expect(await stage.json(other, "apply", plan)).toMatchObject({
      exit: 2,
      result: { error: { code: "VAULT_KEY" } },
    });
    expect(stage.deletes()).toHaveLength(deletes);
    const checked = await stage.json(other, "check");
    expect(checked.exit).toBe(4);
    expect(checked.result["checks"]).toContainEqual(
      expect.objectContaining({ source: "vault", result: "failed" }),
    );
    const read = await stage.run(other, "recover", retired.endpoint, "--password", "--reason", "why");
    expect(read.exit).toBe(2);
    const told = await stage.json(other, "recover", retired.endpoint);
    expect(told).toMatchObject({ exit: 0, result: { dossier: { kind: "shut" } } });
  });

  it("whose key is none is refused, and the text in its place is not repeated", async () => {
    const path = join(stage.dir, "no-key");
    await writeFile(path, "hunter2-hunter2");
    const ran = await stage.run(await withVault("no-key", { key: `file:${path}` }), "vault", "rotate");
    expect(ran.exit).toBe(2);
    expect(ran.stderr).toContain("32 bytes");
    expect(ran.stdout + ran.stderr).not.toContain("hunter2");
  });

  it("is rotated: the new key opens everything, and the old one is no longer needed", async () => {
    const before = (await readFile(join(stage.dir, "vault-key"), "utf8")).trim();
    const fresh = await newKey("fresh-key", 6);
    const both = await withVault("both", {
      key: fresh,
      previousKeys: [`file:${join(stage.dir, "vault-key")}`],
    });
    const rotated = await stage.json(both, "vault", "rotate");
    expect(rotated).toMatchObject({ exit: 0, result: { command: "vault rotate", unchanged: 0 } });
    expect(rotated.result["rewrapped"]).toBeGreaterThan(0);
    expect(rotated.stdout + rotated.stderr).not.toContain(before);
    const alone = await withVault("alone", { key: fresh });
    const read = await stage.run(alone, "recover", retired.endpoint, "--password", "--reason", "again");
    expect(read).toMatchObject({ exit: 0, stdout: `${password}\n` });
    expect(
      (await stage.run(enforce, "recover", retired.endpoint, "--password", "--reason", "old")).exit,
    ).toBe(2);
  });

  it("that is none has nothing to rotate", async () => {
    const none = await withVault("none", "none");
    expect(await stage.json(none, "vault", "rotate")).toMatchObject({
      exit: 3,
      result: { refused: { code: "no_vault" } },
    });
  });

  it("whose key is lost gives up the passwords when that is said twice, and recover tells who did", async () => {
    const lost = await withVault("lost", { key: await newKey("found-no-more", 8) });
    const checked = JSON.stringify((await stage.json(lost, "check")).result["checks"]);
    const missed = /not configured \(([0-9a-f]+)\)/.exec(checked)?.[1] ?? "";
    const discard = ["vault", "discard", "--key-id", missed, "--reason", "INC-4802: it burnt"];
    const refused = await stage.json(lost, ...discard, "--yes");
    expect(refused).toMatchObject({ exit: 3, result: { refused: { code: "within_undo_window" } } });
    const unasked = await stage.run(lost, ...discard, "--within-undo-window");
    expect(unasked).toMatchObject({ exit: 2, stderr: expect.stringContaining("--yes") as string });
    expect(unasked.stdout).toContain(retired.hostname);
    expect(await ledger()).not.toContain('"dossiers_discarded"');

    const done = await stage.json(lost, ...discard, "--within-undo-window", "--yes");
    expect(done).toMatchObject({ exit: 0, result: { command: "vault discard", keyId: missed } });
    expect(done.result["discarded"]).toBeGreaterThan(0);
    expect(await ledger()).toContain('"dossiers_discarded"');
    const told = await stage.run(lost, "recover", retired.endpoint);
    expect(told.stdout).toMatch(/Its password was discarded on .* by .*@.*: INC-4802: it burnt\./);
    const read = await stage.run(lost, "recover", retired.endpoint, "--password", "--reason", "why");
    expect(read).toMatchObject({ exit: 3, stderr: expect.stringContaining("password_discarded") as string });
  });
});
