// A configuration that is wrong: everything at once, each with its place, rule and fix; exit 2, and no secret told.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resultOf, run } from "./command.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rollcall-config-"));
});
afterAll(async () => rm(dir, { recursive: true, force: true }));

const SECRET = "hunter2-4711";

const MANY = `mode: enforce
sophos:
  reader: { clientId: id, clientSecret: ${SECRET} }
  apiUrl: https://api.example.com
directories:
  - name: corp
    type: ldap
    url: ldap://dc1.corp.example.com
    bind: { user: svc, password: "${SECRET}" }
    baseDn: DC=corp,DC=example,DC=com
    retired: { ous: ["OU=Disabled,DC=emea,DC=example,DC=com", ""] }
policy:
  inactive: { computer: P10D, server: P0D }
  graze: P14D
  protect: [{ reason: board }]
limits: { perRun: -1, ramp: { steps: [5, 1] } }
`;

describe("every mistake at once", () => {
  it("is told by line and column, with rule and fix", async () => {
    await writeFile(join(dir, "many.yaml"), MANY);
    const { exit, stdout, stderr } = await run(["run", "--config", "many.yaml", "--json"], { cwd: dir });
    expect(exit).toBe(2);
    expect(stderr.trimEnd().split("\n")).toEqual([
      "CONFIG_INVALID The configuration many.yaml has 13 problems:",
      "many.yaml:1:7: mode: enforce needs a credential that may delete; add sophos.deleter, or use observe or dry-run",
      "many.yaml:3:41: sophos.reader.clientSecret: must say where the secret is, the secret itself does not belong here; write env:NAME, file:PATH or credential:NAME",
      "many.yaml:4:11: sophos.apiUrl: is not among sophos.allowedHosts, so no token would be sent there; add its host to sophos.allowedHosts",
      "many.yaml:8:10: directories[0].url: must begin with ldaps://; only LDAPS is spoken, since the bind carries a password",
      "many.yaml:9:34: directories[0].bind.password: must say where the secret is, the secret itself does not belong here; write env:NAME, file:PATH or credential:NAME",
      "many.yaml:11:22: directories[0].retired.ous[0]: lies outside DC=corp,DC=example,DC=com, so no computer of this directory is in it; correct its DC parts",
      "many.yaml:11:63: directories[0].retired.ous[1]: is no distinguished name; write for instance OU=Disabled,DC=corp,DC=example,DC=com",
      "many.yaml:13:25: policy.inactive.computer: must be at least 15 days (P15D); a shorter silence says nothing",
      "many.yaml:13:39: policy.inactive.server: must be at least 15 days (P15D); a shorter silence says nothing",
      "many.yaml:14:3: policy.graze: is not a key here; did you mean grace?",
      "many.yaml:15:13: policy.protect[0]: says nothing of the devices it protects; give it one of tenant, group, tag, hostname, ou, os",
      "many.yaml:16:19: limits.perRun: must be a whole number, 0 or more; 0 means none, and unlimited cannot be written",
      "many.yaml:16:42: limits.ramp.steps[1]: is not more than the step before; let the steps grow, for instance [1, 5, 25, 100]",
      "Correct the configuration; every problem is listed.",
    ]);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(resultOf({ stdout })).toMatchObject({
      error: { code: "CONFIG_INVALID", details: { file: "many.yaml", problems: 13 } },
    });
    expect(stdout + stderr).not.toContain("4711");
  });

  it.each(["check", "apply x", "ledger verify"])("is told by %s too", async (command) => {
    const ran = await run([...command.split(" "), "--config", "many.yaml"], { cwd: dir });
    expect(ran).toMatchObject({ exit: 2, stdout: "" });
    expect(ran.stderr).toContain("many.yaml has 13 problems:");
  });
});

describe("a configuration", () => {
  it.each<[string, string | Uint8Array | undefined, string]>([
    [
      "that is not there",
      undefined,
      "one.yaml:1:1: cannot be read (ENOENT); give its path with --config, or start from the example in docs/reference/config.md",
    ],
    ["that is empty", "", "one.yaml:1:1: has no keys; start from the example in docs/reference/config.md"],
    ["that is not UTF-8", new Uint8Array([0x61, 0xe4]), "one.yaml:1:1: is not UTF-8; save it as UTF-8"],
    ["that is no YAML", `sophos: { "${SECRET}`, "one.yaml:1:"],
  ])("%s is told in one sentence", async (_what, text, says) => {
    await rm(join(dir, "one.yaml"), { force: true });
    if (text !== undefined) await writeFile(join(dir, "one.yaml"), text);
    const ran = await run(["check", "--config", "one.yaml"], { cwd: dir });
    expect(ran).toMatchObject({ exit: 2, stdout: "" });
    expect(ran.stderr).toContain(says);
    expect(ran.stderr).not.toContain("4711");
  });
});

describe("a warning", () => {
  it("is told on stderr with its place, by check as a row too, and stops nothing", async () => {
    await writeFile(
      join(dir, "warned.yaml"),
      `store: pglite:./nowhere
sophos: { idUrl: "https://localhost:1", apiUrl: "https://localhost:1", allowedHosts: ["localhost:1"], reader: { clientId: id, clientSecret: env:NOT_SET } }
directories:
  - { name: a, type: file, path: a.csv, domain: { dns: a.example.com, netbios: A }, retired: { deletedObjects: true } }
policy:
  protect: [{ ou: "OU=Board,DC=b,DC=example,DC=com", reason: board }]
`,
    );
    const ran = await run(["check", "--config", "warned.yaml", "--json"], { cwd: dir });
    expect(ran.exit).toBe(4);
    const rule = "matches nothing (board): it lies in no configured directory";
    expect(ran.stderr).toBe(
      `warning: warned.yaml:6:19: policy.protect[0].ou: ${rule}; correct the DN or take the rule out\n`,
    );
    expect(resultOf(ran)["checks"]).toContainEqual({
      source: "configuration",
      what: "policy.protect[0].ou",
      result: "warning",
      detail: `${rule}; correct the DN or take the rule out`,
    });
  });
});
