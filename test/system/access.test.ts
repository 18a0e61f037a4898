// Accounts and tokens as their makers live with them: by the binary, on the embedded store.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aStage, type Stage } from "./stage.ts";

const PASSWORD = "five words that nobody guesses";

let stage: Stage;
let config: string;
beforeAll(async () => {
  stage = await aStage({ endpoints: 20 });
  await writeFile(join(stage.dir, "password"), `${PASSWORD}\n`);
  config = await stage.config("access");
});
afterAll(async () => stage[Symbol.asyncDispose]());

const admin = async (...args: readonly string[]) => stage.json(config, "admin", ...args);
const token = async (...args: readonly string[]) => stage.json(config, "token", ...args);

describe("an account", () => {
  it("is made from a password file, and of the password nothing is told", async () => {
    const file = ["--password-file", join(stage.dir, "password")];
    const made = await admin("create", "Jane", ...file);
    expect(made).toMatchObject({ exit: 0, result: { command: "admin create", account: "jane" } });
    expect(`${made.stdout}${made.stderr}`).not.toContain(PASSWORD);
  });

  it("is asked for its password by nobody where there is no terminal", async () => {
    const asked = await stage.run(config, "admin", "create", "kim");
    expect(asked).toMatchObject({ exit: 2, stdout: "" });
    expect(asked.stderr).toContain("--password-file");
  });

  it("that is disabled is listed so", async () => {
    expect((await admin("disable", "jane")).exit).toBe(0);
    expect((await admin("list")).result["accounts"]).toMatchObject([
      { name: "jane", disabledAt: expect.stringMatching(/Z$/) as string },
    ]);
  });
});

describe("a token", () => {
  it("stands alone on stdout, so that a script can take it, and nowhere else", async () => {
    const made = await stage.run(config, "token", "create", "soar", "--role", "viewer", "--expires", "P90D");
    expect(made.exit).toBe(0);
    expect(made.stdout).toMatch(/^rct_[\w-]{43}\n$/);
    const secret = made.stdout.trim();

    const listed = await token("list");
    expect(listed.result["tokens"]).toMatchObject([
      { name: "soar", grant: { role: "viewer", tenants: "all" } },
    ]);
    const shown = await stage.run(config, "ledger", "show");
    expect(shown.stdout).toMatch(/The token soar was made by .*: viewer of all tenants until /);
    for (const { stdout, stderr } of [listed, shown]) expect(`${stdout}${stderr}`).not.toContain(secret);
  });

  it("has an end, and one that can be counted", async () => {
    expect((await stage.run(config, "token", "create", "b", "--role", "viewer")).exit).toBe(2);
    const args = ["create", "b", "--role", "viewer", "--expires", "forever"];
    expect((await stage.run(config, "token", ...args)).exit).toBe(2);
  });
});
