// From nothing to a configuration that works, on the command line and without a person.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { aStage, type ConfigData, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage({ endpoints: 60 });
});
afterAll(async () => stage[Symbol.asyncDispose]());

/** The simulator's own configuration, as answers. */
async function answers(
  name: string,
  change: (central: Record<string, unknown>) => void = () => {},
): Promise<string> {
  const { sophos, directories } = parse(await readFile(await stage.config("base"), "utf8")) as ConfigData;
  const central: Record<string, unknown> = {
    ...sophos.reader,
    idUrl: sophos.idUrl,
    apiUrl: sophos.apiUrl,
    allowedHosts: sophos.allowedHosts,
    ca: sophos.tls["ca"],
  };
  change(central);
  const path = join(stage.dir, `${name}.yaml`);
  const asked = directories.map(({ retired, ...one }) => ({
    ...one,
    retiredOus: (retired as { ous: string[] }).ous,
  }));
  await writeFile(path, stringify({ central, directories: asked }));
  return path;
}

it("writes a configuration that every other command takes, after it has tried each source; and not a second time", async () => {
  const config = join(stage.dir, "made.yaml");
  const args = ["init", "--answers", await answers("right")];

  const { exit, result } = await stage.json(config, ...args);
  expect(result).toMatchObject({ command: "init", written: true, next: `rollcall check --config ${config}` });
  expect(exit).toBe(0);
  const checks = result["checks"] as readonly { source: string; result: string }[];
  expect(checks.filter((row) => row.result === "failed")).toEqual([]);
  for (const source of ["Sophos Central, reader", "corp", "branch"]) {
    expect(checks.map((row) => row.source)).toContain(source);
  }
  const text = await readFile(config, "utf8");
  for (const secret of stage.secrets) expect(text).not.toContain(secret);
  expect((await stage.run(config, "collect")).exit).toBe(0);

  await writeFile(config, `${text}# mine\n`);
  const again = await stage.json(config, ...args);
  expect(again).toMatchObject({ exit: 3, result: { refused: { code: "config_exists" } } });
  expect(await readFile(config, "utf8")).toMatch(/# mine/);
  expect((await stage.json(config, ...args, "--overwrite")).exit).toBe(0);
  expect(await readFile(config, "utf8")).toBe(text);
});

it("writes nothing where a source fails, where the answers make no sound configuration, or where nobody can be asked", async () => {
  const config = join(stage.dir, "unmade.yaml");
  const wrong = await answers("wrong", (central) => (central["clientSecret"] = "env:NOT_THERE"));
  const failed = await stage.json(config, "init", "--answers", wrong);
  expect(failed).toMatchObject({ exit: 4, result: { written: false } });
  expect(existsSync(config)).toBe(false);

  const unsound = await answers("unsound", (central) => (central["clientSecret"] = "hunter2"));
  const refused = await stage.run(config, "init", "--answers", unsound);
  expect(refused.exit).toBe(2);
  expect(refused.stderr).toMatch(/sophos\.reader\.clientSecret/);
  expect(refused.stderr).not.toMatch(/hunter2/);
  expect((await stage.run(config, "init")).exit).toBe(2);
  expect(existsSync(config)).toBe(false);

  expect((await stage.run(config, "init", "--answers", wrong, "--untested")).exit).toBe(0);
  expect(existsSync(config)).toBe(true);
});
