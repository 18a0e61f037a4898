import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createCentralClient } from "../../test/build/central-client.ts";
import { estate, tenantId } from "../../test/build/estate.ts";
import type { Rehearsal } from "./rehearsal-files.ts";
import { hostsOf } from "./urls.ts";
import { serveSimulator } from "./serve-simulator.ts";

const DIRECTORY = {
  name: "corp",
  dns: "corp.example.com",
  netbios: "CORP",
  baseDn: "DC=corp,DC=example,DC=com",
  retiredOu: "OU=Disabled,DC=corp,DC=example,DC=com",
  vipGroup: "CN=VIP,OU=Groups,DC=corp,DC=example,DC=com",
  ldif: () => "version: 1\n\ndn: DC=corp\n",
  ldifRecords: () => ["version: 1\n", "\ndn: DC=corp\n"],
  samba: () => ({ seed: "", backdate: "" }),
};

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "rehearsal-"));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

const rehearsal = (more: Partial<Rehearsal> = {}): Rehearsal => ({
  estate: estate([{ endpoints: 2 }, { region: "us03", endpoints: 3 }]),
  ...more,
});

describe("a simulator to rehearse against", () => {
  it("writes a configuration that leads to it, with secrets by reference and for the owner only", async () => {
    const tenantDomains = new Map([[tenantId(1), ["corp.example.com"]]]);
    const served = await serveSimulator({
      rehearsal: rehearsal({ directories: [DIRECTORY], tenantDomains }),
      directory: join(directory, "made"),
    });
    await using simulator = served.simulator;
    const text = await readFile(served.files.config, "utf8");
    const config = parse(text) as Record<string, never>;
    expect(config).toMatchObject({
      mode: "observe",
      sophos: {
        idUrl: simulator.urls.id,
        apiUrl: simulator.urls.api,
        allowedHosts: hostsOf(simulator.urls),
        tls: { ca: `file:${served.files.ca}` },
      },
      directories: [{ name: "corp", type: "file", domain: { dns: "corp.example.com", netbios: "CORP" } }],
      tenantDomains: { [tenantId(1)]: ["corp.example.com"] },
    });
    expect(text).not.toContain("secret-of");
    expect(await readFile(served.files.ca, "utf8")).toBe(simulator.ca);
    expect(await readFile(served.files.directories[0] ?? "", "utf8")).toBe(DIRECTORY.ldif());
    for (const [name, id] of [
      ["reader", "partner-reader"],
      ["deleter", "partner-deleter"],
    ]) {
      const path = join(directory, "made", `${name}-secret`);
      expect(await readFile(path, "utf8")).toBe(`secret-of-${id}`);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
    const client = createCentralClient(simulator);
    await client.login("partner-reader");
    expect((await client.get("/endpoint/v1/endpoints")).json().items).toHaveLength(2);
    await client.close();
  });

  it("tells where it answers, on free ports for port 0", async () => {
    const served = await serveSimulator({ rehearsal: rehearsal(), directory, portBase: 0 });
    await using simulator = served.simulator;
    const told = served.lines.join("\n");
    expect(told).toContain("2 tenants and 5 endpoints");
    for (const url of [simulator.urls.id, simulator.urls.api, ...Object.values(simulator.urls.regions)]) {
      expect(told).toContain(url);
    }
    expect(told).toContain(served.files.config);
    expect(Number(new URL(simulator.urls.api).port)).toBeGreaterThan(1023);
  });

  it("listens on consecutive ports from the one it is given", async () => {
    const free = await serveSimulator({ rehearsal: rehearsal(), directory });
    const base = Number(new URL(free.simulator.urls.id).port);
    await free.simulator.stop();
    const served = await serveSimulator({ rehearsal: rehearsal(), directory, portBase: base });
    await using simulator = served.simulator;
    const { id, api, regions } = simulator.urls;
    const ports = [id, api, regions["eu01"], regions["us03"]].map((url) => Number(new URL(url ?? "").port));
    expect(ports).toEqual([base, base + 1, base + 2, base + 3]);
  });

  it("makes the secrets private although their files were there before", async () => {
    const path = join(directory, "reader-secret");
    await writeFile(path, "old");
    await chmod(path, 0o644);
    const served = await serveSimulator({ rehearsal: rehearsal(), directory });
    await served.simulator.stop();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("rejects when it cannot write, and listens no longer", async () => {
    const blocked = join(directory, "file");
    await writeFile(blocked, "");
    await expect(serveSimulator({ rehearsal: rehearsal(), directory: blocked })).rejects.toThrow(
      /EEXIST|ENOTDIR/,
    );
  });
});
