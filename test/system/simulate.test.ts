// A rehearsal as a person does it: a simulator in one process, Rollcall in another, both moved through the days by --now.
import { createServer } from "node:net";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { resultOf, run, start, type Running } from "./command.ts";

let dir: string;
let port: number;
let simulator: Running;

/** Whether this port of this machine is free. */
const isFree = async (wanted: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(false));
    server.listen(wanted, "127.0.0.1", () => server.close(() => resolve(true)));
  });

/** The first of five free ports in a row: Sophos ID, the API, and a region for each tenant at most. */
async function freePorts(): Promise<number> {
  for (let base = 20_000 + (process.pid % 10_000); base < 60_000; base += 5) {
    const free = await Promise.all([0, 1, 2, 3, 4].map(async (offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
  throw new Error("no five free ports in a row");
}

const simulate = (...args: readonly string[]): Running =>
  start(
    ["simulate", "--endpoints", "60", "--tenants", "2", "--port", String(port), "--dir", "sim", ...args],
    { cwd: dir },
  );

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rollcall-simulate-"));
  port = await freePorts();
  simulator = simulate("--now", "2026-09-01T06:00:00Z", "--json");
  const told = (): void => {
    if (!simulator.stdout().endsWith("\n"))
      throw new Error(`it has said nothing yet, but ${simulator.stderr()}`);
  };
  await vi.waitFor(told, { timeout: 120_000 });
});
afterAll(async () => {
  simulator.send("SIGKILL");
  await simulator.ended;
  await rm(dir, { recursive: true, force: true });
});

describe("a rehearsal", () => {
  const config = (): string => join(dir, "sim", "rollcall.yaml");

  it("says where it listens and what it wrote, in one line of JSON", async () => {
    const told = resultOf({ stdout: simulator.stdout() });
    expect(told).toEqual({
      command: "simulate",
      idUrl: `https://localhost:${port}`,
      apiUrl: `https://localhost:${port + 1}`,
      ca: join(dir, "sim", "ca.pem"),
      config: config(),
      directories: [join(dir, "sim", "corp.ldif"), join(dir, "sim", "branch.ldif")],
    });
    expect(simulator.stderr()).toBe("");
    expect(await readdir(join(dir, "sim"))).toEqual(
      expect.arrayContaining(["ca.pem", "rollcall.yaml", "reader-secret", "deleter-secret"]),
    );
  });

  it("goes through days by --now alone, and never back", async () => {
    const at = (now: string, ...args: readonly string[]) =>
      run([...args, "--config", config(), "--now", now, "--json"], { cwd: dir });
    const first = await at("2026-09-01T06:00:00Z", "run");
    expect(first).toMatchObject({ exit: 0, stderr: "" });
    const second = await at("2026-09-02T06:30:00Z", "run");
    expect(second).toMatchObject({ exit: 0, stderr: "" });
    expect(resultOf(first)["plan"]).toMatchObject({ items: [] });
    expect((resultOf(second)["plan"] as { items: unknown[] }).items.length).toBeGreaterThan(0);
    const back = await at("2026-09-01T06:00:00Z", "run");
    expect(back).toMatchObject({ exit: 2 });
    expect(back.stderr).toMatch(
      /^usage --now .*: the simulator is past that, at 2026-09-02T06:30.*; its world does not go back\n$/,
    );
  });

  it("on ports that are taken says so", async () => {
    const second = await simulate().ended;
    expect(second).toMatchObject({ exit: 2, stdout: "" });
    expect(second.stderr).toMatch(
      new RegExp(
        `^OUTPUT_UNWRITABLE The simulator could not start in sim on ports from ${port} \\(EADDRINUSE\\)\\.\\n`,
      ),
    );
  });

  it("ends with Ctrl-C, which is how it is meant to end", async () => {
    simulator.send("SIGINT");
    expect(await simulator.ended).toMatchObject({ exit: 0, signal: null });
  });
});
