import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brakeFile, brakeRequests, requestBrake } from "./brake-file.ts";

describe("a brake that waits beside the store", () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "rollcall-brake-"));
  });
  afterAll(async () => rm(dir, { recursive: true, force: true }));

  it("lies in the folder of an embedded store, and nowhere else", () => {
    expect(brakeFile("pglite:/var/lib/rollcall")).toBe("/var/lib/rollcall/brake.json");
    expect(brakeFile("pglite:memory")).toBeUndefined();
    expect(brakeFile("postgres://db.example.com/rollcall")).toBeUndefined();
  });

  it("is found as it was left, until it is done", async () => {
    const path = join(dir, "brake.json");
    const requests = brakeRequests(path);
    expect(await requests.waiting()).toBeUndefined();

    await requestBrake(path, { reason: "a wrong one", by: "jane@ops1" });

    expect(await requests.waiting()).toEqual({ reason: "a wrong one", by: "jane@ops1" });
    await requests.done();
    expect(await requests.waiting()).toBeUndefined();
    await requests.done();
  });

  it.each([[""], ["{"], ["null"], ["[]"], ['{"reason":1,"by":"x"}'], ["brake!"]])(
    "brakes although it is not legible: %j",
    async (text) => {
      const path = join(dir, "illegible.json");
      await writeFile(path, text);
      expect(await brakeRequests(path).waiting()).toMatchObject({ by: "unknown" });
    },
  );

  it("that cannot be read is a fault, never no brake", async () => {
    await expect(brakeRequests(dir).waiting()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  it("never waits where several processes share the store", async () => {
    expect(await brakeRequests(undefined).waiting()).toBeUndefined();
    await brakeRequests(undefined).done();
  });
});
