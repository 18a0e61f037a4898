// Collecting under trouble: what was read is told and kept, what was not decides nothing; and the export of silent endpoints.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { prepared } from "./command.ts";
import { aStage, type Stage } from "./stage.ts";

let stage: Stage;
let base: string;
let wrongSecret: string;
/** The tenants that are covered, by name. */
let tenants: readonly { readonly id: string; readonly name: string }[];

beforeAll(async () => {
  stage = await aStage({ endpoints: 120 });
  base = await stage.config("base");
  wrongSecret = await stage.config("wrong-secret", (data) => {
    data.sophos.reader["clientSecret"] = data.sophos.reader["clientId"] ?? "";
  });
  const collected = prepared(await stage.json(base, "collect"));
  tenants = collected.result["tenants"] as typeof tenants;
});
afterEach(() => stage.simulator.faults.clear());
afterAll(async () => stage[Symbol.asyncDispose]());

const lines = (text: string): string[] => text.trimEnd().split("\n");

describe("a fault of Central as a whole", () => {
  it.each([["collect"], ["run"]])(
    "does not hide the directories from %s, nor from its one result",
    async (command) => {
      const ran = await stage.json(wrongSecret, command);
      expect(ran.exit).toBe(4);
      expect(ran.stderr).toMatch(
        /^CENTRAL_AUTH Sophos ID does not accept the client id or secret .*\nCheck the client id and secret, .*\n$/,
      );
      expect(lines(ran.stdout)).toHaveLength(1);
      const collect = (command === "run" ? ran.result["collect"] : ran.result) as Record<string, unknown>;
      expect(ran.result["command"]).toBe(command);
      expect(collect).toMatchObject({ complete: false, centralFault: { code: "CENTRAL_AUTH" }, tenants: [] });
      expect(collect["directories"]).toEqual([
        expect.objectContaining({ name: "corp", coverage: "complete" }),
        expect.objectContaining({ name: "branch", coverage: "complete" }),
      ]);
    },
  );

  it("is told to a person after what the directories gave", async () => {
    const ran = await stage.run(wrongSecret, "run");
    expect(ran.exit).toBe(4);
    expect(ran.stdout).toMatch(/^corp +directory +\d+ +complete/m);
    expect(ran.stdout).not.toMatch(/retire/);
    expect(ran.stderr).toMatch(/^CENTRAL_AUTH /);
  });

  it("of the store is a fault, without its password", async () => {
    const config = await stage.config("store", (data) => (data.store = "file:./store-url"));
    await writeFile(join(stage.dir, "store-url"), "postgres://rollcall:pass-word-4711@localhost:1/rollcall");
    const ran = await stage.json(config, "assess", "--verbose");
    expect(ran).toMatchObject({ exit: 1, result: { error: { code: "STORE_UNAVAILABLE" } } });
    expect(ran.stderr).toMatch(
      /^STORE_UNAVAILABLE .*\nCheck that the database runs and that its URL is right\.\n$/m,
    );
    expect(ran.stdout + ran.stderr).not.toContain("4711");
  });

  it("a secret that cannot be read is a matter of configuration", async () => {
    const config = await stage.config(
      "no-secret",
      (data) => (data.sophos.reader["clientSecret"] = "env:NOT_SET"),
    );
    const ran = await stage.json(config, "run");
    expect(ran).toMatchObject({ exit: 2, result: { error: { code: "SECRET_UNREADABLE" } } });
  });
});

describe("one source in trouble", () => {
  it("a directory that cannot be read is told, stops no other, and decides nothing", async () => {
    const config = await stage.config("no-branch", (data) => {
      data.directories[1] = { ...data.directories[1], path: "./nothing.ldif" };
    });
    const ran = await stage.json(config, "run");
    expect(ran).toMatchObject({ exit: 4, stderr: "", result: { collect: { complete: false }, apply: null } });
    const { directories, tenants: read } = ran.result["collect"] as Record<string, { coverage: string }[]>;
    expect(directories).toEqual([
      expect.objectContaining({ name: "corp", coverage: "complete" }),
      expect.objectContaining({
        name: "branch",
        coverage: "failed",
        gaps: [{ code: "source_unavailable", detail: expect.stringContaining("nothing.ldif") as string }],
      }),
    ]);
    expect(read?.map(({ coverage }) => coverage)).toEqual(["complete", "complete"]);
  });

  it("a tenant that answers 403 is not covered, and that is no failure of the run", async () => {
    const [first] = tenants;
    stage.simulator.faults.add({
      match: { tenant: first?.id ?? "", path: "/endpoint/v1/*" },
      action: { kind: "forbidTenant" },
    });
    const ran = await stage.json(base, "collect", "--source", "central");
    expect(ran).toMatchObject({ exit: 0, result: { complete: true } });
    expect(ran.result["notCovered"]).toContainEqual(
      expect.objectContaining({ id: first?.id, code: "forbidden" }),
    );
  });

  it("no tenant that is covered is no reading of Central", async () => {
    const config = await stage.config("no-hosts", (data) => {
      data.sophos.allowedHosts = [new URL(data.sophos.apiUrl).host];
    });
    const ran = await stage.run(config, "collect", "--source", "central");
    expect(ran).toMatchObject({ exit: 4, stderr: "" });
    expect(ran.stdout).toContain("host_not_allowed");
    expect(ran.stdout).toContain("No tenant is covered: nothing was read from Central.");
  });

  it("a source that is none is a usage error that names those there are", async () => {
    const ran = await stage.json(base, "collect", "--source", "crop");
    expect(ran).toMatchObject({ exit: 2, result: { error: { code: "USAGE" } } });
    expect(ran.stderr).toBe("usage --source crop: is none of central, corp, branch\n");
  });
});

describe("the export of silent endpoints", () => {
  const silentSince = (days: number, tenant: string): string[] => {
    const before = stage.clock.now() - days * 86_400_000;
    const endpoints = [...(stage.world.estate.tenants.get(tenant)?.endpoints.values() ?? [])];
    return endpoints
      .filter(
        ({ lastSeenAt }) =>
          typeof lastSeenAt === "string" &&
          Date.parse(lastSeenAt) <= before &&
          // Nothing was seen before there was a Sophos Central: such a date is unknown, and unknown never ages.
          Date.parse(lastSeenAt) >= Date.UTC(2010, 0, 1),
      )
      .map(({ id }) => id)
      .toSorted();
  };

  it("is one JSON file a tenant, named by its id, with the fields that Central sends", async () => {
    const ran = await stage.json(base, "collect", "--older-than", "P30D", "--out", join(stage.dir, "out"));
    expect(ran).toMatchObject({ exit: 0, stderr: "" });
    expect((await readdir(join(stage.dir, "out"))).toSorted()).toEqual(
      tenants.map(({ id }) => `${id}.json`).toSorted(),
    );
    for (const { id, name } of tenants) {
      const path = join(stage.dir, "out", `${id}.json`);
      const file = JSON.parse(await readFile(path, "utf8")) as Record<string, Record<string, unknown>>;
      expect(Object.keys(file).toSorted()).toEqual(silentSince(30, id));
      expect(ran.result["files"]).toContainEqual(
        expect.objectContaining({ tenant: id, name, path, endpoints: Object.keys(file).length }),
      );
      for (const [key, record] of Object.entries(file)) {
        const sent = stage.world.estate.tenants.get(id)?.endpoints.get(key);
        expect(record).toMatchObject({ id: key, tenant: { id } });
        expect(new Set(Object.keys(record))).toEqual(
          new Set(
            ["tenant", "hostname", "id", "lastSeenAt", "os", "type", "associatedPerson"].filter(
              (field) => field === "os" || field === "associatedPerson" || field in (sent ?? {}),
            ),
          ),
        );
        expect(Date.parse(record["lastSeenAt"] as string)).toBe(Date.parse(sent?.["lastSeenAt"] as string));
      }
    }
  });

  it("says in words what it wrote, and takes the minus sign of the connector too", async () => {
    const ran = await stage.run(base, "collect", "--older-than", "-P90D", "--out", "out90");
    expect(ran).toMatchObject({ exit: 0, stderr: "" });
    for (const { id, name } of tenants)
      expect(ran.stdout).toContain(`out90/${id}.json: ${silentSince(90, id).length} endpoints of ${name}`);
  });

  it("has no file of a tenant whose reading is not complete, and ends with 4", async () => {
    const [first, second] = tenants;
    stage.simulator.faults.add({
      match: { tenant: first?.id ?? "", path: "/endpoint/v1/endpoints" },
      action: { kind: "shrink", share: 0.5, consistentCount: false },
    });
    const ran = await stage.json(base, "collect", "--older-than", "P30D", "--out", "partly");
    expect(ran).toMatchObject({ exit: 4, result: { complete: false } });
    expect(await readdir(join(stage.dir, "partly"))).toEqual([`${second?.id}.json`]);
    const told = ran.result["files"] as readonly Record<string, unknown>[];
    expect(told.find(({ tenant }) => tenant === first?.id)).not.toHaveProperty("path");
  });

  it.each([
    [["--out", "x"], "usage --out needs --older-than, such as --older-than P30D\n"],
    [
      ["--older-than", "30"],
      "usage --older-than 30: must be an ISO 8601 duration of days or less, such as P30D\n",
    ],
    [
      ["--older-than", "P1M"],
      "usage --older-than P1M: must be an ISO 8601 duration of days or less, such as P30D\n",
    ],
    [
      ["--older-than", "P0D"],
      "usage --older-than P0D: must be an ISO 8601 duration of days or less, such as P30D\n",
    ],
  ])("%j is a usage error", async (args, says) => {
    expect(await stage.run(base, "collect", ...args)).toMatchObject({ exit: 2, stdout: "", stderr: says });
  });

  it("that cannot be written says where", async () => {
    const ran = await stage.json(base, "collect", "--older-than", "P30D", "--out", `${base}/x`);
    expect(ran).toMatchObject({ exit: 2, result: { error: { code: "OUTPUT_UNWRITABLE" } } });
    expect(ran.stderr).toContain("base.yaml/x");
  });
});

describe("another configuration on the same store", () => {
  it("a directory that the configuration no longer names is forgotten", async () => {
    const alone = await stage.config("alone", (data) => {
      data.directories = data.directories.filter(({ name }) => name === "corp");
      data.tenantDomains = {};
    });
    const ran = await stage.json(alone, "run");
    expect(ran).toMatchObject({ exit: 0, result: { collect: { complete: true }, apply: null } });
    const directories = (ran.result["collect"] as { directories: { name: string }[] }).directories;
    expect(directories.map(({ name }) => name)).toEqual(["corp"]);
  });

  it("a protect rule that protects nothing is told by its reason and fields, and one that does is not", async () => {
    const active = [...stage.world.truth.values()].find(({ story }) => story === "active");
    const config = await stage.config("protected", (data) => {
      data.policy = {
        protect: [
          { hostname: active?.hostname, reason: "spare" },
          { hostname: "KISOK-*", os: "windows", reason: "spare" },
        ],
      };
    });
    const assessed = await stage.json(config, "assess");
    expect(assessed.exit).toBe(0);
    expect(assessed.result["protectRulesWithoutMatch"]).toEqual([
      expect.objectContaining({
        setting: "policy.protect[1]",
        hostname: "KISOK-*",
        os: "windows",
        reason: "spare",
      }),
    ]);
    expect(assessed.stderr).toMatch(
      /^warning policy\.protect\[1\] \(spare; hostname KISOK-\*, os windows\) matches no device.*: correct the rule or take it out\n$/,
    );
    const ran = await stage.run(config, "run");
    expect(ran.stderr).toContain("KISOK-*");
    expect(ran.stderr).not.toContain(active?.hostname);
  });
});
