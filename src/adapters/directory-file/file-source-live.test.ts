import { truncate, utimes, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import {
  BASE,
  GUID,
  NEVER,
  NOW,
  WHOLE,
  exported,
  ldif,
  log,
  pc,
  useExportFolder,
} from "../../../test/build/branch-export.ts";

useExportFolder();

describe("readOne", () => {
  it("finds a computer with the containers above it, by the file as it is now", async () => {
    let readings = 0;
    const counting = { ...log, info: () => void readings++ };
    const source = await exported(WHOLE, "ldif", { log: counting });
    const live = await source.readOne(GUID, NEVER);
    expect(live).toMatchObject({ computer: { name: "PC-1" }, ous: [{ dn: `OU=Disabled,${BASE}` }] });
    await source.readOne(GUID, NEVER);
    expect(readings).toBe(1);
    await writeFile(source.path, ldif(pc("OTHER")));
    await utimes(source.path, NOW / 1_000, NOW / 1_000);
    expect(await source.readOne(GUID, NEVER)).toBe("absent");
    expect(readings).toBe(2);
    expect(source.requests()).toBe(3);
  });

  it("never calls a computer absent by a file that was cut off", async () => {
    const source = await exported(WHOLE, "ldif");
    await truncate(source.path, 700);
    await utimes(source.path, NOW / 1_000, NOW / 1_000);
    await expect(source.readOne(GUID, NEVER)).rejects.toMatchObject({ code: "EXPORT_INVALID" });
  });
});

describe("check", () => {
  it("tells what the file shows and what it lacks", async () => {
    const source = await exported(WHOLE, "ldif", { vipGroups: [`CN=VIP,${BASE}`] });
    const checks = await source.check(NEVER);
    expect(checks.map(({ held }) => held)).toEqual([true, true, false, false, true]);
  });

  it("tells a file that cannot be used", async () => {
    const source = await exported("hello\n", "txt");
    expect(await source.check(NEVER)).toMatchObject([
      { held: false, remedy: expect.stringContaining("neither LDIF") as string },
    ]);
  });
});
