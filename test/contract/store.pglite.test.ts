import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { storeContract } from "./store.contract.ts";

storeContract("PGlite in memory", async () => Promise.resolve("pglite:memory"));

describe("on disk", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "rollcall-store-"));
  });
  afterAll(async () => rm(directory, { recursive: true }));

  storeContract("PGlite in a directory", async () => Promise.resolve(`pglite:${directory}`));
});
