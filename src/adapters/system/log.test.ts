import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createLog, type LogLevel } from "./log.ts";

function logged(level: LogLevel) {
  const lines: string[] = [];
  const log = createLog({ level, destination: { write: (line: string) => void lines.push(line) } });
  return { log, lines: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe("the log", () => {
  it("writes one JSON object a line, with its time, level, message and fields", () => {
    const { log, lines } = logged("info");

    log.info("Collection finished", { tenant: "t1", counted: 3 });

    const [line] = lines();
    expect(line).toStrictEqual({
      level: "info",
      time: line?.["time"],
      tenant: "t1",
      counted: 3,
      msg: "Collection finished",
    });
    expect(line?.["time"]).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
  });

  it.each<readonly [LogLevel, readonly string[]]>([
    ["debug", ["debug", "info", "warn"]],
    ["info", ["info", "warn"]],
    ["warn", ["warn"]],
    ["silent", []],
  ])("at level %s writes %j", (level, written) => {
    const { log, lines } = logged(level);

    log.debug("A");
    log.info("B");
    log.warn("C");

    expect(lines().map((line) => line["level"])).toStrictEqual(written);
  });

  it("hides secrets in fields and in errors", () => {
    const { log, lines } = logged("debug");
    const error = Object.assign(new Error("refused"), { headers: { authorization: "s3cr3t-v4lue" } });

    log.warn("Request failed", { headers: { Authorization: "s3cr3t-v4lue" }, error });

    expect(lines()[0]).toMatchObject({
      headers: { Authorization: "[redacted]" },
      error: { name: "Error", message: "refused" },
    });
    expect(JSON.stringify(lines())).not.toContain("s3cr3t-v4lue");
  });

  it("is on the disk when the call returns", () => {
    const folder = mkdtempSync(join(tmpdir(), "rollcall-log-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const file = join(folder, "log");
    const fd = openSync(file, "w");
    onTestFinished(() => {
      closeSync(fd);
    });

    createLog({ level: "info", destination: fd }).info("The last line before a crash");

    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ msg: "The last line before a crash" });
  });
});
