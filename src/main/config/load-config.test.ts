import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LEAST, EXAMPLE, check } from "../../../test/build/config-text.ts";
import { DAY, HOUR } from "../../core/model/instant.ts";
import { checkConfig, loadConfig } from "./load-config.ts";

describe("a configuration", () => {
  it("as documented is read, with the same meaning", () => {
    const { config, warnings } = check(EXAMPLE);
    expect(warnings).toEqual([]);
    expect(config).toMatchObject({
      mode: "observe",
      sophos: {
        idUrl: "https://id.sophos.com",
        deleter: { clientId: { reference: "env:ROLLCALL_DELETER_ID" } },
      },
      directories: [
        { name: "corp", type: "ldap", retired: { deletedObjects: true } },
        {
          name: "branch",
          type: "file",
          maxAgeMs: 2 * DAY,
          domain: { dns: "branch.example.com", netbios: "BRANCH" },
        },
      ],
      tenantDomains: { "Acme GmbH": ["corp.example.com"] },
    });
  });

  it("that says the least has the documented defaults", () => {
    const least = check(LEAST).config;
    const documented = check(EXAMPLE).config;
    for (const key of ["mode", "policy", "limits", "review"] as const)
      expect(least[key]).toEqual(documented[key]);
    expect(least.store.reference).toBe(documented.store.reference);
    expect(least.sophos).toMatchObject({
      rate: documented.sophos.rate,
      allowedHosts: documented.sophos.allowedHosts,
    });
    expect(least.policy).toMatchObject({
      inactive: { computerDays: 30, serverDays: 90 },
      graceDays: 14,
      stable: { runs: 2, forMs: DAY },
    });
    expect(least.limits).toMatchObject({
      perRun: 10,
      perTenantPerDay: 25,
      maxShareOfTenant: 0.05,
      maxShrink: 0.1,
      minSeenLastDay: 1,
      maxFailures: 3,
    });
  });

  it("has durations as numbers and paths from its own folder", () => {
    const text = EXAMPLE.replace("P14D\n", "P2W\n")
      .replace("for: P1D", "for: PT36H")
      .replace("path: ./branch", "maxAge: PT12H\n    path: ./branch");
    const { config } = checkConfig(text, "/etc/rollcall/rollcall.yaml", {});
    expect(config.policy).toMatchObject({ graceDays: 14, stable: { forMs: 36 * HOUR } });
    expect(config.directories[1]).toMatchObject({
      path: "/etc/rollcall/branch-computers.ldif",
      maxAgeMs: 12 * HOUR,
    });
    expect(config.store.reference).toBe("pglite:/etc/rollcall/rollcall-data");
  });

  it.each([["pglite:memory"], ["postgres://rollcall@db.example.com/rollcall"], ["env:STORE_URL"]])(
    "takes %s for a store",
    (store) => {
      expect(check(`store: ${store}\n${LEAST}`).config.store.reference).toBe(store);
    },
  );
});

describe("loadConfig", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "rollcall-config-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("reads a file, and secrets only when they are asked for, from its folder", () => {
    const path = join(folder, "rollcall.yaml");
    writeFileSync(path, LEAST);
    const [directory] = loadConfig(path, {}).config.directories;
    const password = directory?.type === "ldap" ? directory.bind.password : undefined;
    expect(() => password?.read()).toThrow(expect.objectContaining({ code: "SECRET_UNREADABLE" }));
    writeFileSync(join(folder, "ldap"), "s3cret\n");
    expect(password?.read().reveal()).toBe("s3cret");
  });

  it("refuses a file that is not there or is no UTF-8", () => {
    expect(() => loadConfig(join(folder, "none.yaml"), {})).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        message: expect.stringContaining("(ENOENT)") as string,
      }),
    );
    const path = join(folder, "latin1.yaml");
    writeFileSync(path, Buffer.from("# gr\u00fc\u00dfe\n", "latin1"));
    expect(() => loadConfig(path, {})).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        message: expect.stringContaining("not UTF-8") as string,
      }),
    );
  });
});
