import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { Fault } from "../../ports/fault.ts";
import { writeFileAtomically } from "./atomic-file.ts";

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-file-"));
  onTestFinished(async () => rm(folder, { recursive: true }));
  return folder;
}

const faultOf = async (attempt: Promise<void>): Promise<Fault> => {
  const fault: unknown = await attempt.catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(Fault);
  return fault as Fault;
};
const permissions = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe("writing a file atomically", () => {
  it("writes a new file for its owner alone, and leaves nothing else behind", async () => {
    const folder = await aFolder();
    const path = join(folder, "plan.json");

    await writeFileAtomically(path, "é\n");

    expect(await readFile(path, "utf8")).toBe("é\n");
    expect(await readdir(folder)).toStrictEqual(["plan.json"]);
    if (process.platform !== "win32") expect(await permissions(path)).toBe(0o600);
  });

  it("replaces a file and keeps its permissions", async () => {
    const folder = await aFolder();
    const path = join(folder, "plan.json");
    await writeFile(path, "a longer text than the new one");
    await chmod(path, 0o644);

    await writeFileAtomically(path, "new");

    expect(await readFile(path, "utf8")).toBe("new");
    if (process.platform !== "win32") expect(await permissions(path)).toBe(0o644);
  });

  it("never shows a reader half a file", async () => {
    const folder = await aFolder();
    const path = join(folder, "plan.json");
    const texts = ["a", "b"].map((letter) => letter.repeat(1_000_000));
    await writeFileAtomically(path, texts[0] as string);

    const writing = Promise.all(texts.map(async (text) => writeFileAtomically(path, text)));
    const readings = await Promise.all(Array.from({ length: 20 }, async () => readFile(path, "utf8")));
    await writing;

    expect(readings.every((reading) => texts.includes(reading))).toBe(true);
    expect(await readdir(folder)).toStrictEqual(["plan.json"]);
  });

  it.skipIf(process.platform === "win32")("follows a link and leaves it a link", async () => {
    const folder = await aFolder();
    const target = join(folder, "target.json");
    const link = join(folder, "link.json");
    await writeFile(target, "old");
    await symlink(target, link);

    await writeFileAtomically(link, "new");

    expect(await readFile(target, "utf8")).toBe("new");
    expect(
      (await readdir(folder, { withFileTypes: true })).map((entry) => [entry.name, entry.isSymbolicLink()]),
    ).toStrictEqual([
      ["link.json", true],
      ["target.json", false],
    ]);
  });

  it("is a fault when the directory is not there, and says why", async () => {
    const folder = await aFolder();
    const path = join(folder, "nowhere", "plan.json");

    const fault = await faultOf(writeFileAtomically(path, "text"));

    expect(fault).toMatchObject({ code: "OUTPUT_UNWRITABLE", details: { path, why: "ENOENT" } });
    expect(fault.message).toContain(path);
  });

  it("is a fault on what is there and is no file, which is left alone", async () => {
    const folder = await aFolder();
    const path = join(folder, "directory");
    await mkdir(path);

    expect(await faultOf(writeFileAtomically(path, "text"))).toMatchObject({
      code: "OUTPUT_UNWRITABLE",
      details: { why: "ENOTFILE" },
    });
    expect((await stat(path)).isDirectory()).toBe(true);
    expect(await readdir(folder)).toStrictEqual(["directory"]);
  });

  it.skipIf(process.platform === "win32")("does not replace a device", async () => {
    expect(await faultOf(writeFileAtomically("/dev/null", "text"))).toMatchObject({
      details: { why: "ENOTFILE" },
    });
    expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
  });
});
