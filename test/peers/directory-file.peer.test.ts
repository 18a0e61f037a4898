// An export of a real directory, written by the tools that administrators use, against the directory itself.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openLdapDirectory } from "../../src/adapters/active-directory/ldap-source.ts";
import { openFileDirectory } from "../../src/adapters/directory-file/file-source.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import type { DirectoryName } from "../../src/core/model/ids.ts";
import { DAY } from "../../src/core/model/instant.ts";
import { readWhole, type WholeReading } from "../contract/directory-source.contract.ts";
import { requirePeer } from "./peers.ts";
import { CORP, corpSeed, DISABLED, VIP_GROUP } from "./samba/corp-seed.ts";
import { startSamba, type SambaPeer } from "./samba/samba-peer.ts";

const READER = { name: "svc-rollcall", password: "Read3r-Pass", deletedObjects: "RPLC" };
const NAME = "corp" as DirectoryName;
const RETIRED = { ous: [DISABLED], disabledAccounts: false, deletedObjects: true };
const quiet = (): void => undefined;
const log = { debug: quiet, info: quiet, warn: quiet };
const run = promisify(execFile);

requirePeer("samba", "an LDIF export of a real Samba domain controller", () => {
  let samba: SambaPeer;
  let folder: string;
  let live: WholeReading;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "rollcall-export-peer-"));
    samba = await startSamba({
      dns: "corp.example.test",
      netbios: "CORP",
      accounts: [READER],
      seeds: [corpSeed],
    });
    live = await readWhole(
      openLdapDirectory({
        name: NAME,
        url: samba.url,
        bind: { user: `${READER.name}@corp.example.test`, password: READER.password },
        tls: { ca: samba.ca },
        baseDn: CORP,
        retired: RETIRED,
        vipGroups: [VIP_GROUP],
        clock: systemClock,
        log,
      }),
    );
  });
  afterAll(async () => {
    await samba.remove();
    await rm(folder, { recursive: true });
  });

  /** What ldapsearch writes of the whole domain, deleted objects included. */
  async function exported(...flags: readonly string[]): Promise<WholeReading> {
    const { stdout } = await run(
      "ldapsearch",
      [
        "-xH",
        samba.url,
        "-D",
        `${READER.name}@corp.example.test`,
        "-w",
        READER.password,
        "-b",
        CORP,
        "-E",
        "!1.2.840.113556.1.4.417",
        ...flags,
      ],
      // OpenLDAP compares the certificate with this machine's own name where the URL says localhost.
      { env: { ...process.env, LDAPTLS_REQCERT: "never" }, maxBuffer: 256 * 1024 * 1024 },
    );
    const path = join(folder, "corp.ldif");
    await writeFile(path, stdout);
    return readWhole(
      openFileDirectory({
        name: NAME,
        path,
        domain: { dns: "corp.example.test", netbios: "CORP" },
        retired: RETIRED,
        vipGroups: [VIP_GROUP],
        maxAgeMs: DAY,
        clock: systemClock,
        log,
      }),
    );
  }

  it.each([
    ["with comments and counts", ["-E", "pr=100/noprompt"]],
    ["without", ["-LLL", "-E", "pr=100/noprompt"]],
    ["unfolded", ["-LLL", "-o", "ldif-wrap=no"]],
  ])("%s reads as the directory itself", async (_, flags) => {
    const { computers, end } = await exported(...flags);
    expect(end.gaps).toEqual([]);
    const byId = new Map(live.computers.map((computer) => [computer.id, computer]));
    expect(computers).toHaveLength(live.computers.length);
    for (const computer of computers) expect(computer).toEqual(byId.get(computer.id));
    expect(end.vips.groups).toMatchObject([{ kind: "read" }]);
    expect(end.ous.length).toBeGreaterThanOrEqual(live.end.ous.length);
  });
});
