// The report as its reader has it: the files that the binary writes, opened without any network.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it } from "vitest";
import { aStage, type Stage } from "./stage.ts";

/** Every command is a process of its own, on a machine that may be busy. */
const PATIENT = 400_000;

let stage: Stage;
let config: string;

beforeAll(async () => {
  stage = await aStage({ endpoints: 120 });
  config = await stage.config("observe");
}, PATIENT);
afterAll(async () => stage[Symbol.asyncDispose]());

const file = async (dir: string, name: string): Promise<string> =>
  readFile(join(stage.dir, dir, name), "utf8");

it(
  "before anything was read, it says so instead of showing nothing",
  async () => {
    const ran = await stage.run(config, "report", "--out", join(stage.dir, "empty"));
    expect(ran.exit).toBe(0);
    const page = await file("empty", "report.html");
    for (const sentence of [
      "Nothing was assessed yet.",
      "No run has frozen a plan yet.",
      "Nothing was deleted yet.",
    ]) {
      expect(page).toContain(sentence);
    }
    expect(await file("empty", "devices.csv")).toMatch(/^\ufeffTenant,Hostname,[^\n]*\r\n$/);
  },
  PATIENT,
);

it(
  "after a run, every device stands in it once with its reasons, and the page needs nothing from elsewhere",
  async () => {
    expect((await stage.run(config, "run")).exit).toBe(0);
    const { exit, result } = await stage.json(config, "report", "--out", join(stage.dir, "out"));
    expect(exit).toBe(0);

    const devices: Record<string, string>[] = parse(await file("out", "devices.csv"), {
      bom: true,
      columns: true,
    });
    expect(devices.length).toBeGreaterThan(80);
    expect(new Set(devices.map((row) => row["Endpoint"])).size).toBe(devices.length);
    const review = devices.filter((row) => row["Disposition"] === "review");
    expect(result).toMatchObject({ command: "report", review: review.length, deletions: 0 });
    expect(review.every((row) => row["Reasons"] !== "")).toBe(true);

    const page = await file("out", "report.html");
    expect(page).toContain("default-src &#39;none&#39;");
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    for (const secret of stage.secrets) expect(page).not.toContain(secret);
  },
  PATIENT,
);

it(
  "a place that cannot be written is one clear sentence",
  async () => {
    const ran = await stage.run(config, "report", "--out", config);
    expect(ran.exit).toBe(2);
    expect(ran.stderr).toContain("OUTPUT_UNWRITABLE");
  },
  PATIENT,
);
