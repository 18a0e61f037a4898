// Every source that is not as it should be: one sentence says which and what, the next what to do; no secret is told.
import { createServer, type AddressInfo } from "node:net";
import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createTls } from "../../src/simulator/tls.ts";
import type { FaultRule } from "../../src/simulator/fault-rule.ts";
import { aStage, type ConfigData, type Stage } from "./stage.ts";

const WRONG_SECRET = "wrong-secret-4711";

let stage: Stage;
/** A port of this machine where nobody listens. */
let deadPort: number;

beforeAll(async () => {
  stage = await aStage({ endpoints: 60 });
  const other = await createTls();
  const at = stage.clock.now() / 1_000;
  for (const [name, text] of [
    ["other.pem", other.ca],
    ["wrong-secret", WRONG_SECRET],
    ["empty", ""],
    ["broken.ldif", "dn: CN=A,DC=corp,DC=example,DC=com\nobjectClass: computer\n\nthis is no ldif\n"],
    ["broken.csv", 'DN,objectClass\n"CN=A,DC=corp,DC=example,DC=com",computer\n"CN=B,computer\n'],
    ["broken.json", '[{"Name": "A",\n  oops}]\n'],
  ] as const) {
    await writeFile(join(stage.dir, name), text);
    await utimes(join(stage.dir, name), at, at);
  }
  await mkdir(join(stage.dir, "taken"));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  deadPort = (server.address() as AddressInfo).port;
  await new Promise((resolve) => server.close(resolve));
});
afterEach(() => stage.simulator.faults.clear());
afterAll(async () => stage[Symbol.asyncDispose]());

const ldap =
  (parts: Record<string, unknown>) =>
  (data: ConfigData): void => {
    data.directories[0] = {
      name: "corp",
      type: "ldap",
      url: `ldaps://localhost:${deadPort}`,
      bind: { user: "svc@corp.example.com", password: "file:./wrong-secret" },
      baseDn: "DC=corp,DC=example,DC=com",
      retired: { deletedObjects: true },
      ...parts,
    };
  };
const exported =
  (path: string) =>
  (data: ConfigData): void => {
    data.directories[0] = { ...data.directories[0], path };
  };
const strike = (rule: FaultRule) => (): void => void stage.simulator.faults.add(rule);

interface Trouble {
  readonly change: (data: ConfigData) => void;
  /** As check says it, at the source: what, and what to do. */
  readonly source: string;
  readonly says: RegExp;
}

const central = "Sophos Central, reader";
const TROUBLES: readonly (readonly [string, Trouble])[] = [
  [
    "a wrong client secret",
    {
      change: (data) => (data.sophos.reader["clientSecret"] = "file:./wrong-secret"),
      source: central,
      says: /^Sophos ID does not accept the client id or secret \(localhost:\d+, 401\)\. Check the client id and secret, and whether the credential has expired\.$/,
    },
  ],
  [
    "another certificate authority",
    {
      change: (data) => (data.sophos.tls["ca"] = "file:./other.pem"),
      source: central,
      says: /certificate is not signed by an authority that is trusted here \(localhost:\d+, .*\)\. Check the certificate authority \(sophos\.tls\.ca\) and the host name\.$/,
    },
  ],
  [
    "a server that does not answer",
    {
      change: (data) => (data.sophos.idUrl = `https://localhost:${deadPort}`),
      source: central,
      says: /^Sophos Central cannot be reached: nothing listens there \(localhost:\d+, ECONNREFUSED\)\. Check the network, the proxy and the host name\.$/,
    },
  ],
  [
    "hosts of tenants that no token may go to",
    {
      change: (data) => (data.sophos.allowedHosts = [new URL(data.sophos.apiUrl).host]),
      source: central,
      says: /^partner credential .*: 0 covered, \d+ not covered\. Check which tenants the credential manages, and sophos\.allowedHosts\.$/,
    },
  ],
  [
    "a credential without the right to ask who it is",
    {
      change: strike({ match: { path: "/whoami*" }, action: { kind: "status", status: 403 } }),
      source: central,
      says: /^Sophos Central does not allow this credential that \(localhost:\d+, 403\)\. Check the role of the API credential and partner assistance\.$/,
    },
  ],
  [
    "a clock that is an hour off",
    {
      change: strike({ action: { kind: "clockSkew", ms: -3_600_000 } }),
      source: central,
      says: /^This machine's clock is 3[56]\d\d s ahead of Sophos Central \(localhost:\d+\)\. Set this machine's clock \(NTP\)/,
    },
  ],
  [
    "a secret whose environment variable is not set",
    {
      change: (data) => (data.sophos.reader["clientSecret"] = "env:ROLLCALL_NOT_SET"),
      source: central,
      says: /^The secret env:ROLLCALL_NOT_SET is not set\. Set the environment variable or the file that the reference names\.$/,
    },
  ],
  [
    "a secret whose file is empty",
    {
      change: (data) => (data.sophos.reader["clientSecret"] = "file:./empty"),
      source: central,
      says: /^The secret file:\.\/empty is empty\./,
    },
  ],
  [
    "a secret whose file is a folder",
    {
      change: (data) => (data.sophos.reader["clientSecret"] = "file:./taken"),
      source: central,
      says: /^The secret file:\.\/taken cannot be read \(EISDIR\)\./,
    },
  ],
  [
    "an authority whose file is not there",
    {
      change: (data) => (data.sophos.tls["ca"] = "file:./nowhere.pem"),
      source: central,
      says: /^The secret file:\.\/nowhere\.pem cannot be read \(ENOENT\)\./,
    },
  ],
  [
    "a directory server that does not answer",
    {
      change: ldap({}),
      source: "corp",
      says: /^Directory corp \(localhost:\d+\) cannot be reached: ECONNREFUSED\. Check the url, the network and that the port is open \(LDAPS 636, Splunk 8089\)\.$/,
    },
  ],
  [
    "a database server that does not answer, whose rate budget nobody can ask",
    {
      change: (data) => {
        data.store = `postgresql://rollcall@127.0.0.1:${deadPort}/none`;
      },
      source: "store",
      says: /^The store did not answer \(ECONNREFUSED\)\./,
    },
  ],
  [
    "a bind password that is not there",
    {
      change: ldap({ bind: { user: "svc", password: "env:ROLLCALL_NOT_SET" } }),
      source: "corp",
      says: /^The secret env:ROLLCALL_NOT_SET is not set\./,
    },
  ],
  [
    "an export that is not there",
    {
      change: exported("./nothing.ldif"),
      source: "corp",
      says: /^Directory corp: \/.*\/nothing\.ldif cannot be opened \(ENOENT\)\. Check that the file exists and that this account may read it\.$/,
    },
  ],
  [
    "an export that is a folder",
    {
      change: exported("./taken"),
      source: "corp",
      says: /^Directory corp: \/.*\/taken .*(?:EISDIR|no file)/,
    },
  ],
  [
    "a broken LDIF export",
    {
      change: exported("./broken.ldif"),
      source: "corp",
      says: /\/broken\.ldif:4:\d+: .*Export the file again/,
    },
  ],
  [
    "a broken CSV export",
    {
      change: exported("./broken.csv"),
      source: "corp",
      says: /\/broken\.csv:\d+:\d+: .*Export the file again/,
    },
  ],
  [
    "a broken JSON export",
    {
      change: exported("./broken.json"),
      source: "corp",
      says: /\/broken\.json:2:\d+: .*Export the file again/,
    },
  ],
];

const rowsOf = (result: Readonly<Record<string, unknown>>) =>
  result["checks"] as readonly {
    readonly source: string;
    readonly result: string;
    readonly detail: string;
  }[];

function expectNoSecret(output: string): void {
  for (const secret of [WRONG_SECRET, ...stage.secrets]) expect(output.includes(secret)).toBe(false);
}

describe("check tells of", () => {
  it.each(TROUBLES)(
    "%s, at its source, and goes on with the others",
    async (_what, { change, source, says }) => {
      const config = await stage.config("trouble", (data) => {
        data.store = "pglite:./not-there-yet";
        change(data);
      });
      const { exit, result, stdout, stderr } = await stage.json(config, "check", "--verbose");
      expect({ exit, ok: result["ok"] }).toEqual({ exit: 4, ok: false });
      const failed = rowsOf(result).filter((row) => row.result === "failed");
      expect(failed).toEqual([
        expect.objectContaining({ source, detail: expect.stringMatching(says) as string }),
      ]);
      expect(rowsOf(result).filter((row) => row.source === "branch" && row.result === "ok")).not.toEqual([]);
      expectNoSecret(stdout + stderr);
      expect(await readdir(stage.dir)).not.toContain("not-there-yet");
    },
  );
});
