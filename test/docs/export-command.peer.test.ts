// The selection that the guide tells administrators to export, tried on a real directory. ldifde itself runs on Windows
// only; ldapsearch is given its filter and its attributes.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openFileDirectory } from "../../src/adapters/directory-file/file-source.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import type { DirectoryName } from "../../src/core/model/ids.ts";
import { DAY } from "../../src/core/model/instant.ts";
import { isKnown } from "../../src/core/model/unknown.ts";
import { readWhole, type WholeReading } from "../contract/directory-source.contract.ts";
import { requirePeer } from "../peers/peers.ts";
import { addComputer, connectAdmin, corpSource, READER, startCorp } from "../peers/samba/corp-peer.ts";
import { CORP, DISABLED, VIP_GROUP } from "../peers/samba/corp-seed.ts";
import type { SambaPeer } from "../peers/samba/samba-peer.ts";
import { exportSelection } from "./export-selection.ts";

const run = promisify(execFile);

requirePeer("samba", "the export that the guide describes", () => {
  let samba: SambaPeer;
  let folder: string;
  let exported: WholeReading;
  let live: WholeReading;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "rollcall-guide-"));
    samba = await startCorp();
    const admin = await connectAdmin(samba);
    await addComputer(admin, "GONE", DISABLED);
    await admin.del(`CN=GONE,${DISABLED}`);
    await admin.unbind();
    live = await readWhole(corpSource(samba));
    const { filter, attributes } = exportSelection();
    const options = ["-LLL", "-xH", samba.url, "-b", CORP, "-E", "!1.2.840.113556.1.4.417"];
    const { stdout } = await run(
      "ldapsearch",
      [...options, "-D", `${READER.name}@corp.example.test`, "-w", READER.password, filter, ...attributes],
      // OpenLDAP compares the certificate with this machine's own name where the URL says localhost.
      { env: { ...process.env, LDAPTLS_REQCERT: "never" }, maxBuffer: 256 * 1024 * 1024 },
    );
    const path = join(folder, "corp.ldif");
    await writeFile(path, stdout);
    exported = await readWhole(
      openFileDirectory({
        name: "corp" as DirectoryName,
        path,
        domain: { dns: "corp.example.test", netbios: "CORP" },
        retired: { ous: [DISABLED], disabledAccounts: false, deletedObjects: true },
        vipGroups: [VIP_GROUP],
        maxAgeMs: DAY,
        clock: systemClock,
        log: { debug: () => {}, info: () => {}, warn: () => {} },
      }),
    );
  });
  afterAll(async () => {
    await samba.remove();
    await rm(folder, { recursive: true });
  });

  it("is whole, with every computer as the directory itself gives it, deleted ones too", () => {
    expect(exported.end.gaps).toEqual([]);
    expect(exported.computers.some(({ deleted }) => deleted)).toBe(true);
    const byId = new Map(live.computers.map((computer) => [computer.id, computer]));
    expect(exported.computers).toHaveLength(live.computers.length);
    for (const computer of exported.computers) expect(computer).toEqual(byId.get(computer.id));
  });

  it("has the roles, the OUs with their dates, and the members of the VIP groups", () => {
    expect(exported.computers.every(({ roles }) => isKnown(roles))).toBe(true);
    expect(exported.end.ous.every(({ changedAt }) => isKnown(changedAt))).toBe(true);
    expect(exported.end.vips.groups).toMatchObject([{ kind: "read" }]);
  });
});
