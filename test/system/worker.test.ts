import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aStage, type Stage } from "./stage.ts";

describe("a worker over an embedded store", { timeout: 120_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await aStage({ endpoints: 10 });
  });
  afterAll(async () => stage[Symbol.asyncDispose]());

  it("is refused in one sentence, and the store is left alone", async () => {
    const { exit, stderr } = await stage.run(await stage.config("embedded"), "worker");

    expect(exit).toBe(2);
    expect(stderr).toContain("A worker needs a store on PostgreSQL");
    expect(stderr).not.toContain("    at ");
  });
});
